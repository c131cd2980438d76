"""Why a request goes to a school, or why it has no place, in one short text.

From the explanation that a run stores (`WhyHere` or `WhyNot` of the engine, as JSON).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.engine.instance import OTHER_RANK

MOST_SHOWN = 3

EXCLUDED: dict[str, Any] = {
    "TAKES_NOBODY": gettext_lazy("neemt dit jaar niemand"),
    "BLOCKED": gettext_lazy("neemt niemand in deze periode"),
    "NOT_AT": gettext_lazy("mag niet of weigerde al"),
    "NOT_NAMED": gettext_lazy("niet bij de gekozen scholen"),
    "NET": gettext_lazy("ander onderwijsnet"),
    "EDUCATION_FORM": gettext_lazy("andere onderwijsvorm"),
    "TOO_FAR": gettext_lazy("te ver"),
    "GRAAD": gettext_lazy("geen zulke klassen"),
    "NO_OFFER": gettext_lazy("biedt dit niet aan"),
}


@dataclass(frozen=True)
class Names:
    """Names for what an explanation mentions: schools by number, subjects by slug."""

    schools: Mapping[int, str]
    subjects: Mapping[str, str]

    def school(self, number: int) -> str:
        """The name of a school; its number when it is not known."""
        return self.schools.get(number, str(number))

    def subject(self, slug: str) -> str:
        """The name of a subject; empty stands for the total of a school."""
        return self.subjects.get(slug, slug) if slug else _("alle vakken samen")


def schools_in(explanations: Iterable[Mapping[str, Any]]) -> set[int]:
    """The numbers of the schools that explanations mention and `why_words` names."""
    found: set[int] = set()
    for one in explanations:
        found |= {row["school"] for row in one.get("higher", [])[:MOST_SHOWN]}
        for row in one.get("helps", []):
            found |= set(row.get("schools", [])[:MOST_SHOWN])
    return found


def rank_words(rank: int | None) -> str:
    """ "1ste voorkeur", "2de voorkeur"; or that the request did not name the school."""
    if rank is None:
        return ""
    if rank >= OTHER_RANK:
        return _("niet zelf gekozen")
    ordinal = {1: _("1ste"), 2: _("2de"), 3: _("3de"), 4: _("4de"), 5: _("5de")}[rank]
    return _("%(ordinal)s voorkeur") % {"ordinal": ordinal}


def km_words(hectometres: int | None) -> str:
    """ "12,3 km"; empty when it is not known."""
    if hectometres is None:
        return ""
    return _("%(km)s km") % {"km": number_format(hectometres / 10, 1)}


def why_words(explanation: Mapping[str, Any], names: Names) -> str:
    """The explanation of one result; empty when there is none."""
    if "school" in explanation:
        return _why_here(explanation, names)
    if "kind" in explanation:
        return " ".join(filter(None, [_why_not(explanation), _helps(explanation, names)]))
    return ""


def _why_here(why: Mapping[str, Any], names: Names) -> str:
    in_all = why.get("higher_in_all", 0)
    if not in_all:
        return _("Geen enkele school die past, stond hoger.")
    shown = [
        _("%(school)s (vol: %(what)s)")
        % {"school": names.school(row["school"]), "what": names.subject(row["full"])}
        for row in why.get("higher", [])[:MOST_SHOWN]
    ]
    words = ngettext("%(n)d school stond hoger", "%(n)d scholen stonden hoger", in_all)
    counted = words % {"n": in_all}
    return f"{counted}: {', '.join(shown)}." if shown else f"{counted}."


def _why_not(why: Mapping[str, Any]) -> str:
    if why["kind"] == "full":
        return _("Alle scholen die passen, zijn vol.")
    excluded = [
        f"{EXCLUDED[name.upper()]}: {n}"
        for name, n in why.get("excluded", [])
        if name.upper() in EXCLUDED
    ]
    reasons = ", ".join(excluded)
    first = _("Geen enkele school past")
    return f"{first} ({reasons})." if reasons else f"{first}."


def _helps(why: Mapping[str, Any], names: Names) -> str:
    words = [_help(row, names) for row in why.get("helps", [])]
    found = [one for one in words if one]
    return _("Wat helpt: %(what)s.") % {"what": "; ".join(found)} if found else ""


def _help(row: Mapping[str, Any], names: Names) -> str:
    schools = ", ".join(names.school(number) for number in row.get("schools", [])[:MOST_SHOWN])
    words = {
        "place": _("één plaats meer (%(what)s) bij %(schools)s"),
        "distance": _("tot %(km)s km ver"),
        "net": _("een ander onderwijsnet"),
        "education_form": _("een andere onderwijsvorm"),
        "other_schools": _("ook andere scholen dan de gekozen scholen"),
        "split": _("de vakken aan verschillende scholen"),
        "waiting": _("niet langer wachten op één school"),
    }.get(row["kind"], "")
    what = names.subject(row.get("subject", ""))
    return words % {"what": what, "schools": schools, "km": row.get("kilometres")}
