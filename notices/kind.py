"""The kinds of things that are told: the registry, and what a kind has to say.

    @kind
    class RequestReached(Kind):
        name = "request_reached"
        ...
        def line(self, notice, facts): ...

A module of `notices/kinds/` is imported in the `ready` of the app. `telling.tell` writes notices of
a kind, `collecting` makes mails of them, and the page "Berichten" and the dashboards show their
lines.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.utils.functional import Promise

from institutions.enums import Role
from notices.models import Notice


@dataclass(frozen=True)
class Line:
    """One notice in words, in the language that is active.

    Arguments:
        text: one or two sentences, without a trainee's name.
        url: the path of the page about it, for who is logged in.
        action: the words of a button that goes there: what is asked.
        reference: the kenmerk.
        due_on: until when something is asked; the lesdagen left are counted by who shows it.
        school_pk: the school whose own free days count in that; None for the general calendar.
        mail_url: the path that a mail leads to, where that is another one (an answer link).
        more: what belongs to it, a line each (other schools that fit, ...).
        subject: of a mail about this alone; without personal data.
    """

    text: str
    url: str
    action: str
    reference: str = ""
    due_on: date | None = None
    school_pk: int | None = None
    mail_url: str = ""
    more: Sequence[str] = ()
    subject: str = ""


class Kind(ABC):
    """A sort of thing that is told.

    Attributes:
        name: as it is stored; never change it.
        label: what it is, on the page of settings and for administrators.
        heading: above the lines of this kind in a mail; kinds with one heading share it.
        roles: who can get it.
        is_obligation: it asks something that one must do, so it cannot be switched off.
        presses: who wants one mail a week still gets it the day itself.
        overview: the url name of the page where all of this kind stand together; empty when only
            the page "Berichten" has them all.
        holds_with: kinds that share this name share what `holding` asks: one question for all.
        rank: the lower, the earlier in a mail.
    """

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    heading: ClassVar[str | Promise]
    roles: ClassVar[Collection[Role]]
    is_obligation: ClassVar[bool] = False
    presses: ClassVar[bool] = False
    overview: ClassVar[str] = ""
    holds_with: ClassVar[str] = ""
    rank: ClassVar[int] = 50

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """The ids of those that still matter; the others are never mailed. All, unless said."""
        return {notice.pk for notice in notices}

    def prepare(self, notices: Sequence[Notice]) -> Any:
        """Read (or make: an answer link) what the lines of these need for a mail, in bulk."""
        return None

    @abstractmethod
    def line(self, notice: Notice, facts: Any = None) -> Line:
        """One notice in words; `facts` is what `prepare` gave, None on a page."""

    def subject_of(self, count: int) -> str:
        """The subject of a mail about several of this heading and nothing else."""
        return f"{self.heading} ({count})"

    @abstractmethod
    def sample(self) -> tuple[Notice, Any]:
        """An example, not saved, with its facts: for the preview. Plainly an example."""


KINDS: dict[str, Kind] = {}
K = TypeVar("K", bound=Kind)


def kind(declared: type[K]) -> type[K]:
    """Register a kind.

    Raises ValueError when another one has its name.
    """
    if declared.name in KINDS:
        raise ValueError(f"{declared.name} is registered twice")
    KINDS[declared.name] = declared()
    return declared


def kinds_for(role: Role) -> list[Kind]:
    """The kinds that somebody in a role can get, in their order."""
    return sorted((each for each in KINDS.values() if role in each.roles), key=lambda k: k.rank)
