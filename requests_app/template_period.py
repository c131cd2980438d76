"""The stageperiode of a template, moved to the same trimester of another year. Pure.

It keeps its place in the school year (`calendar_cfg.places`): the same weekdays, as many lesweken
after the same anchor (1 September, the end of kerst or krokus), so that a period of two weeks
stays one of two weeks. Both days are counted from the anchor of the first day, as a period across
paas would else shrink or grow with Easter. Then the first day makes way for the next lesdag and
the last day for the previous one, and both stay inside the trimester.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.places import day_at, place_of, stretch_of


@dataclass(frozen=True)
class Period:
    """A first and a last day, both included; of a stageperiode or a trimester."""

    first_day: date
    last_day: date


def moved_period(
    period: Period,
    *,
    from_year: int,
    to_year: int,
    trimester: Period,
    calendar: SchoolCalendar,
) -> Period | None:
    """The period at the same place in another year; None when the trimester has no room for it.

    Arguments:
        from_year, to_year: the years in which the academic years start.
        trimester: the days of the same trimester in the year moved to.
    """
    stretch = stretch_of(calendar, from_year, period.first_day)
    places = [
        place_of(calendar, from_year, day, stretch) for day in (period.first_day, period.last_day)
    ]
    first, last = (day_at(calendar, to_year, place) for place in places)
    first = calendar.next_lesdag(max(first, trimester.first_day))
    last = calendar.previous_lesdag(min(last, trimester.last_day))
    return Period(first, last) if first <= last <= trimester.last_day else None


def lesdagen_in(period: Period, calendar: SchoolCalendar) -> int:
    """How many lesdagen a period has."""
    return calendar.lesdagen_between(period.first_day, period.last_day) + calendar.is_lesdag(
        period.first_day
    )
