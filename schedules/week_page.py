"""The page with one week of a stageplanning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import date_range, day_month
from calendar_cfg.holidays import WEEK, monday_of
from institutions.actors import Actor
from placements.models import Placement
from placements.selectors import people_of
from requests_app.names import may_read_names, names_or_number
from schedules.approving_parts import Part, parts_of
from schedules.hours import lesuren_in, lesuren_words
from schedules.lesson_hours import lesuren_of_placement
from schedules.lesuren import Lesuren
from schedules.models import PlannedActivity, Schedule
from schedules.out_of_place import on_other_days, with_another_mentor
from schedules.rights import may_plan
from schedules.surroundings import SchoolDays, school_days_of
from schedules.totals import Totals, planned_of, totals_of
from schedules.week_grid import Cell, GridRow, cells_of, grid_rows, week_days


@dataclass(frozen=True)
class Note:
    """Something to know of a day, in words; `tone` is that of a status."""

    text: str
    tone: str


@dataclass(frozen=True)
class Day:
    """A column of the grid."""

    day: date
    column: int
    notes: tuple[Note, ...]
    cells: tuple[Cell, ...]
    takes_plans: bool

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return self.day == clock.today()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned on it."""
        return not any(cell.planned for cell in self.cells)


@dataclass(frozen=True)
class Week:
    """A week of the stageperiode in the list of weeks."""

    monday: date
    hours: Decimal
    url: str
    is_shown: bool = False

    @property
    def words(self) -> str:
        """ "ma 16 oktober – vr 20 oktober 2017"."""
        return date_range(self.monday, self.monday + timedelta(days=4))

    @property
    def lesuren(self) -> str:
        """How many lesuren are planned, in words."""
        return lesuren_words(self.hours)


class WeekPage:
    """A stage read `with_facts`, and one week of its planning."""

    def __init__(
        self, placement: Placement, schedule: Schedule | None, actor: Actor, asked: str = ""
    ) -> None:
        self.placement, self.schedule, self.actor = placement, schedule, actor
        self.monday = monday_of(day_named(asked) or self._day_to_begin())

    def _day_to_begin(self) -> date:
        """Today, or the nearest day of the stageperiode."""
        return min(max(clock.today(), self.placement.period_start), self.placement.period_end)

    @cached_property
    def planned(self) -> list[PlannedActivity]:
        """All that is planned, in every week."""
        return planned_of(self.placement)

    @cached_property
    def by_day(self) -> dict[date, list[PlannedActivity]]:
        """What is planned in this week, by its day."""
        found: dict[date, list[PlannedActivity]] = defaultdict(list)
        for row in self.planned:
            if monday_of(row.day) == self.monday:
                found[row.day].append(row)
        return found

    @cached_property
    def lesuren(self) -> Lesuren:
        """The lesuren of the school."""
        return lesuren_of_placement(self.placement)

    @cached_property
    def school_days(self) -> SchoolDays:
        """Holidays, the school's free days and blocked periods, in this week."""
        return school_days_of(self.placement.school, self.monday, self.monday + timedelta(days=6))

    @cached_property
    def rows(self) -> list[GridRow]:
        """The rows of the grid."""
        return grid_rows(self.lesuren, [row for rows in self.by_day.values() for row in rows])

    @cached_property
    def days(self) -> list[Day]:
        """The columns of the grid."""
        days = week_days(self.monday, self.by_day)
        return [self._column(number, day) for number, day in enumerate(days, start=1)]

    def _column(self, number: int, day: date) -> Day:
        notes = tuple(self._notes(day))
        takes_plans = self.may_plan and not any(note.tone == "bad" for note in notes)
        cells = cells_of(self.rows, self.by_day.get(day, []))
        shown = [cell for cell in cells if cell.planned or takes_plans]
        return Day(day, number, notes, tuple(shown), takes_plans)

    def _notes(self, day: date) -> Iterator[Note]:
        school, placement = self.school_days, self.placement
        if holiday := school.calendar.free_on(day):
            yield Note(holiday.label, "bad")
        elif not school.calendar.is_lesdag(day):
            yield Note(_("Geen school"), "bad")
        if not placement.period_start <= day <= placement.period_end:
            yield Note(_("Buiten de stageperiode"), "bad")
        if name := school.free_days.get(day):
            yield Note(_("Vrije dag van de school: %(name)s") % {"name": name}, "soon")
        for blocked in school.blocked:
            if blocked.first_day <= day <= blocked.last_day:
                yield Note(
                    _("De school neemt niemand: %(reason)s") % {"reason": blocked.reason}, "soon"
                )

    @cached_property
    def may_plan(self) -> bool:
        """Whether the actor enters this planning."""
        return may_plan(self.actor) and not self.placement.is_cancelled

    @cached_property
    def against(self) -> list[str]:
        """What cannot be as it is planned (any more), in any week."""
        if self.placement.is_cancelled:
            return []
        days = on_other_days(self.placement, self.planned, self.school_days.calendar)
        return days + with_another_mentor(self.placement, self.planned, clock.today())

    @cached_property
    def is_trainee(self) -> bool:
        """Whether it is the actor's own."""
        return self.actor.institution is not None and not self.actor.is_institution_staff

    @cached_property
    def who(self) -> str:
        """The trainees by name, or how many they are."""
        names = [str(trainee) for trainee in people_of(self.placement)]
        return names_or_number(names, readable=may_read_names(self.actor, self.placement.proposal))

    @cached_property
    def totals(self) -> Totals:
        """Lesuren against what was agreed."""
        return totals_of(self.placement, self.planned)

    @cached_property
    def parts(self) -> list[Part]:
        """What was approved."""
        readable = may_read_names(self.actor, self.placement.proposal)
        return parts_of(self.placement, self.planned, with_reasons=readable)

    @cached_property
    def weeks(self) -> list[Week]:
        """The weeks of the stageperiode, and those outside it in which something is planned."""
        by_week: dict[date, list[PlannedActivity]] = defaultdict(list)
        for monday in weeks_of(self.placement):
            by_week[monday] = []
        for row in self.planned:
            by_week[monday_of(row.day)].append(row)
        return [
            Week(
                monday, lesuren_in(by_week[monday]), self.address_of(monday), monday == self.monday
            )
            for monday in sorted(by_week)
        ]

    @property
    def words(self) -> str:
        """This week in words."""
        return date_range(self.monday, self.monday + timedelta(days=4))

    @property
    def previous(self) -> str:
        """The address of the week before."""
        return self.address_of(self.monday - WEEK)

    @property
    def next(self) -> str:
        """The address of the week after."""
        return self.address_of(self.monday + WEEK)

    def address_of(self, monday: date) -> str:
        """The address of a week."""
        return week_address(self.placement, monday)

    @property
    def is_busy(self) -> bool:
        """Whether something is planned in this week."""
        return bool(self.by_day)

    @property
    def first_day(self) -> date:
        """The day with which planning in this week begins."""
        return next((day.day for day in self.days if day.takes_plans), self.monday)


def weeks_of(placement: Placement) -> list[date]:
    """The Mondays of the weeks of a stageperiode."""
    monday, weeks = monday_of(placement.period_start), []
    while monday <= placement.period_end:
        weeks.append(monday)
        monday += WEEK
    return weeks


def week_address(placement: Placement, day: date) -> str:
    """The address of the week of a day."""
    query = urlencode({"week": monday_of(day).isoformat()})
    return f"{reverse('schedule', args=[placement.public_id])}?{query}"


def week_choices(placement: Placement) -> list[tuple[str, str]]:
    """The weeks of a stageperiode to choose from."""
    return [
        (monday.isoformat(), f"{day_month(monday)} – {day_month(monday + timedelta(days=4))}")
        for monday in weeks_of(placement)
    ]


def day_named(text: str) -> date | None:
    """A day as an address names it; None when it is none, or at the end of time."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1900 < day.year < 2200 else None
