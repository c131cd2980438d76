"""Up to four schools of a shortlist side by side, each with the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range
from institutions.actors import Actor
from institutions.enums import EducationForm, Graad
from matching.engine.shortlist import Ranked, SubjectAt
from matching.shortlist_pages import SchoolShown, ShortlistPage
from matching.shortlist_reading import Reading
from requests_app.askable import said_of
from requests_app.models import Activity

MOST = 4
NAMED_HIGHER = 3


@dataclass(frozen=True)
class Fact:
    """A row of the comparison: what it is about, and what holds for each school, in lines."""

    label: str
    cells: list[tuple[str, list[str]]]
    """(name of the school, lines)"""


class ComparePage(ShortlistPage):
    """The schools that somebody ticked, in the order of the list."""

    def __init__(
        self,
        request: Any,
        actor: Actor,
        lines: Sequence[Activity],
        reading: Reading,
        chosen: Sequence[UUID],
    ) -> None:
        super().__init__(request, actor, lines, reading)
        self.chosen = set(chosen)

    @cached_property
    def columns(self) -> list[SchoolShown]:
        """The chosen schools that are in the list, best first, with their number in it."""
        return [
            self.shown(row, number)
            for number, row in enumerate(self.reading.shortlist.rows, start=1)
            if self.reading.schools[row.school.key].public_id in self.chosen
        ]

    @property
    def error(self) -> str:
        """Why these cannot be put side by side; empty when they can."""
        if len(self.columns) > MOST:
            return _("U vinkte %(n)d scholen aan. Kies er hoogstens %(most)d.") % {
                "n": len(self.columns),
                "most": MOST,
            }
        if not self.columns:
            return _("Vink in de lijst twee tot %(most)d scholen aan.") % {"most": MOST}
        return ""

    @cached_property
    def facts(self) -> list[Fact]:
        """All rows of the comparison."""
        rows = [
            (_("Plaats in de lijst"), self._place),
            (_("Afstand"), lambda row: [row.distance]),
            *((self._subject_label(slug), self._supply(slug)) for slug in self.reading.subjects),
            (_("Stagiairs tegelijk"), self._total),
            (_("Voor de anderen"), lambda row: [row.cost or _("nog niet berekend")]),
            (_("Onderwijsnet"), lambda row: [row.school.get_net_display()]),
            (_("Onderwijsvormen"), lambda row: [_forms(row.school.education_forms)]),
            (_("Graden"), lambda row: [_graden(row.school.graden)]),
            (_("Neemt niemand"), self._blocked),
            (_("Gegevens"), lambda row: [row.confirmed]),
            (_("Uw aanvragen"), lambda row: [row.before]),
        ]
        return [
            Fact(label, [(row.school.name, lines_of(row)) for row in self.columns])
            for label, lines_of in rows
        ]

    def _subject_label(self, slug: str) -> str:
        return _("Plaatsen %(subject)s") % {"subject": self.reading.subjects[slug]}

    def _supply(self, slug: str) -> Any:
        return lambda row: (
            [_supply_words(at) for at in row.ranked.subjects if at.subject == slug] or ["–"]
        )

    def _place(self, row: SchoolShown) -> list[str]:
        """Its number, and which schools stand higher, with what it lacks beside the first."""
        higher = self.reading.shortlist.rows[: row.number - 1]
        if not higher:
            return [_("1, bovenaan")]
        names = [self.reading.schools[one.school.key].name for one in higher[:NAMED_HIGHER]]
        more = len(higher) - len(names)
        if more:
            names.append(_("nog %(n)d andere") % {"n": more})
        words_higher = _("Hoger: %(names)s.") % {"names": get_text_list(names, _("en"))}
        return [str(row.number), words_higher, why_lower_words(row.ranked, higher[0])]

    def _total(self, row: SchoolShown) -> list[str]:
        total, left = row.ranked.school.total, row.ranked.free_in_all
        if total is None or left is None:
            return [_("geen totaal gegeven")]
        return [_("%(total)d, waarvan nog %(left)d vrij") % {"total": total, "left": max(left, 0)}]

    def _blocked(self, row: SchoolShown) -> list[str]:
        days = said_of(row.school).blocked
        return [f"{date_range(one.first, one.last)} ({one.reason})" for one in days] or ["–"]


def why_lower_words(row: Ranked, best: Ranked) -> str:
    """The first thing in which a school is less than the first of the list."""
    if best.school.is_confirmed and not row.school.is_confirmed:
        return _("Lager dan de eerste: de gegevens zijn niet bevestigd.")
    reasons = [
        _("Lager dan de eerste: voldoet aan minder wensen."),
        _("Lager dan de eerste: biedt niet alles aan."),
        _("Lager dan de eerste: heeft te weinig vrije plaatsen."),
        _("Lager dan de eerste: verdringt meer andere stagiairs."),
        _("Lager dan de eerste: staat lager in de voorkeuren, ook die van anderen."),
        _("Lager dan de eerste: verder, ook voor anderen."),
        _("Gelijk aan de eerste; het instellingsnummer beslist."),
    ]
    pairs = zip(row.order, best.order, strict=True)
    return next(reasons[n] for n, (own, first) in enumerate(pairs) if own > first)


def _supply_words(at: SubjectAt) -> str:
    if not at.is_offered:
        return _("niet in het aanbod")
    return _("%(offered)d aangeboden, %(taken)d bezet, %(free)d vrij") % {
        "offered": at.offered,
        "taken": at.taken,
        "free": at.free,
    }


def _forms(values: Sequence[str]) -> str:
    return ", ".join(str(EducationForm(value).label) for value in values) or _("niet bekend")


def _graden(values: Sequence[int]) -> str:
    return ", ".join(str(Graad(value).label) for value in sorted(values)) or _("niet bekend")
