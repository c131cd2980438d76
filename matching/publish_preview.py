"""What making a run known would do, as things are now: asked before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from matching.enums import ResultStatus
from matching.models import MatchingRun
from matching.publishing import is_released
from requests_app.enums import Onward


@dataclass(frozen=True)
class Preview:
    """How many results go to how many schools, how many are suggested, how many have no place."""

    put: int
    schools: int
    suggested: int
    without_place: int
    not_open: str = ""


def preview_of(run: MatchingRun) -> Preview:
    """Count what is planned; before the release everybody goes to a school, and after it who
    goes on by itself. Four queries at most."""
    goes = (
        Q(is_fixed=True) | Q(request__onward=Onward.AUTOMATIC) | Q(request__waits_for__isnull=False)
    )
    planned = Q(status=ResultStatus.PLANNED)
    put = planned & goes if is_released(run.year, before=run) else planned
    counts = run.results.aggregate(
        planned=Count("pk", filter=planned),
        put=Count("pk", filter=put),
        schools=Count("school", filter=put, distinct=True),
        without_place=Count("pk", filter=Q(status=ResultStatus.WITHOUT_PLACE)),
    )
    return Preview(
        put=counts["put"],
        schools=counts["schools"],
        suggested=counts["planned"] - counts["put"],
        without_place=counts["without_place"],
        not_open=_why_not_open(run),
    )


def _why_not_open(run: MatchingRun) -> str:
    """Why schools cannot answer today, with the date; empty when they can."""
    window = phases.phase_window(run.year, PhaseKind.ANSWERS)
    today = clock.today()
    if window is not None and window.is_open(today):
        return ""
    if window is None:
        return ""
    return phases.closed_message(window, run.year, today)
