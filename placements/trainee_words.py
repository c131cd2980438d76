"""How far a stage is, in words: "begint over 12 dagen", "nog 4 dagen"."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.enums import PlacementPhase
from placements.models import Placement


def time_words(placement: Placement, today: date) -> str:
    """How long until it begins or ends; empty for a stage that does not go on."""
    phase = placement.phase_on(today)
    if phase == PlacementPhase.PLANNED:
        return _until_begin((placement.period_start - today).days)
    if phase == PlacementPhase.RUNNING:
        return _until_end((placement.period_end - today).days)
    return _("afgelopen") if phase == PlacementPhase.COMPLETED else ""


def _until_begin(days: int) -> str:
    if days == 1:
        return _("begint morgen")
    return ngettext("begint over %(n)d dag", "begint over %(n)d dagen", days) % {"n": days}


def _until_end(days: int) -> str:
    if days == 0:
        return _("vandaag is de laatste dag")
    return ngettext("nog %(n)d dag", "nog %(n)d dagen", days) % {"n": days}
