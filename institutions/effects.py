"""What organisations do when a phase opens or closes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from calendar_cfg.effects import RunContext, effect
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase
from institutions.carry_over import carry_over_offers


@effect(
    PhaseKind.SCHOOL_DATA,
    Edge.OPEN,
    name="carry_over_offers",
    label=_("Aanbod van vorig jaar overnemen, te bevestigen"),
)
def carry_over(phase: Phase, run: RunContext) -> dict[str, Any]:
    """Last year's offers become this year's, unconfirmed."""
    return dict(carry_over_offers(phase.year))
