"""What the page of one intromoment shows a school: its guests, and who was there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from institutions.actors import Actor
from institutions.exceptions import StaleVersion
from institutions.rights import may_edit_school
from intromoments.attendance import may_mark
from intromoments.enums import Coming
from intromoments.invitations import Guest, guests_of
from intromoments.models import Intromoment


@dataclass(frozen=True)
class Change:
    """A mark that differs from what was ticked (see `institutions/_stale.html`)."""

    what: str
    stored: str
    typed: str


class SchoolPage:
    """One intromoment with its guests."""

    def __init__(
        self, row: Intromoment, actor: Actor, ticked: Collection[UUID] | None = None
    ) -> None:
        self.intromoment = row
        self._actor = actor
        self._ticked = ticked

    @cached_property
    def guests(self) -> list[Guest]:
        """Who is invited, as far as the actor may see."""
        return guests_of(self.intromoment, self._actor)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the actor plans for the school."""
        return may_edit_school(self._actor, self.intromoment.school)

    @property
    def may_change(self) -> bool:
        """Whether the actor may still move it, or call it off."""
        return self.may_edit and not self.intromoment.has_begun

    @cached_property
    def may_mark(self) -> bool:
        """Whether the actor marks now who was there."""
        return self.may_edit and may_mark(self.intromoment) and bool(self.named)

    @cached_property
    def shows_marks(self) -> bool:
        """Whether anybody was marked, for who only reads."""
        return any(guest.was_there is not None for guest in self.guests)

    @cached_property
    def named(self) -> list[Guest]:
        """Those whose name may be read: nobody else can be marked."""
        return [guest for guest in self.guests if guest.is_named]

    @property
    def ticked(self) -> list[Any]:
        """The trainees whose box is ticked: as it was typed, or else as it is stored."""
        if self._ticked is not None:
            return [g.trainee.pk for g in self.guests if g.trainee.public_id in self._ticked]
        return [guest.trainee.pk for guest in self.guests if guest.was_there]

    @property
    def coming(self) -> int:
        """How many come."""
        return sum(guest.coming == Coming.YES for guest in self.guests)

    @property
    def not_coming(self) -> int:
        """How many said that they cannot."""
        return sum(guest.coming == Coming.NO for guest in self.guests)

    @property
    def silent(self) -> int:
        """How many did not answer yet."""
        return len(self.guests) - self.coming - self.not_coming


def chosen(data: QueryDict, name: str) -> set[UUID]:
    """The trainees that a form names; what is no id is nobody's."""
    found = set()
    for text in data.getlist(name):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def differences(stale: StaleVersion, ticked: Collection[UUID]) -> list[Change]:
    """Whose mark differs from what was ticked."""
    guests: Iterable[Guest] = stale.current
    return [
        Change(guest.name, _mark(guest.was_there), _mark(guest.trainee.public_id in ticked))
        for guest in guests
        if guest.was_there != (guest.trainee.public_id in ticked)
    ]


def _mark(was_there: bool | None) -> str:
    words = {None: _("niet aangeduid"), True: _("was er"), False: _("was er niet")}
    return words[was_there]
