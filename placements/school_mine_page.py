"""The stages that a vakmentor guides: when, which subject, who, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from placements.enums import PlacementPhase
from placements.models import Placement
from placements.page_sections import next_steps
from placements.school_rows import SchoolRow, school_row
from placements.selectors import with_facts
from placements.step_tasks import tasks_of
from placements.trainee_words import time_words
from requests_app.dashboards import Task
from requests_app.inbox import calendar_of
from requests_app.lesdagen_left import Countdown

ORDER = ("proposal__request__period_start", "proposal__request__period_end", "pk")
HEADINGS: dict[PlacementPhase, str | Promise] = {
    PlacementPhase.RUNNING: _("Nu bezig"),
    PlacementPhase.PLANNED: _("Komt nog"),
    PlacementPhase.COMPLETED: _("Afgelopen"),
    PlacementPhase.CANCELLED: _("Geannuleerd"),
}


@dataclass(frozen=True)
class MyRow:
    """One stage that the vakmentor guides."""

    row: SchoolRow
    subjects: str
    time: str
    steps: Sequence[Task]


@dataclass(frozen=True)
class Part:
    """The stages of one phase."""

    phase: PlacementPhase
    heading: str | Promise
    rows: Sequence[MyRow]


class MinePage:
    """What the page shows, for one vakmentor and year."""

    def __init__(self, actor: Actor, year: AcademicYear) -> None:
        self.actor, self.year, self.today = actor, year, clock.today()

    @cached_property
    def rows(self) -> list[MyRow]:
        """The stages of the year, by period."""
        found = with_facts(Placement.objects.visible_to(self.actor).of_year(self.year))
        placements = list(found.order_by(*ORDER))
        steps = next_steps(placements, self.actor)
        school = self.actor.school
        countdown = Countdown(lambda: calendar_of(school), self.today)
        return [
            self._row(placement, tasks_of(steps.get(placement.pk, []), countdown))
            for placement in placements
        ]

    def _row(self, placement: Placement, steps: Sequence[Task]) -> MyRow:
        row = school_row(placement, self.actor, self.today)
        mine = [
            subject.name
            for subject in row.subjects
            if any(guide.member_id == self.actor.membership_id for guide in subject.guides)
        ]
        return MyRow(row, ", ".join(mine), time_words(placement, self.today), steps)

    @cached_property
    def parts(self) -> list[Part]:
        """The stages by phase: what runs, what comes, what is over; empty phases are left out."""
        found = [
            Part(phase, heading, [mine for mine in self.rows if mine.row.phase == phase])
            for phase, heading in HEADINGS.items()
        ]
        return [part for part in found if part.rows]
