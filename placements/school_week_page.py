"""The stages of a school by week: a line per week, and who is there in the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from calendar_cfg.models import AcademicYear, Trimester
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.models import SchoolFreeDay
from institutions.selectors import school_year
from placements.by_week import monday_of
from placements.load import stay_of
from placements.models import Placement
from placements.school_filters import WHOLE_YEAR, SchoolFilter
from placements.school_rows import SchoolRow, school_rows
from placements.school_weeks import FRIDAY, Present, WeekLine, mondays_between, week_lines
from placements.selectors import with_facts

ORDER = ("proposal__request__period_start", "proposal__request__period_end", "pk")


def trimester_shown(trimesters: Sequence[Trimester], today: date) -> str:
    """The trimester of a day, or the next one; the whole year once all are over."""
    left = [row for row in trimesters if row.last_day >= today]
    return str(left[0].number) if left else WHOLE_YEAR


@dataclass(frozen=True)
class Group:
    """A subject, with who is there for it."""

    name: str
    trainees: int
    rows: Sequence[SchoolRow]


class SchoolWeekPage:
    """What the page shows, for one school and year."""

    def __init__(self, actor: Actor, year: AcademicYear, asked: QueryDict) -> None:
        self.actor, self.year, self.today = actor, year, clock.today()
        self.trimesters = sorted(year.trimesters.all(), key=lambda row: row.number)
        self._asked = asked.get("week", "")
        rows = Placement.objects.visible_to(actor).of_year(year).live()
        shown = trimester_shown(self.trimesters, self.today)
        self.filter = SchoolFilter(asked, rows, trimester=shown, without=["fase"])

    @cached_property
    def rows(self) -> list[SchoolRow]:
        """The stages of the trimester, by period."""
        found = with_facts(self.filter.qs).order_by(*ORDER)
        return school_rows(found, self.actor, self.today)

    @cached_property
    def _span(self) -> tuple[date, date]:
        """The first and last day of the trimester, or of the year; stages outside widen it."""
        chosen = [row for row in self.trimesters if row.number == self.filter.trimester_chosen]
        first = chosen[0].first_day if chosen else self.year.first_school_day
        last = chosen[0].last_day if chosen else self.year.last_school_day
        starts = [row.placement.period_start for row in self.rows]
        ends = [row.placement.period_end for row in self.rows]
        return min([first, *starts]), max([last, *ends])

    @cached_property
    def total(self) -> int:
        """How many trainees the school takes at the same time; 0 when it did not say."""
        assert self.actor.school is not None
        said = school_year(self.actor.school, self.year)
        return (said.total_at_same_time if said else None) or 0

    @cached_property
    def weeks(self) -> list[WeekLine]:
        """A line for each week."""
        first, last = self._span
        present = [Present(stay_of(row.placement), tuple(self._names(row))) for row in self.rows]
        return week_lines(
            mondays_between(first, last),
            present,
            lesdagen=self._lesdagen(first, last),
            total=self.total,
        )

    def _names(self, row: SchoolRow) -> list[str]:
        """The subjects of a stage; only the chosen one when one is chosen."""
        chosen = self.filter.chosen.get("vak")
        return [subject.name for subject in row.subjects if chosen in (None, subject.slug)]

    def _lesdagen(self, first: date, last: date) -> frozenset[date]:
        free = SchoolFreeDay.objects.filter(school=self.actor.school)
        calendar = school_calendar(free.values_list("date", flat=True))
        begin = monday_of(first)
        days = (begin + timedelta(days=n) for n in range((last - begin).days + 7))
        return frozenset(day for day in days if calendar.is_lesdag(day))

    @cached_property
    def monday(self) -> date:
        """The week shown: the one asked, or this one, or the first that is not empty."""
        mondays = [week.monday for week in self.weeks]
        for wanted in (self._asked_monday, monday_of(self.today)):
            if wanted in mondays:
                return wanted
        ahead = [week.monday for week in self.weeks if week.stages]
        return next((day for day in ahead if day >= self.today), (ahead or mondays)[0])

    @property
    def _asked_monday(self) -> date | None:
        try:
            return monday_of(date.fromisoformat(self._asked))
        except (ValueError, OverflowError):
            return None

    @property
    def is_now(self) -> bool:
        """Whether the week shown is this week."""
        return self.monday == monday_of(self.today)

    @property
    def now(self) -> date:
        """The Monday of this week."""
        return monday_of(self.today)

    @property
    def days(self) -> str:
        """The days of the week shown."""
        return date_range(self.monday, self.monday + FRIDAY)

    @cached_property
    def groups(self) -> list[Group]:
        """Who is there in the week shown, by subject; a stage in two subjects stands in both."""
        found: dict[str, list[SchoolRow]] = {}
        for row in self.rows:
            if Present(stay_of(row.placement), ()).is_in(self.monday):
                for name in self._names(row):
                    found.setdefault(name, []).append(row)
        return [
            Group(name, sum(row.trainees for row in rows), rows)
            for name, rows in sorted(found.items())
        ]
