"""Counting in lesdagen and lesweken (domain.md, 2).

A lesdag is a Monday to Friday between the first and the last school day that is no holiday and
no free day. A lesweek is five lesdagen. Pure: dates in, dates out; `calendar_cfg.selectors`
makes a `SchoolCalendar` from what the administrators stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from calendar_cfg.holidays import (
    DAY,
    SATURDAY,
    HolidayRange,
    first_school_day,
    holidays_for,
    last_school_day,
)

LESDAGEN_PER_LESWEEK = 5


@dataclass(frozen=True)
class SchoolYearDays:
    """One school year: its first and last school day, and what is free in between."""

    first_school_day: date
    last_school_day: date
    free: tuple[HolidayRange, ...] = ()

    def free_on(self, day: date) -> HolidayRange | None:
        """The holiday or free day that a day belongs to, if any."""
        return next((free for free in self.free if day in free), None)

    def has_lesdag(self, day: date) -> bool:
        """Whether a day is a lesdag of this school year."""
        return (
            self.first_school_day <= day <= self.last_school_day
            and day.weekday() < SATURDAY
            and self.free_on(day) is None
        )


@lru_cache(maxsize=256)
def year_by_rule(start_year: int) -> SchoolYearDays:
    """A school year as the Flemish rule has it; no day at all at the two ends of time."""
    if not MINYEAR <= start_year < MAXYEAR:
        return SchoolYearDays(date.max, date.min)
    return SchoolYearDays(
        first_school_day(start_year), last_school_day(start_year), holidays_for(start_year)
    )


@dataclass(frozen=True)
class SchoolCalendar:
    """The lesdagen of all years, for one school or for all.

    `years` maps a start year to its days; a year that is not in it follows the rule, so counting
    across the summer or into a year that nobody made yet always works. `extra_free_days` are the
    free days of one school's own, which count for that school alone.
    """

    years: Mapping[int, SchoolYearDays] = field(default_factory=dict)
    extra_free_days: frozenset[date] = frozenset()

    def year(self, start_year: int) -> SchoolYearDays:
        """The days of one school year: as given, or else by the rule."""
        return self.years.get(start_year) or year_by_rule(start_year)

    def is_lesdag(self, day: date) -> bool:
        """Whether school is held on a day.

        Both school years that touch the calendar year are asked, since an administrator may
        let a school year begin in August.
        """
        return (
            day.weekday() < SATURDAY
            and day not in self.extra_free_days
            and any(self.year(start).has_lesdag(day) for start in (day.year - 1, day.year))
        )

    def free_on(self, day: date) -> HolidayRange | None:
        """The holiday or free day of the common calendar that a day falls in, if any."""
        asked = (self.year(start).free_on(day) for start in (day.year - 1, day.year))
        return next((free for free in asked if free), None)

    def next_lesdag(self, day: date) -> date:
        """The day itself if it is a lesdag, else the first lesdag after it."""
        while not self.is_lesdag(day):
            day += DAY
        return day

    def previous_lesdag(self, day: date) -> date:
        """The day itself if it is a lesdag, else the last lesdag before it."""
        while not self.is_lesdag(day):
            day -= DAY
        return day

    def add_lesdagen(self, day: date, count: int) -> date:
        """The day reached after counting `count` lesdagen after `day` (before it, if negative).

        Zero gives the day itself, lesdag or not.
        """
        step = DAY if count > 0 else -DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_lesdag(day)
        return day

    def add_lesweken(self, day: date, count: int) -> date:
        """The day `count` lesweken after `day`: five lesdagen each (domain.md, 2)."""
        return self.add_lesdagen(day, LESDAGEN_PER_LESWEEK * count)

    def lesdagen_between(self, start: date, end: date) -> int:
        """How many lesdagen lie after `start` up to and including `end`; negative if it is past.

        From today to a due date: 4 is "nog 4 lesdagen", 0 is "vandaag" (or a weekend in which
        the due date just went by), -2 is "2 lesdagen te laat".
        """
        if end < start:
            return -self.lesdagen_between(end, start)
        count = 0
        while start < end:
            start += DAY
            count += self.is_lesdag(start)
        return count


def answer_due(
    reached_on: date,
    general_answer_date: date | None,
    calendar: SchoolCalendar,
    lesweken: int = 2,
) -> date:
    """The day on which a school's answer to a proposal is due.

    `lesweken` after the proposal reached the school, and never before the general answer date of
    its year (18 September 2017 in the source); None when the year has no such date.
    """
    due = calendar.add_lesweken(reached_on, lesweken)
    return max(due, general_answer_date) if general_answer_date else due
