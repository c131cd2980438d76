"""How views reach runs and results of the matching: only in the actor's scope.

Runs are the administrators' own: for anybody else they do not exist (404). Others reach what a
run that was made known gave for their requests.
"""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from institutions.actors import Actor
from matching.models import MatchingResult, MatchingRun
from requests_app.models import PlacementRequest


def run_of(actor: Actor, public_id: UUID) -> MatchingRun:
    """A run that the actor may see, without its stored input and outcome."""
    rows = MatchingRun.objects.visible_to(actor).without_files()
    related = ("year", "institution", "started_by", "based_on")
    run: MatchingRun = get_object_or_404(rows.select_related(*related), public_id=public_id)
    return run


def result_named(
    actor: Actor, request: PlacementRequest, public_id: object
) -> MatchingResult | None:
    """A result of this request that a form names, where the actor may see it."""
    try:
        wanted = UUID(str(public_id))
    except ValueError:
        return None
    rows = MatchingResult.objects.visible_to(actor).filter(request=request, public_id=wanted)
    found: MatchingResult | None = rows.select_related("request__year", "school").first()
    return found
