"""Reads what a planned activity is held against (`schedules.checks`), for any number of days.

The number of queries does not grow with the days or with what is planned on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value

from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.selectors import school_calendar
from institutions.models import BlockedPeriod, PlacementSchool, SchoolFreeDay
from institutions.offer_rules import BlockedDays
from placements.models import Placement
from placements.selectors import people_of
from requests_app.models import Activity, PlacementRequest
from schedules.checks import Asked, Finding, Other, Surroundings, check, class_key
from schedules.hours import lesuren_of
from schedules.lesson_hours import lesuren_of_school
from schedules.lesuren import Lesuren
from schedules.models import PlannedActivity

THROUGH = PlacementRequest.trainees.through


@dataclass(frozen=True)
class SchoolDays:
    """When a school has lessons: the common calendar, its own free days, when it takes nobody."""

    calendar: SchoolCalendar
    free_days: Mapping[date, str]
    blocked: tuple[BlockedDays, ...]


def school_days_of(school: PlacementSchool, first: date, last: date) -> SchoolDays:
    """What holds at a school from a first to a last day; two queries."""
    own = SchoolFreeDay.objects.filter(school=school, date__range=(first, last)).order_by()
    free = own.annotate(first=F("date"), last=F("date"), words=F("name"), is_free=Value(True))
    blocked = (
        BlockedPeriod.objects.filter(school_year__school=school)
        .filter(first_day__lte=last, last_day__gte=first)
        .annotate(first=F("first_day"), last=F("last_day"), words=F("reason"), is_free=Value(False))
        .order_by()
    )
    columns = ("first", "last", "words", "is_free")
    rows = free.values_list(*columns).union(blocked.values_list(*columns), all=True)
    found = sorted(rows)
    return SchoolDays(
        school_calendar(),
        {first: words for first, _last, words, is_free in found if is_free},
        tuple(BlockedDays(*row[:3]) for row in found if not row[3]),
    )


@dataclass
class Around:
    """All around the planning of one stage on some days; asked for each activity in turn.

    `count_in` adds an activity, so that the next one is held against it too.
    """

    placement: Placement
    days: SchoolDays
    lesuren: Lesuren
    others: dict[date, list[tuple[int, Other]]]
    planned: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def findings(
        self, asked: Asked, line: Activity, *, without: PlannedActivity | None = None
    ) -> list[Finding]:
        """What stands in the way of an activity of a line.

        Arguments:
            without: the row that changes into it, which is not in its own way.
        """
        own = without.pk if without else 0
        others = tuple(other for pk, other in self.others.get(asked.day, ()) if pk != own)
        planned = self.planned[line.pk]
        if without is not None and without.line_id == line.pk:
            planned -= lesuren_of(without)
        return check(
            asked,
            Surroundings(
                period=(self.placement.period_start, self.placement.period_end),
                calendar=self.days.calendar,
                lesuren=self.lesuren,
                free_days=self.days.free_days,
                blocked=self.days.blocked,
                others=others,
                agreed=line.hours,
                planned=planned,
            ),
        )

    def count_in(self, row: PlannedActivity) -> None:
        """Hold what comes after against this one too."""
        other = Other(row.day, row.start, row.end, in_stage=what_is_planned(row))
        self.others.setdefault(row.day, []).append((0, other))
        self.planned[row.line_id] += lesuren_of(row)


def around_of(placement: Placement, days: Collection[date], people: Iterable[int] = ()) -> Around:
    """Read what is around some days of a stage, read `with_facts`; five queries.

    Arguments:
        people: ids of the users who guide what will be asked for.
    """
    first, last = min(days), max(days)
    standing = PlannedActivity.objects.standing().filter(schedule__placement=placement)
    planned: dict[int, Decimal] = defaultdict(Decimal)
    for row in standing.only("line_id", "start", "end", "first_lesuur", "last_lesuur"):
        planned[row.line_id] += lesuren_of(row)
    return Around(
        placement=placement,
        days=school_days_of(placement.school, first, last),
        lesuren=lesuren_of_school(placement.school),
        others=_others(placement, days, people),
        planned=planned,
    )


def what_is_planned(row: Any) -> str:
    """ "Actieve stage Wiskunde (3A)": an activity of the own stage, in words."""
    return f"{row.line} ({row.class_name})" if row.class_name else str(row.line)


def _others(
    placement: Placement, days: Collection[date], people: Iterable[int]
) -> dict[date, list[tuple[int, Other]]]:
    """All that is planned on these days for the same trainees, mentors and school."""
    trainees = people_of(placement)
    same = Q(trainee__in=[trainee.pk for trainee in trainees])
    same |= Q(trainee__user__in=[trainee.user_id for trainee in trainees if trainee.user_id])
    links = THROUGH.objects.filter(same, placementrequest=OuterRef("line__request"))
    rows = (
        PlannedActivity.objects.standing()
        .of_live_placements()
        .filter(day__in=set(days))
        .annotate(same_trainee=Exists(links))
        .filter(
            Q(same_trainee=True)
            | Q(mentor__user__in=set(people))
            | Q(schedule__placement__proposal__school=placement.school) & ~Q(class_name="")
        )
        .select_related("line__subject", "schedule__placement__proposal", "mentor")
    )
    found: dict[date, list[tuple[int, Other]]] = defaultdict(list)
    for row in rows:
        found[row.day].append((row.pk, _other(row, placement)))
    return found


def _other(row: Any, placement: Placement) -> Other:
    other = Other(row.day, row.start, row.end)
    if row.schedule.placement_id == placement.pk:
        return replace(other, in_stage=what_is_planned(row))
    here = row.schedule.placement.proposal.school_id == placement.school.pk
    return replace(
        other,
        same_trainee=row.same_trainee,
        mentor=row.mentor.user_id if row.mentor else None,
        class_key=class_key(row.class_name) if here else "",
    )
