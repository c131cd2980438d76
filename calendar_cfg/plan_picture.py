"""From a plan that is not stored, such as a proposal, to its line."""

from collections.abc import Iterable

from calendar_cfg import clock
from calendar_cfg.enums import MilestoneKind
from calendar_cfg.holidays import HolidayRange
from calendar_cfg.plan import YearPlan
from calendar_cfg.warnings import milestone_name
from calendar_cfg.year_line import (
    HolidaySpan,
    MilestonePoint,
    PhaseSpan,
    TrimesterSpan,
    YearLine,
    draw_year,
)


def picture_of_plan(plan: YearPlan, holidays: Iterable[HolidayRange]) -> YearLine:
    """The line of a plan, seen from today."""
    return draw_year(
        name=plan.name,
        first_school_day=plan.first_school_day,
        last_school_day=plan.last_school_day,
        today=clock.today(),
        phases=[
            PhaseSpan(row.kind, str(row.kind.label), row.opens_on, row.last_day)
            for row in plan.phases
        ],
        milestones=[
            MilestonePoint(
                row.kind,
                milestone_name(row.kind, row.trimester),
                row.date,
                row.trimester,
                row.kind != MilestoneKind.INTRO,
            )
            for row in plan.milestones
        ],
        holidays=[
            HolidaySpan(row.kind, row.label, row.first_day, row.last_day) for row in holidays
        ],
        trimesters=[
            TrimesterSpan(row.number, row.first_day, row.last_day) for row in plan.trimesters
        ],
    )
