"""The place of a date in its school year, and the date at the same place in another year.

A place is a stretch of the school year, a number of weeks from the first week of that stretch,
and a weekday. The stretches begin where the calendar of the source does:

- START: the week of 1 September. Weeks before it (May, June) are weeks of the calendar; weeks
  after it are lesweken, so that herfst is passed over.
- KERST and KROKUS: the first lesweek after that holiday, counted in lesweken both ways. Krokus
  moves with Easter over five weeks, and what belongs to it has to move along.
- END: the week of the next 1 September, for all that lies after the start of paas: exams, the end
  of June and the first days of July stay where they are on the calendar, whenever Easter was.

See `docs/decisions/0003-next-year.md` for why.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from calendar_cfg.enums import HolidayKind
from calendar_cfg.holidays import DAY, WEEK, HolidayRange, holidays_for, monday_of
from calendar_cfg.lesdagen import LESDAGEN_PER_LESWEEK, SchoolCalendar


class Stretch(Enum):
    """The part of the school year that a date is placed in."""

    START = "start"
    KERST = "kerst"
    KROKUS = "krokus"
    END = "end"


@dataclass(frozen=True)
class Place:
    """Where a date stands: the stretch, weeks from its first week, and the weekday (0 Monday)."""

    stretch: Stretch
    weeks: int
    weekday: int

    @property
    def counts_lesweken(self) -> bool:
        """Whether `weeks` passes over weeks without a lesdag."""
        before_the_year = self.stretch == Stretch.START and self.weeks < 0
        return self.stretch != Stretch.END and not before_the_year


def vakantie(calendar: SchoolCalendar, start_year: int, kind: HolidayKind) -> HolidayRange:
    """The holiday of a kind in a school year; by the rule when the year has none stored."""
    ranges = (*calendar.year(start_year).free, *holidays_for(start_year))
    return next(range_ for range_ in ranges if range_.kind == kind)


def first_week(calendar: SchoolCalendar, start_year: int, stretch: Stretch) -> date:
    """The Monday of the first week of a stretch."""
    if stretch == Stretch.START:
        return monday_of(date(start_year, 9, 1))
    if stretch == Stretch.END:
        return monday_of(date(start_year + 1, 9, 1))
    kind = HolidayKind.KERST if stretch == Stretch.KERST else HolidayKind.KROKUS
    last_day = vakantie(calendar, start_year, kind).last_day
    return monday_of(calendar.next_lesdag(last_day + DAY))


def stretch_of(calendar: SchoolCalendar, start_year: int, day: date) -> Stretch:
    """The stretch of an academic year in which a day lies; May and June before it are START."""
    if day >= vakantie(calendar, start_year, HolidayKind.PAAS).first_day:
        return Stretch.END
    for stretch in (Stretch.KROKUS, Stretch.KERST):
        if day >= first_week(calendar, start_year, stretch):
            return stretch
    return Stretch.START


def place_of(
    calendar: SchoolCalendar, start_year: int, day: date, stretch: Stretch | None = None
) -> Place:
    """The place of a day in an academic year, in its own stretch unless another is asked for."""
    stretch = stretch or stretch_of(calendar, start_year, day)
    anchor, week = first_week(calendar, start_year, stretch), monday_of(day)
    place = Place(stretch, (week - anchor) // WEEK, day.weekday())
    if not place.counts_lesweken:
        return place
    return Place(stretch, _lesweken(calendar, anchor, week), day.weekday())


def day_at(calendar: SchoolCalendar, start_year: int, place: Place) -> date:
    """The day at a place in an academic year, lesdag or not."""
    week = first_week(calendar, start_year, place.stretch)
    if not place.counts_lesweken:
        return week + place.weeks * WEEK + timedelta(days=place.weekday)
    step, left = (WEEK if place.weeks > 0 else -WEEK), abs(place.weeks)
    while left:
        week += step
        left -= _is_lesweek(calendar, week)
    return week + timedelta(days=place.weekday)


def _lesweken(calendar: SchoolCalendar, anchor: date, week: date) -> int:
    """How many lesweken from the anchor's week to another; both are Mondays."""
    sign, step = (1, WEEK) if week > anchor else (-1, -WEEK)
    count = 0
    while anchor != week:
        anchor += step
        count += _is_lesweek(calendar, anchor)
    return sign * count


def _is_lesweek(calendar: SchoolCalendar, monday: date) -> bool:
    week = (monday + timedelta(days=offset) for offset in range(LESDAGEN_PER_LESWEEK))
    return any(calendar.is_lesdag(day) for day in week)
