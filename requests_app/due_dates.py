"""Until when a school has to answer: two lesweken after a request reached it.

Never before the year's general answer date (18 September 2017). A school's own free days
count for that school alone. Source: the calendar of the word list; domain.md, 2.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from calendar_cfg.lesdagen import answer_due
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import answer_calendar
from institutions.models import PlacementSchool, SchoolFreeDay


def due_date(school: PlacementSchool, year: AcademicYear, reached_on: date) -> date:
    """The day by which this school's answer is due."""
    return due_dates([school.pk], year, reached_on)[school.pk]


def due_dates(school_ids: Collection[int], year: AcademicYear, reached_on: date) -> dict[int, date]:
    """The day by which each school's answer is due, in a constant number of queries."""
    own_days: dict[int, set[date]] = {pk: set() for pk in school_ids}
    free = SchoolFreeDay.objects.filter(school_id__in=own_days, date__gte=reached_on)
    for pk, day in free.values_list("school_id", "date"):
        own_days[pk].add(day)
    calendar, general, lesweken = answer_calendar(year)
    by_days = {
        days: answer_due(
            reached_on, general, replace(calendar, extra_free_days=days), lesweken=lesweken
        )
        for days in {frozenset(days) for days in own_days.values()}
    }
    return {pk: by_days[frozenset(days)] for pk, days in own_days.items()}
