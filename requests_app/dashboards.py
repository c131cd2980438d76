"""What a dashboard tells: what must I do, until when; for whom do I wait (trust.md, 28).

One selector per role, each with a constant number of queries. The year line and what is open
come from the head of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor


@dataclass(frozen=True)
class Task:
    """Something to do: how many, where, until when. `tone` is `due`, `soon` or `late`."""

    title: str
    url: str
    count: int | None = None
    text: str = ""
    due: date | None = None
    tone: str = "due"


@dataclass(frozen=True)
class Fact:
    """Something to know: what one waits for, and from whom; `tone` colours its shape."""

    text: str
    url: str = ""
    tone: str = ""
    label: str = ""


@dataclass(frozen=True)
class Dashboard:
    """All that the page shows for one actor."""

    tasks: Sequence[Task] = ()
    waiting: Sequence[Fact] = ()
    facts: Sequence[Fact] = ()
    milestones: Sequence[Fact] = ()
    nothing_to_do: str = ""


@dataclass(frozen=True)
class Asking:
    """Who asks, for which year, on which day."""

    actor: Actor
    year: AcademicYear
    today: date


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Tasks by due date; what has none comes last."""
    return sorted(tasks, key=lambda task: task.due or date.max)


def address(name: str, **query: str) -> str:
    """The address of a list, with its filters."""
    return reverse(name) + (f"?{urlencode(query)}" if query else "")
