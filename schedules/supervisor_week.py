"""A week of a stagebegeleider: what the supervised trainees do each day, where, and the visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range, long_date
from calendar_cfg.holidays import WEEK, monday_of
from institutions.actors import Actor
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import people_of, place_of, with_facts, with_place
from schedules.models import PlannedActivity
from schedules.output_rows import Row, visit_of
from schedules.visits import is_behind


@dataclass(frozen=True)
class SupervisedRow:
    """A planned activity of a supervised trainee."""

    row: Row
    placement: Placement

    @property
    def trainees(self) -> str:
        """Who does it."""
        return ", ".join(str(person) for person in people_of(self.placement))

    @property
    def where(self) -> str:
        """ "School Eigen, Gent"."""
        place = place_of(self.placement)
        school = self.placement.school.name
        return f"{school}, {place.locality}" if place else school

    @property
    def has_visit(self) -> bool:
        """Whether a visit is marked."""
        return visit_of(self.row.planned) is not None

    @property
    def is_removed(self) -> bool:
        """Taken out of the planning, with a visit still marked."""
        return self.row.planned.removed_at is not None

    @property
    def is_behind(self) -> bool:
        """Whether the activity changed after the visit was marked."""
        visit = visit_of(self.row.planned)
        return visit is not None and is_behind(visit)


@dataclass(frozen=True)
class Day:
    """A day on which something is planned."""

    day: date
    rows: Sequence[SupervisedRow]


class SupervisorWeek:
    """The week of a day, for somebody who supervises stages."""

    def __init__(self, actor: Actor, day: date) -> None:
        self.actor = actor
        self.monday = monday_of(day)

    @property
    def title(self) -> str:
        """ "ma 16 oktober – zo 22 oktober 2017"."""
        return date_range(self.monday, self.monday + WEEK - timedelta(days=1))

    @property
    def previous(self) -> str:
        """The address of the week before."""
        return address_of(self.monday - WEEK)

    @property
    def next(self) -> str:
        """The address of the week after."""
        return address_of(self.monday + WEEK)

    @cached_property
    def days(self) -> list[Day]:
        """The days with what is planned, in the order of time."""
        rows = [SupervisedRow(Row(row), self._placements[_stage(row)]) for row in self._planned]
        by_day = groupby(rows, key=lambda row: row.row.planned.day)
        return [Day(day, list(found)) for day, found in by_day]

    @property
    def unplanned(self) -> list[Placement]:
        """Stages that run in this week with nothing planned in it."""
        planned = {_stage(row) for row in self._planned}
        return [row for pk, row in self._placements.items() if pk not in planned]

    @cached_property
    def next_day(self) -> date | None:
        """The next day after this week with something planned."""
        later = supervised(self.actor).standing().filter(day__gte=self.monday + WEEK)
        found: date | None = later.aggregate(first=Min("day"))["first"]
        return found

    @property
    def next_words(self) -> str:
        """When there is something again, or that nothing is known."""
        if self.next_day is None:
            return _("Ook in de weken erna is er nog niets gepland.")
        return _("De volgende activiteit is op %(day)s.") % {"day": long_date(self.next_day)}

    @property
    def next_address(self) -> str:
        """The address of the week of the next day; empty without one."""
        return address_of(self.next_day) if self.next_day else ""

    @cached_property
    def _planned(self) -> list[PlannedActivity]:
        week = (self.monday, self.monday + WEEK - timedelta(days=1))
        visited = Q(removed_at__isnull=False, visit__isnull=False)
        rows = supervised(self.actor).filter(Q(removed_at=None) | visited, day__range=week)
        related = ("schedule", "line__subject", "mentor__user", "visit__member__user")
        return list(rows.select_related(*related).order_by("day", "start", "pk"))

    @cached_property
    def _placements(self) -> dict[int, Placement]:
        runs = Q(
            proposal__request__period_start__lt=self.monday + WEEK,
            proposal__request__period_end__gte=self.monday,
        )
        named = Q(pk__in={_stage(row) for row in self._planned})
        rows = supervised_placements(self.actor).filter(runs | named)
        return {row.pk: row for row in with_place(with_facts(rows))}


def supervised_placements(actor: Actor) -> Any:
    """The stages that go on and that an actor supervises now."""
    seen = Placement.objects.visible_to(actor).live()
    return seen.guided_by(actor.membership_id, GuidanceRole.SUPERVISOR)


def supervised(actor: Actor) -> Any:
    """What is planned for the stages that an actor supervises now, also what was taken out."""
    placements: QuerySet[Placement] = supervised_placements(actor)
    return PlannedActivity.objects.filter(schedule__placement__in=placements.values("pk"))


def address_of(day: date) -> str:
    """The address of the week of a day."""
    return f"{reverse('supervisor_week')}?week={monday_of(day).isoformat()}"


def _stage(planned: PlannedActivity) -> int:
    return planned.schedule.placement_id
