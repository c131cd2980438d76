"""What each phase makes possible, in words (domain.md, 2)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_cfg.enums import PhaseKind
from calendar_cfg.year_line import Bar, BarState, YearLine

MAKES_POSSIBLE: dict[str, str | Promise] = {
    PhaseKind.SCHOOL_DATA: _(
        "Secundaire scholen kunnen hun gegevens en hun stageaanbod consulteren en aanpassen."
    ),
    PhaseKind.TEMPLATES: _(
        "Lerarenopleidingen kunnen stageaanvraagsjablonen aanmaken, waaraan zij later stagiairs "
        "kunnen koppelen."
    ),
    PhaseKind.REQUESTS: _(
        "Lerarenopleidingen kunnen stageaanvragen voor stagiairs, of een voor een groepsstage, "
        "inbrengen."
    ),
    PhaseKind.ANSWERS: _(
        "Vraag en aanbod worden gematcht. Secundaire scholen kunnen stageaanvragen geheel of "
        "gedeeltelijk aanvaarden of weigeren."
    ),
}

STATE_WORDS: dict[BarState, str | Promise] = {
    BarState.OPEN: _("open"),
    BarState.UPCOMING: _("nog niet open"),
    BarState.CLOSED: _("afgesloten"),
}


class PhaseRow(NamedTuple):
    """A phase as the calendar page tells it."""

    bar: Bar
    look: str
    word: str | Promise
    makes_possible: str | Promise


def phase_rows(line: YearLine) -> list[PhaseRow]:
    """The phases of a year, each with its state in words and what it is for."""
    return [
        PhaseRow(
            bar,
            f"phase_{bar.state}",
            STATE_WORDS[bar.state],
            MAKES_POSSIBLE.get(bar.phase.kind, ""),
        )
        for bar in line.bars
    ]
