"""The section "Matching" on the page of a request: why this school, or why none and what helps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.explain_unplaced import MOST_NAMED
from matching.engine.fitting import Why
from matching.engine.instance import OTHER_RANK
from matching.enums import ResultStatus
from matching.request_results import NamedSchool, last_results, schools_of
from matching.result_words import km_words, rank_words
from matching.shortlist_words import excluded_words
from requests_app.enums import RequestState

TEMPLATE = "matching/request/_section.html"
LOOKING = (RequestState.SUBMITTED, RequestState.REFUSED, "waiting")
"""Where a request stands (`request_standing`) that looks for a school, or for a place at one."""
WHILE_LOOKING = (
    ResultStatus.SUGGESTED,
    ResultStatus.DISMISSED,
    ResultStatus.SKIPPED,
    ResultStatus.WITHOUT_PLACE,
)


@dataclass(frozen=True)
class HelpShown:
    """One change that would place the request.

    Arguments:
        number: its place in the explanation.
        schools: those at which one more place helps; each has a button of its own.
    """

    number: int
    words: str
    button: str
    schools: Sequence[NamedSchool] = ()


class ResultShown:
    """What the last run gave for a request, or for one part of it, in words."""

    def __init__(
        self, result: Any, schools: Mapping[int, NamedSchool], subjects: Mapping[str, str]
    ) -> None:
        self.result, self._schools, self._subjects = result, schools, subjects
        self._why: Mapping[str, Any] = result.explanation

    @property
    def about(self) -> str:
        """The subjects that it is about; empty when it is about the whole request."""
        return ", ".join(self._subject(slug) for slug in self.result.subjects)

    @property
    def facts(self) -> str:
        """ "2de voorkeur, 12,3 km"."""
        parts = [rank_words(self.result.rank), km_words(self.result.hectometres)]
        return ", ".join(part for part in parts if part)

    @property
    def meets_wishes(self) -> bool:
        """Whether the wishes led here: to name a school is to want it whatever the wishes."""
        return bool(self.result.rank == OTHER_RANK)

    @property
    def higher(self) -> list[str]:
        """The schools that stood higher, and what filled them."""
        return [
            _("%(school)s (%(facts)s): geen plaats meer voor %(full)s")
            % {
                "school": self._school(row["school"]),
                "facts": _facts(row),
                "full": self._subject(row["full"]) if row["full"] else _("nog een stagiair"),
            }
            for row in self._why.get("higher", [])
        ]

    @property
    def higher_in_all(self) -> str:
        """How many schools stood higher."""
        count = self._why.get("higher_in_all", 0)
        if not count:
            return _("Geen enkele school die past, stond hoger.")
        words = ngettext(
            "%(n)d school stond hoger, maar was vol.",
            "%(n)d scholen stonden hoger, maar waren vol.",
            count,
        )
        return words % {"n": count}

    @property
    def left(self) -> str:
        """How many places are left there."""
        if "left" not in self._why:
            return ""
        left = self._why["left"]
        words = ngettext(
            "Daarna blijft er nog %(n)d plaats vrij.",
            "Daarna blijven er nog %(n)d plaatsen vrij.",
            left,
        )
        return words % {"n": left} if left else _("Dit is de laatste vrije plaats.")

    @property
    def excluded(self) -> list[str]:
        """Why schools do not fit, with how many."""
        names = ", ".join(self._subjects.values())
        return [
            f"{excluded_words(Why[name], subjects=names, trimester=None, by_trainees=True)}: {n}"
            for name, n in self._why.get("excluded", [])
        ]

    @property
    def blocking(self) -> str:
        """What is full, for how many requests together; empty when nothing fits at all."""
        cells: dict[str, list[str]] = defaultdict(list)
        for cell in self._why.get("blocking", []):
            what = self._subject(cell["subject"]) if cell["subject"] else _("in totaal")
            cells[f"{what} T{cell['trimester']}"].append(self._school(cell["school"]))
        full = "; ".join(
            _("%(what)s in %(schools)s") % {"what": what, "schools": _list(names, _("en"))}
            for what, names in cells.items()
        )
        if not full:
            return ""
        others = len(self._why.get("blocked_with", []))
        return _full_words(full, others, is_cut=bool(self._why.get("is_cut")))

    @property
    def fits_nowhere(self) -> bool:
        """Whether no school fits its wishes at all."""
        return self._why.get("kind") == "no_school"

    @property
    def is_full(self) -> bool:
        """Whether all schools that fit are full."""
        return self._why.get("kind") == "full"

    @property
    def helps(self) -> list[HelpShown]:
        """What would place it."""
        found = [self._help(n, row) for n, row in enumerate(self._why.get("helps", []))]
        return [help_ for help_ in found if help_ is not None]

    def _help(self, number: int, row: Mapping[str, Any]) -> HelpShown | None:
        schools = [self._schools[key] for key in row.get("schools", []) if key in self._schools]
        if row["kind"] == "place":
            words = _("Eén plaats meer (%(what)s) bij een van deze scholen. Bel gerust.") % {
                "what": self._subject(row["subject"]) if row.get("subject") else _("in totaal")
            }
            return HelpShown(number, words, _("Wacht op een plaats"), schools)
        button = {
            "distance": _("Zoek tot %(km)s km ver") % {"km": row.get("kilometres")},
            "net": _("Aanvaard elk onderwijsnet"),
            "education_form": _("Aanvaard elke onderwijsvorm"),
            "other_schools": _("Zoek ook andere scholen"),
            "split": _("Laat de vakken naar verschillende scholen gaan"),
            "waiting": _("Wacht niet langer"),
        }.get(row["kind"])
        if button is None:
            return None
        last = _("en") if row["kind"] == "split" else _("of")
        opens = _list([school.name for school in schools], last)
        words = _("Dan kan de stage bij %(schools)s.") % {"schools": opens} if opens else ""
        return HelpShown(number, words, button)

    def _school(self, number: int) -> str:
        return self._schools[number].name if number in self._schools else str(number)

    def _subject(self, slug: str) -> str:
        return self._subjects.get(slug, slug)


class RequestSection:
    """What the matching made known about the request of a page (`RequestPage`)."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @cached_property
    def _told(self) -> list[Any]:
        """The results of the last run that still matter; one query."""
        looks = self.page.stands.state in LOOKING
        return [
            row
            for row in last_results(self.page.request, self.page.actor)
            if row.status == ResultStatus.PUT_TO_SCHOOL or (looks and row.status in WHILE_LOOKING)
        ]

    @cached_property
    def rows(self) -> list[ResultShown]:
        """What the last run gave; not what the request outdated by changing since."""
        told = [row for row in self._told if not self._is_outdated(row)]
        schools, subjects = schools_of(told), self._subjects
        return [ResultShown(row, schools, subjects) for row in told]

    @property
    def is_outdated(self) -> bool:
        """Whether the request changed since, so that it will be matched again."""
        return any(self._is_outdated(row) for row in self._told)

    def _is_outdated(self, row: Any) -> bool:
        changed = row.request_version != self.page.request.version
        return changed and row.status in (ResultStatus.SUGGESTED, ResultStatus.WITHOUT_PLACE)

    @cached_property
    def _subjects(self) -> Mapping[str, str]:
        asked = [line.activity.subject for line in self.page.lines if line.activity.subject]
        return {subject.slug: subject.name for subject in asked}

    @property
    def may_act(self) -> bool:
        """Whether the actor can take a suggestion, or make a change that helps."""
        return self.page.stands.state in LOOKING and bool(self.page.may_choose_school)

    @property
    def waits_for_opening(self) -> bool:
        """Whether its buttons come only once the actor has opened the answer of the last school."""
        return self.page.may_open_answer and any(
            row.result.status in WHILE_LOOKING for row in self.rows
        )

    @property
    def main_suggestion(self) -> ResultShown | None:
        """The one whose button is the one thing to do on the page; parts come one after another."""
        told = (row for row in self.rows if row.result.status == ResultStatus.SUGGESTED)
        return next(told, None) if self.may_act else None

    @property
    def has_suggestion(self) -> bool:
        """Whether the one thing to do stands in this section."""
        return self.main_suggestion is not None


def _full_words(full: str, others: int, *, is_cut: bool) -> str:
    """What is short, and how many others want it; never which: they may be another's."""
    told = {"n": others, "full": full}
    if not is_cut:
        return _("Te weinig plaats: %(full)s.") % told
    if not others:
        return _("Vol: %(full)s.") % told
    if others >= MOST_NAMED:
        words = _("Samen met %(n)d of meer andere aanvragen is er meer vraag dan plaats: %(full)s.")
        return words % told
    words = ngettext(
        "Samen met %(n)d andere aanvraag is er meer vraag dan plaats: %(full)s.",
        "Samen met %(n)d andere aanvragen is er meer vraag dan plaats: %(full)s.",
        others,
    )
    return words % told


def _facts(row: Mapping[str, Any]) -> str:
    parts = [rank_words(row.get("rank")), km_words(row.get("hectometres"))]
    return ", ".join(part for part in parts if part)


def _list(names: Sequence[str], last: str) -> str:
    return get_text_list(list(names), last)
