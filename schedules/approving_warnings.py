"""What stands against a planning that is there: said again to who approves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Value

from calendar_cfg.enums import HolidayKind
from calendar_cfg.holidays import HolidayRange
from calendar_cfg.lesdagen import SchoolCalendar, SchoolYearDays
from calendar_cfg.models import Holiday
from institutions.models import BlockedPeriod, PlacementSchool, SchoolFreeDay
from institutions.offer_rules import BlockedDays
from placements.models import Placement
from schedules.checks import Asked, Code, Other, Surroundings, check, class_key
from schedules.models import PlannedActivity

SAID_AGAIN = (Code.PERIOD, Code.HOLIDAY, Code.FREE_DAY, Code.BLOCKED, Code.MENTOR, Code.CLASS)
"""The totals say what is too much."""
FREE, TAKES_NOBODY, HOLIDAY = "free", "blocked", "holiday"


def warnings_of(placement: Placement, planned: Sequence[PlannedActivity]) -> dict[int, list[str]]:
    """The sentences about each planned activity, by its id; two queries for any number."""
    if not planned:
        return {}
    days = {row.day for row in planned}
    closed = _closed(placement.school, min(days), max(days))
    around = Surroundings(
        period=(placement.period_start, placement.period_end),
        calendar=closed.calendar,
        lesuren=(),
        free_days=closed.free,
        blocked=closed.blocked,
        others=_others(placement, days),
    )
    return {row.pk: _sentences(row, around) for row in planned}


def _sentences(row: PlannedActivity, around: Surroundings) -> list[str]:
    """By the clock: that is when the activity is, whatever became of the school's lesuren."""
    asked = Asked(
        day=row.day,
        start=row.start,
        end=row.end,
        class_name=row.class_name,
        mentor=row.mentor.user_id if row.mentor else None,
    )
    return [found.sentence for found in check(asked, around) if found.code in SAID_AGAIN]


@dataclass(frozen=True)
class _Closed:
    """When there are no lessons: the holidays, the school's free days, when it takes nobody."""

    calendar: SchoolCalendar
    free: Mapping[date, str]
    blocked: Sequence[BlockedDays]


def _closed(school: PlacementSchool, first: date, last: date) -> _Closed:
    """What is closed between these days, as it is now; in one query."""
    free: Any = SchoolFreeDay.objects.filter(school=school, date__range=(first, last))
    blocked: Any = BlockedPeriod.objects.filter(
        school_year__school=school, first_day__lte=last, last_day__gte=first
    )
    holidays: Any = Holiday.objects.filter(first_day__lte=last, last_day__gte=first)
    rows = _named(free, FREE, "date", "date", "name").union(
        _named(blocked, TAKES_NOBODY, "first_day", "last_day", "reason"),
        _named(holidays, HOLIDAY, "first_day", "last_day", "name"),
        all=True,
    )
    found = sorted(rows)
    return _Closed(
        _calendar([rest for kind, *rest in found if kind == HOLIDAY], first, last),
        {start: words for kind, start, _end, words in found if kind == FREE},
        [BlockedDays(*rest) for kind, *rest in found if kind == TAKES_NOBODY],
    )


def _calendar(holidays: Iterable[list[Any]], first: date, last: date) -> SchoolCalendar:
    """The holidays between two days, and no other day without school."""
    free = (HolidayRange(start, end, HolidayKind.VRIJ, name) for start, end, name in holidays)
    days = SchoolYearDays(date.min, date.max, tuple(free))
    return SchoolCalendar(dict.fromkeys(range(first.year - 1, last.year + 1), days))


def _named(rows: Any, kind: str, start: str, end: str, words: str) -> Any:
    columns = {"said": Value(kind, CharField()), "start": F(start), "end": F(end), "why": F(words)}
    return rows.order_by().annotate(**columns).values_list("said", "start", "end", "why")


def _others(placement: Placement, days: set[date]) -> list[Other]:
    """What other stages of the school plan on these days; one query."""
    rows = (
        PlannedActivity.objects.standing()
        .of_live_placements()
        .filter(schedule__placement__proposal__school=placement.school, day__in=days)
        .exclude(schedule__placement=placement)
        .values_list("day", "start", "end", "mentor__user", "class_name")
    )
    return [
        Other(day, start, end, mentor=mentor, class_key=class_key(name))
        for day, start, end, mentor, name in rows
    ]
