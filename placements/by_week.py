"""The stages of a stagebegeleider by week: which run when, where, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.models import Campus
from placements.enums import GuidanceRole, PlacementPhase
from placements.models import Placement
from placements.page_sections import next_steps
from placements.selectors import people_of, place_of, with_facts, with_place
from placements.step_tasks import tasks_of
from placements.summary_words import guide_names, subject_names
from requests_app.dashboards import Task
from requests_app.lesdagen_left import Countdown

WEEK = timedelta(weeks=1)
WEEKS_SHOWN = 4


@dataclass(frozen=True)
class Row:
    """A stage in one week, or in the list of all."""

    placement: Placement
    phase: PlacementPhase
    who: str
    place: Campus | None
    days: str
    subjects: str
    mentors: str
    steps: Sequence[Task]


@dataclass(frozen=True)
class Week:
    """A week with the stages that run in it."""

    monday: date
    is_now: bool
    rows: Sequence[Row]

    @property
    def days(self) -> str:
        """ "ma 16 oktober – zo 22 oktober 2017"."""
        return date_range(self.monday, self.monday + WEEK - timedelta(days=1))


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def week_asked(asked: str, today: date) -> date:
    """The Monday of the week that an address asks for; this week for what is no date."""
    try:
        return monday_of(date.fromisoformat(asked))
    except (ValueError, OverflowError):
        return monday_of(today)


class WeekPage:
    """A few weeks in a row, from the one that was asked; and all stages of the year."""

    def __init__(
        self, rows: QuerySet[Placement], actor: Actor, year: AcademicYear, *, asked: str
    ) -> None:
        self._rows = rows
        self._actor = actor
        self.today = clock.today()
        self.year = year
        self.first = self._inside(week_asked(asked, self.today))

    def _inside(self, monday: date) -> date:
        """A Monday in the year, from its summer to the last school day."""
        earliest = monday_of(min(self.year.first_school_day, self.today)) - WEEKS_SHOWN * WEEK
        latest = monday_of(max(self.year.last_school_day, self.today)) + WEEKS_SHOWN * WEEK
        return min(max(monday, earliest), latest)

    @cached_property
    def all(self) -> list[Row]:
        """All stages of the year, by period."""
        order = ("proposal__request__period_start", "proposal__request__period_end", "pk")
        found = list(with_place(with_facts(self._rows)).order_by(*order))
        steps, countdown = next_steps(found, self._actor), Countdown(school_calendar, self.today)
        return [
            self._row(placement, tasks_of(steps.get(placement.pk, []), countdown))
            for placement in found
        ]

    def _row(self, placement: Placement, steps: Sequence[Task]) -> Row:
        return Row(
            placement=placement,
            phase=placement.phase_on(self.today),
            who=", ".join(str(trainee) for trainee in people_of(placement)),
            place=place_of(placement),
            days=date_range(placement.period_start, placement.period_end),
            subjects=subject_names(placement),
            mentors=guide_names(placement, GuidanceRole.SUBJECT_MENTOR),
            steps=steps,
        )

    @cached_property
    def weeks(self) -> list[Week]:
        """The weeks shown, each with the stages that take place in it."""
        mondays = [self.first + n * WEEK for n in range(WEEKS_SHOWN)]
        now = monday_of(self.today)
        return [Week(monday, monday == now, self._running_in(monday)) for monday in mondays]

    def _running_in(self, monday: date) -> list[Row]:
        return [
            row
            for row in self.all
            if row.phase != PlacementPhase.CANCELLED
            and row.placement.period_start < monday + WEEK
            and row.placement.period_end >= monday
        ]

    @cached_property
    def next_start(self) -> Row | None:
        """The stage that begins first after the weeks shown, when none runs in them."""
        if any(week.rows for week in self.weeks):
            return None
        after = self.first + WEEKS_SHOWN * WEEK
        later = [row for row in self.all if row.phase != PlacementPhase.CANCELLED]
        return next((row for row in later if row.placement.period_start >= after), None)

    @property
    def earlier(self) -> date:
        """The week from which the page before this one shows."""
        return self.first - WEEKS_SHOWN * WEEK

    @property
    def later(self) -> date:
        """The week from which the page after this one shows."""
        return self.first + WEEKS_SHOWN * WEEK

    @property
    def is_now(self) -> bool:
        """Whether it begins with this week."""
        return self.first == monday_of(self.today)
