"""The words of the list of stageaanvragen: what it is for, and why it is empty."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear
from requests_app.enums import RequestState
from requests_app.request_filters import STATES


def heading_words(state: str, count: int) -> str:
    """What the page is for: "Kies een school voor 5 aanvragen"."""
    words = _purpose(state, count)
    if count and words:
        return words % {"n": count}
    if not state:
        return _("Stageaanvragen")
    return _("Stageaanvragen: %(state)s") % {"state": str(STATES[state][0]).lower()}


def _purpose(state: str, count: int) -> str:
    if state in ("zoekt", RequestState.REFUSED):
        return ngettext(
            "Kies een school voor %(n)d stageaanvraag",
            "Kies een school voor %(n)d stageaanvragen",
            count,
        )
    if state == "beantwoord":
        return ngettext("Bekijk %(n)d antwoord", "Bekijk %(n)d antwoorden", count)
    if state == RequestState.DRAFT:
        return ngettext("Werk %(n)d ontwerp af", "Werk %(n)d ontwerpen af", count)
    return ""


def to_check_words(count: int) -> str:
    """The heading of the list of drafts to check."""
    return (
        ngettext("Controleer %(n)d stageaanvraag", "Controleer %(n)d stageaanvragen", count)
        % {"n": count}
        if count
        else _("Er is niets te controleren")
    )


@dataclass(frozen=True)
class Empty:
    """Why a list is empty, and what opens it."""

    title: str
    text: str


def empty_words(*, filtered: bool, year: AcademicYear) -> Empty:
    """Why there is nothing to see: filtered away, not open yet, closed, or nothing made."""
    if filtered:
        return Empty(
            _("Geen stageaanvraag voldoet aan deze filters."),
            _("Wis een filter, of zoek op een deel van het kenmerk of de naam."),
        )
    window = phases.phase_window(year, PhaseKind.REQUESTS)
    title = _("Er zijn nog geen stageaanvragen voor %(year)s.") % {"year": year}
    if window is None:
        return Empty(title, _("De kalender van dit academiejaar is nog niet ingesteld."))
    if clock.today() < window.opens_on:
        words = _("Indienen kan vanaf %(day)s. Ontwerpen en sjablonen kunt u al voorbereiden.")
        return Empty(title, words % {"day": long_date(window.opens_on)})
    if clock.today() > window.last_day:
        words = _("Het aanvragen voor %(year)s is afgesloten sinds %(day)s.")
        return Empty(title, words % {"year": year, "day": long_date(window.last_day)})
    return Empty(title, _("Koppel stagiairs aan een sjabloon, of maak een stageaanvraag."))


def nothing_to_check_words() -> Empty:
    """Why there is nothing to check."""
    return Empty(
        _("U bent bij: er wacht geen stageaanvraag op uw controle."),
        _("Een collega legt een ontwerp ter controle voor; dan komt het hier."),
    )
