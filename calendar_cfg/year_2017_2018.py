"""The calendar of 2017-2018, exactly as the source has it, and the years that follow from it.

Source: the word list and timing of lerarenstage.be (Tijdstip, Activiteit). The source names no
trimester bounds; see `docs/decisions/0002-trimesters.md`.
"""

from datetime import date
from functools import lru_cache

from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.plan import PlannedMilestone, PlannedPhase, PlannedTrimester, YearPlan
from calendar_cfg.propose import propose_year

CLOSES = date(2018, 7, 3)  # "Het aanvragen voor het schooljaar 2017-2018 wordt afgesloten"

PLAN_2017_2018 = YearPlan(
    start_year=2017,
    first_school_day=date(2017, 9, 1),
    last_school_day=date(2018, 6, 29),
    trimesters=(
        PlannedTrimester(1, date(2017, 9, 1), date(2017, 12, 22)),
        PlannedTrimester(2, date(2018, 1, 8), date(2018, 2, 9)),
        PlannedTrimester(3, date(2018, 2, 19), date(2018, 6, 29)),
    ),
    phases=(
        PlannedPhase(PhaseKind.SCHOOL_DATA, date(2017, 5, 2), CLOSES),
        PlannedPhase(PhaseKind.TEMPLATES, date(2017, 5, 2), CLOSES),
        PlannedPhase(PhaseKind.REQUESTS, date(2017, 6, 1), CLOSES),
        PlannedPhase(PhaseKind.ANSWERS, date(2017, 6, 15), CLOSES),
    ),
    milestones=(
        PlannedMilestone(MilestoneKind.ANSWER_BY, None, date(2017, 9, 18), lesweken=2),
        PlannedMilestone(MilestoneKind.SEND, 1, date(2017, 9, 19)),
        PlannedMilestone(MilestoneKind.APPROVE, 1, date(2017, 10, 3)),
        PlannedMilestone(MilestoneKind.INTRO, 1, date(2017, 10, 10)),
        PlannedMilestone(MilestoneKind.SEND, 2, date(2018, 1, 8)),
        PlannedMilestone(MilestoneKind.APPROVE, 2, date(2018, 1, 16)),
        PlannedMilestone(MilestoneKind.INTRO, 2, date(2018, 1, 23)),
        PlannedMilestone(MilestoneKind.SEND, 3, date(2018, 2, 5)),
        PlannedMilestone(MilestoneKind.APPROVE, 3, date(2018, 2, 19)),
        PlannedMilestone(MilestoneKind.INTRO, 3, date(2018, 2, 26)),
    ),
)


@lru_cache(maxsize=64)
def plan_for(start_year: int) -> YearPlan:
    """The calendar of a year as it follows from 2017-2018, year after year, by the rule.

    A date that had to make way for a holiday in one year returns to its own weekday in the next:
    each year takes its place from the source, so moves do not pile up along the chain.

    Raises ValueError for a year before 2017.
    """
    if start_year < PLAN_2017_2018.start_year:
        raise ValueError(f"No calendar before {PLAN_2017_2018.name}: {start_year}")
    if start_year == PLAN_2017_2018.start_year:
        return PLAN_2017_2018
    return propose_year(PLAN_2017_2018, start_year=start_year).plan
