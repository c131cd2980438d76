"""What the matching does when a phase opens; the calendar's ledger runs it once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from calendar_cfg.effects import RunContext, effect
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase
from matching.releasing import start_release


@effect(PhaseKind.ANSWERS, Edge.OPEN, name="release_held_requests", label=_("Vrijgave aan scholen"))
def release(phase: Phase, run: RunContext) -> dict[str, Any]:
    """All held requests are matched, and reach their schools together."""
    return start_release(phase.year, is_late=run.late)
