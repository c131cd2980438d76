"""The release: on the day that schools can answer, all held requests are matched together.

Requests filed since 1 June are held until then, so that filing early brings no advantage
(domain.md, 2). Direct requests go to the school that they name; the others are matched on what is
left; then all reach their schools at one and the same moment.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, Subquery
from django.utils.translation import gettext as _

from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from institutions.actors import SYSTEM
from matching.enums import ACTIVE_STATES, RunState, RunTrigger
from matching.models import MatchingRun
from matching.publishing import RELEASED
from matching.reading import looking_requests
from matching.starting import require_none_active, start_run
from requests_app.gate import have_for_effects


def release_is_pending(year: AcademicYear) -> bool:
    """Whether schools can answer, and those who were held until then have not reached them."""
    opening = Phase.objects.filter(year=year, kind=PhaseKind.ANSWERS).values("opens_on")
    released = MatchingRun.objects.filter(year=year, **RELEASED)
    held = looking_requests(year).filter(filed_at__date__lt=Subquery(opening))
    return held.exclude(Exists(released)).exists()


@transaction.atomic
def start_release(year: AcademicYear, *, is_late: bool = False) -> dict[str, Any]:
    """Queue the run that releases a year; it makes itself known when it is ready.

    Who is filing at this moment is waited for, so that the run misses nobody: it reads after this
    transaction. Safe to run twice: a release that is under way is left alone. A run that
    somebody else has under way makes way for the release, unless it is being made known; then
    the ledger tries again.

    Returns:
        How many requests look for a school now.

    Raises:
        RunActive: another run is being made known at this moment.
    """
    have_for_effects(year)
    looking = looking_requests(year).count()
    active = MatchingRun.objects.filter(year=year, state__in=ACTIVE_STATES)
    active = active.without_files().select_for_update(of=("self",))
    for run in active:
        if run.trigger == RunTrigger.EFFECT and run.state != RunState.PUBLISHING:
            return {"looking": looking}
        if run.state != RunState.PUBLISHING:
            run.state = RunState.DISCARDED
            run.error = _("Gestopt voor de vrijgave aan scholen.")
            run.save(update_fields=["state", "error"])
    require_none_active(year)
    run = start_run(year=year, actor=SYSTEM, trigger=RunTrigger.EFFECT, publishes_itself=True)
    if is_late:
        run.is_late = True
        run.save(update_fields=["is_late"])
    return {"looking": looking}
