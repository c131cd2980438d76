"""What is told of dates of the calendar before they come (the daily round)."""

from __future__ import annotations

from datetime import date, timedelta

from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import Milestone, Phase
from notices.daily import daily
from notices.kinds.milestones import MILESTONE_KINDS, WORK
from notices.kinds.phases import PhaseCloses, closing_work
from notices.recipients import of_membership
from notices.telling import Told, tell

DAYS_BEFORE = (7, 1)
"""So many days before a milestone it is told."""
CLOSES_IN = timedelta(days=7)


@daily
def tell_milestones(day: date) -> int:
    """The milestones of a week ahead and of tomorrow, to who has something open for them."""
    days = {day + timedelta(days=before) for before in DAYS_BEFORE}
    rows = Milestone.objects.filter(date__in=days).select_related("year").order_by("pk")
    return sum(_tell_milestone(row, (row.date - day).days) for row in rows)


def _tell_milestone(milestone: Milestone, days: int) -> int:
    data = {
        "milestone": milestone.kind,
        "trimester": milestone.trimester,
        "day": milestone.date.isoformat(),
    }
    return tell(
        MILESTONE_KINDS[milestone.kind],
        [
            Told(
                of_membership(member),
                f"{milestone.pk}:{milestone.date}:{days}",
                milestone.year,
                data={**data, "count": n},
            )
            for member, n in WORK[milestone.kind](milestone).people()
        ],
    )


@daily
def tell_closing(day: date) -> int:
    """The phases that end in a week, to who has something open in them.

    The data of schools matter as long as requests can still be filed: where both end together,
    nobody is asked to confirm them in the last week.
    """
    ending = Phase.objects.filter(last_day=day + CLOSES_IN).select_related("year").order_by("pk")
    return sum(_tell_phase(phase) for phase in ending if not _is_of_no_use(phase))


def _is_of_no_use(phase: Phase) -> bool:
    if phase.kind != PhaseKind.SCHOOL_DATA:
        return False
    later = Phase.objects.filter(
        year=phase.year, kind=PhaseKind.REQUESTS, last_day__gt=phase.last_day
    )
    return not later.exists()


def _tell_phase(phase: Phase) -> int:
    work = closing_work(phase)
    people = work.people() if work else []
    data = {"phase": phase.kind, "last_day": phase.last_day.isoformat()}
    about = f"{phase.pk}:{phase.last_day}"
    return tell(
        PhaseCloses,
        [
            Told(of_membership(member), about, phase.year, data={**data, "count": n})
            for member, n in people
        ],
    )
