"""How views reach runs of the matching: only in the actor's scope.

Runs are the administrators' own: for anybody else they do not exist (404).
"""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from institutions.actors import Actor
from matching.models import MatchingRun


def run_of(actor: Actor, public_id: UUID) -> MatchingRun:
    """A run that the actor may see, without its stored input and outcome."""
    rows = MatchingRun.objects.visible_to(actor).without_files()
    related = ("year", "institution", "started_by", "based_on")
    run: MatchingRun = get_object_or_404(rows.select_related(*related), public_id=public_id)
    return run
