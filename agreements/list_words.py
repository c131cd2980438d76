"""The words of the lists: what they are for, and why they are empty."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.list_filters import MINE
from agreements.versions import Made
from calendar_cfg.models import AcademicYear


@dataclass(frozen=True)
class Empty:
    """Why a list is empty, and what opens it."""

    title: str
    text: str


def heading_words(state: str, count: int) -> str:
    """What the list is for: "Onderteken 7 overeenkomsten"."""
    if state == MINE and count:
        words = ngettext("Onderteken %(n)d overeenkomst", "Onderteken %(n)d overeenkomsten", count)
        return words % {"n": count}
    return _("Er is niets te ondertekenen") if state == MINE else _("Overeenkomsten")


def empty_words(state: str, *, is_filtered: bool, year: AcademicYear) -> Empty:
    """Why there is nothing to see."""
    if state == MINE:
        return Empty(
            _("U bent bij: er wacht geen overeenkomst op uw handtekening."),
            _("Een nieuwe overeenkomst, of een nieuwe versie ervan, komt hier."),
        )
    if is_filtered:
        return Empty(_("Geen overeenkomst voldoet aan deze filters."), _("Wis een filter."))
    return Empty(
        _("Er zijn nog geen overeenkomsten voor %(year)s.") % {"year": year},
        _("De stagecoördinator maakt de stageovereenkomst zodra de school de stage aanvaardde."),
    )


def made_words(made: Made) -> str:
    """ "3 stageovereenkomsten zijn gemaakt." """
    n = len(made.made)
    words = ngettext(
        "%(n)d stageovereenkomst is gemaakt.", "%(n)d stageovereenkomsten zijn gemaakt.", n
    )
    return words % {"n": n}


def without_words(count: int) -> str:
    """ "3 stages hebben nog geen stageovereenkomst"."""
    words = ngettext(
        "%(n)d stage heeft nog geen stageovereenkomst",
        "%(n)d stages hebben nog geen stageovereenkomst",
        count,
    )
    return words % {"n": count}


def to_sign_words(count: int) -> str:
    """ "3 overeenkomsten wachten op uw handtekening"."""
    words = ngettext(
        "%(n)d overeenkomst wacht op uw handtekening",
        "%(n)d overeenkomsten wachten op uw handtekening",
        count,
    )
    return words % {"n": count}
