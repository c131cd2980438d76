"""What requests do when a phase opens or closes; the calendar's ledger runs these once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from calendar_cfg.effects import RunContext, effect
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase
from requests_app.ending import expire_unfinished


@effect(PhaseKind.REQUESTS, Edge.CLOSE, name="expire_unfinished", label=_("Verval"))
def expire(phase: Phase, run: RunContext) -> dict[str, Any]:
    """Drafts and unanswered requests expire."""
    return expire_unfinished(phase.year)
