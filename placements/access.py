"""How views reach stages: only in the actor's scope.

Outside the tenancy 404; inside but not yours to do 403 (domain.md, 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from institutions.actors import Actor
from placements.models import Placement
from placements.page_reading import for_its_page
from placements.page_sections import with_readings
from placements.selectors import with_facts
from requests_app.access import require_may_answer
from requests_app.table_pages import PER_PAGE
from requests_app.trainee_choice import uuids


def placement_of(actor: Actor, public_id: UUID) -> Placement:
    """A stage that the actor may see, with what its page shows."""
    rows = with_readings(for_its_page(Placement.objects.visible_to(actor)), actor)
    placement: Placement = get_object_or_404(rows, public_id=public_id)
    return placement


def placements_among(actor: Actor, public_ids: Iterable[str]) -> list[Placement]:
    """The stages that the actor may see among some ids, `with_facts`; at most a page of them."""
    wanted = uuids(public_ids)[:PER_PAGE]
    return list(with_facts(Placement.objects.visible_to(actor).filter(public_id__in=wanted)))


def placement_to_change(actor: Actor, public_id: UUID) -> Placement:
    """A stage whose terms the actor may change: a coordinator, or who answers for the school."""
    placement = placement_of(actor, public_id)
    if actor.school is not None:
        require_may_answer(actor)
    elif not actor.is_coordinator:
        raise PermissionDenied(_("Alleen een stagecoördinator kan dit doen."))
    return placement


def placement_to_place(actor: Actor, public_id: UUID) -> Placement:
    """A stage for which the actor decides as coordinator of the institution."""
    placement = placement_of(actor, public_id)
    if not actor.is_coordinator:
        raise PermissionDenied(_("Alleen een stagecoördinator kan dit doen."))
    return placement
