"""What a dashboard tells: what must I do, until when; for whom do I wait (trust.md, 28).

One selector per role, each with a constant number of queries. What depends on the dates of the
year alone is read once for the whole page (`Asking.line`), and so are the lesdagen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from calendar_cfg.enums import PhaseKind
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_line import PhaseSpan, YearLine
from calendar_cfg.year_pictures import picture_of
from institutions.actors import Actor
from requests_app.inbox import calendar_of
from requests_app.lesdagen_left import TimeLeft, time_left


@dataclass(frozen=True)
class Task:
    """Something to do: how many, where, until when. `tone` is `due`, `soon` or `late`.

    The list behind `url` has `count` rows. `left` is the time to `due` in lesdagen; the dashboard
    fills it in.
    """

    title: str
    url: str
    count: int | None = None
    text: str = ""
    due: date | None = None
    tone: str = "due"
    left: TimeLeft | None = None


@dataclass(frozen=True)
class Fact:
    """Something to know: what one waits for, and from whom; `tone` colours its shape.

    With `left` it says how much time there still is.
    """

    text: str
    url: str = ""
    tone: str = ""
    label: str = ""
    left: TimeLeft | None = None


@dataclass(frozen=True)
class Change:
    """Something that was told to the actor, with the moment and where to read more."""

    text: str
    url: str
    at: datetime
    reference: str = ""


@dataclass(frozen=True)
class Changes:
    """What changed since the actor last looked, the newest first.

    Arguments:
        since: from when on; `is_first` when the actor never looked before.
        more_url: where the rest is, when it does not all fit.
    """

    since: datetime
    is_first: bool = False
    rows: Sequence[Change] = ()
    more_url: str = ""


@dataclass(frozen=True)
class Dashboard:
    """All that the page shows for one actor."""

    tasks: Sequence[Task] = ()
    waiting: Sequence[Fact] = ()
    facts: Sequence[Fact] = ()
    milestones: Sequence[Fact] = ()
    nothing_to_do: str = ""
    changed: Changes | None = None


@dataclass(frozen=True)
class Asking:
    """Who asks, for which year, on which day."""

    actor: Actor
    year: AcademicYear
    today: date

    @cached_property
    def line(self) -> YearLine:
        """The dates of the year; one query for all who need one of them."""
        return picture_of(self.year)

    @cached_property
    def calendar(self) -> SchoolCalendar:
        """The lesdagen as they count for the actor; one query."""
        return calendar_of(self.actor.school)

    def phase(self, kind: PhaseKind) -> PhaseSpan | None:
        """The days of a phase of the year."""
        return next((bar.phase for bar in self.line.bars if bar.phase.kind == kind), None)

    def has_opened(self, kind: PhaseKind) -> bool:
        """Whether the first day of a phase came."""
        phase = self.phase(kind)
        return phase is not None and phase.opens_on <= self.today

    def is_open(self, kind: PhaseKind) -> bool:
        """Whether a phase is open today."""
        phase = self.phase(kind)
        return phase is not None and phase.opens_on <= self.today <= phase.last_day

    def time_to(self, due: date) -> TimeLeft:
        """The lesdagen to a due date."""
        return time_left(due, self.today, self.calendar)


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Tasks by due date; what has none comes last."""
    return sorted(tasks, key=lambda task: task.due or date.max)


def address(name: str, **query: str) -> str:
    """The address of a list, with its filters."""
    return reverse(name) + (f"?{urlencode(query)}" if query else "")
