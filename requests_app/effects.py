"""What requests do when a phase opens or closes; the calendar's ledger runs these once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from calendar_cfg.effects import RunContext, effect
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase
from requests_app.ending import expire_unfinished
from requests_app.releasing import release_held_requests


@effect(PhaseKind.ANSWERS, Edge.OPEN, name="release_held_requests", label=_("Vrijgave aan scholen"))
def release(phase: Phase, run: RunContext) -> dict[str, Any]:
    """All held requests reach their schools together."""
    return release_held_requests(phase.year)


@effect(PhaseKind.REQUESTS, Edge.CLOSE, name="expire_unfinished", label=_("Verval"))
def expire(phase: Phase, run: RunContext) -> dict[str, Any]:
    """Drafts and unanswered requests expire."""
    return expire_unfinished(phase.year)
