"""The words of the coordinator's list of stages: what it is for, and why it is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.models import AcademicYear
from placements.placement_filters import LOST, NOBODY, PHASES


def heading_words(chosen: Mapping[str, str], count: int) -> str:
    """What the page is for: "Wijs 4 stages een stagebegeleider toe"."""
    if chosen.get("begeleider") == NOBODY and count:
        return ngettext(
            "Wijs %(n)d stage een stagebegeleider toe",
            "Wijs %(n)d stages een stagebegeleider toe",
            count,
        ) % {"n": count}
    if (phase := chosen.get("fase")) == LOST and count:
        return ngettext(
            "Laat %(n)d geannuleerde stage opnieuw zoeken",
            "Laat %(n)d geannuleerde stages opnieuw zoeken",
            count,
        ) % {"n": count}
    if phase:
        return _("Stages: %(phase)s") % {"phase": str(PHASES[phase][0]).lower()}
    return _("Stages")


@dataclass(frozen=True)
class Empty:
    """Why a list is empty, and what fills it."""

    title: str
    text: str


def empty_words(*, filtered: bool, year: AcademicYear) -> Empty:
    """Why there is nothing to see."""
    if filtered:
        return Empty(
            _("Geen stage voldoet aan deze filters."),
            _("Wis een filter, of zoek op een deel van het kenmerk of de naam."),
        )
    return Empty(
        _("Er zijn nog geen stages in %(year)s.") % {"year": year},
        _("Een stage komt hier zodra een school ze aanvaardt en een stagecoördinator dat leest."),
    )
