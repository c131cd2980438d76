"""A year's calendar as plain data: what is proposed, checked for warnings, and stored."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.holidays import holidays_for
from calendar_cfg.lesdagen import SchoolCalendar, SchoolYearDays


class PlannedTrimester(NamedTuple):
    """A trimester, both days inclusive."""

    number: int
    first_day: dt.date
    last_day: dt.date


class PlannedPhase(NamedTuple):
    """A phase, both days inclusive."""

    kind: PhaseKind
    opens_on: dt.date
    last_day: dt.date


class PlannedMilestone(NamedTuple):
    """A milestone; `lesweken` only where the source names a number of them."""

    kind: MilestoneKind
    trimester: int | None
    date: dt.date
    lesweken: int | None = None


@dataclass(frozen=True)
class YearPlan:
    """The calendar of one academic year, without its holidays."""

    start_year: int
    first_school_day: dt.date
    last_school_day: dt.date
    trimesters: tuple[PlannedTrimester, ...] = ()
    phases: tuple[PlannedPhase, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()

    @property
    def name(self) -> str:
        """The year as people write it: "2017-2018"."""
        return f"{self.start_year}-{self.start_year + 1}"

    def trimester(self, number: int | None) -> PlannedTrimester | None:
        """The trimester with a number, if the plan has it."""
        return next((row for row in self.trimesters if row.number == number), None)

    def phase(self, kind: PhaseKind) -> PlannedPhase | None:
        """The phase of a kind, if the plan has it."""
        return next((row for row in self.phases if row.kind == kind), None)

    def milestone(self, kind: MilestoneKind, trimester: int | None) -> PlannedMilestone | None:
        """The milestone of a kind and trimester, if the plan has it."""
        return next(
            (row for row in self.milestones if (row.kind, row.trimester) == (kind, trimester)),
            None,
        )

    def calendar(self, base: SchoolCalendar | None = None) -> SchoolCalendar:
        """`base` with this year in it; by the rule for its holidays unless `base` knows them."""
        base = base or SchoolCalendar()
        if self.start_year in base.years:
            return base
        days = SchoolYearDays(
            self.first_school_day, self.last_school_day, holidays_for(self.start_year)
        )
        return SchoolCalendar({**base.years, self.start_year: days}, base.extra_free_days)
