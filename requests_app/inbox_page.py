"""The words of the inbox page: what it is for, and why it is empty."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear
from requests_app.inbox_filters import IN_TIME, LATE, OPEN, STATES


def heading_words(state: str, count: int, *, assigned: bool = False) -> str:
    """What the page is for: "Beantwoord 7 aanvragen"; a vakmentor sees what was assigned."""
    if assigned:
        return _("Stages die u begeleidt")
    if state == OPEN and count:
        return ngettext(
            "Beantwoord %(count)d stageaanvraag", "Beantwoord %(count)d stageaanvragen", count
        ) % {"count": count}
    if state == LATE and count:
        return ngettext(
            "%(count)d stageaanvraag wacht te lang op uw antwoord",
            "%(count)d stageaanvragen wachten te lang op uw antwoord",
            count,
        ) % {"count": count}
    if state == IN_TIME and count:
        return ngettext(
            "%(count)d stageaanvraag kunt u nog op tijd beantwoorden",
            "%(count)d stageaanvragen kunt u nog op tijd beantwoorden",
            count,
        ) % {"count": count}
    if state in (OPEN, LATE, IN_TIME):
        return _("Er is niets te beantwoorden")
    return _("Stageaanvragen aan uw school: %(state)s") % {"state": str(STATES[state][0]).lower()}


@dataclass(frozen=True)
class Empty:
    """Why a list is empty, and what opens it."""

    title: str
    text: str


def empty_words(asked: QueryDict, year: AcademicYear, *, assigned: bool = False) -> Empty:
    """Why there is nothing to see: filtered away, not open yet, closed, or all done."""
    if any(asked.get(name) for name in ("vak", "trimester", "opleiding")):
        return Empty(_("Geen stageaanvragen met deze filters."), _("Wis een filter."))
    if assigned:
        return Empty(
            _("Er is u nog geen stagiair toegewezen."),
            _("De schoolmentor doet dat wanneer hij of zij een stageaanvraag aanvaardt."),
        )
    window = phases.phase_window(year, PhaseKind.ANSWERS)
    if window is None or clock.today() < window.opens_on:
        return _before(window, year)
    if clock.today() > window.last_day:
        return Empty(
            _("Er zijn geen stageaanvragen meer te beantwoorden."),
            _("Het beantwoorden voor %(year)s is afgesloten sinds %(date)s.")
            % {"year": year, "date": long_date(window.last_day)},
        )
    return Empty(
        _("U bent bij: er ligt hier geen stageaanvraag."),
        _("Een nieuwe stageaanvraag komt hier zodra een lerarenopleiding ze aan u voorlegt."),
    )


def _before(window: phases.Window | None, year: AcademicYear) -> Empty:
    title = _("Er zijn nog geen stageaanvragen voor %(year)s.") % {"year": year}
    if window is None:
        return Empty(title, _("De kalender van dit academiejaar is nog niet ingesteld."))
    return Empty(
        title,
        _("Alle ingediende aanvragen komen hier samen op %(date)s.")
        % {"date": long_date(window.opens_on)},
    )
