"""How a stage comes to be and ends: consequences of what happens to its request.

Each is called by `signals` inside the transaction of the change, with the request locked.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.actors import Actor
from placements.changes import agreed_changed, placement_ended, terms_changed
from placements.guides import begin_guidance, end_guidance
from placements.models import Placement
from requests_app.models import PlacementRequest
from requests_app.workflow import Because


def make_placement(request: PlacementRequest, because: Because, actor: Actor) -> None:
    """Make the stage of an acceptance, or take it up again when the school corrected its answer."""
    proposal = because.proposal
    if proposal is None:  # then no school said yes
        return
    proposal.request = request
    placement = Placement.objects.filter(proposal=proposal).first()
    is_new = placement is None
    if placement is None:
        made_at = proposal.answered_at or clock.now()
        placement = Placement.objects.create(proposal=proposal, made_at=made_at)
    placement.proposal = proposal
    begin_guidance(placement, actor=actor, is_new=is_new)
    if not is_new:  # the corrected answer may have other lines, vakmentors or another campus
        why = _("De school corrigeerde haar antwoord.")
        agreed_changed.send(Placement, placement=placement, actor=actor, why=why)


def taken_back(request: PlacementRequest, because: Because, actor: Actor) -> None:
    """The school corrects its answer: until it says yes again, there is no stage."""
    placement = _placement_of(because, request)
    if placement is not None:
        end_guidance(placement, actor=actor, reason=_("De school corrigeerde haar antwoord."))


def cancelled(request: PlacementRequest, because: Because, actor: Actor) -> None:
    """Either side cancelled: who guided it stays readable, documents learn of it."""
    placement = _placement_of(because, request)
    if placement is not None:
        placement_ended.send(Placement, placement=placement, actor=actor, why=because.reason)


def new_terms(request: PlacementRequest, because: Because, actor: Actor) -> None:
    """The stageperiode or the lesuren changed: documents of the stage are made anew."""
    placement = _placement_of(because, request)
    if placement is not None:
        placement.version += 1
        placement.save(update_fields=["version"])
        terms_changed.send(Placement, placement=placement, actor=actor, data=because.data or {})
        agreed_changed.send(Placement, placement=placement, actor=actor, why=because.reason)


def _placement_of(because: Because, request: PlacementRequest) -> Placement | None:
    if because.proposal is None:
        return None
    placement: Placement | None = Placement.objects.filter(proposal=because.proposal).first()
    if placement is not None:
        because.proposal.request = request
        placement.proposal = because.proposal
    return placement
