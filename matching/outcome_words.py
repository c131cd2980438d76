"""The words of the page "Matching": what it came to, and why it is empty."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear
from requests_app.request_list_words import Empty


def heading_words(counts: Mapping[str, int]) -> str:
    """What there is to do, or what it came to."""
    if n := counts["suggested"]:
        return ngettext(
            "Beslis over %(n)d voorstel van de matching",
            "Beslis over %(n)d voorstellen van de matching",
            n,
        ) % {"n": n}
    if n := counts["without"]:
        return ngettext(
            "Help %(n)d aanvraag zonder plaats verder",
            "Help %(n)d aanvragen zonder plaats verder",
            n,
        ) % {"n": n}
    return _("Matching van uw stageaanvragen")


def summary_words(counts: Mapping[str, int]) -> str:
    """ "412 van 430 resultaten gingen naar een school; 3 wachten op uw keuze"; and so on."""
    parts = [
        ngettext(
            "%(placed)d van %(all)d resultaat ging naar een school",
            "%(placed)d van %(all)d resultaten gingen naar een school",
            counts["all"],
        )
        % {"placed": counts["placed"], "all": counts["all"]}
    ]
    if n := counts["suggested"]:
        words = ngettext("%(n)d wacht op uw keuze", "%(n)d wachten op uw keuze", n)
        parts.append(words % {"n": n})
    if n := counts["without"]:
        words = ngettext(
            "%(n)d zoekt nog en heeft geen plaats", "%(n)d zoeken nog en hebben geen plaats", n
        )
        parts.append(words % {"n": n})
    return "; ".join(parts) + "."


def empty_words(*, filtered: bool, year: AcademicYear) -> Empty:
    """Why there is nothing to see: filtered away, or nothing was matched yet."""
    if filtered:
        return Empty(
            _("Geen resultaat voldoet aan deze filters."),
            _("Wis een filter, of zoek op een deel van het kenmerk of de naam."),
        )
    window = phases.phase_window(year, PhaseKind.ANSWERS)
    title = _("Voor uw aanvragen van %(year)s is nog niets gematcht.") % {"year": year}
    if window is None:
        return Empty(title, _("De kalender van dit academiejaar is nog niet ingesteld."))
    if clock.today() < window.opens_on:
        words = _("Op %(day)s worden alle ingediende aanvragen samen gematcht.")
        return Empty(title, words % {"day": long_date(window.opens_on)})
    return Empty(title, _("Aanvragen die rechtstreeks naar een school gaan, hoeven geen matching."))
