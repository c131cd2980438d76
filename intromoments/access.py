"""Whose intromoment it is. Outside the tenancy 404; inside but not yours to do 403."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from institutions.actors import Actor
from institutions.rights import require_school_editor
from intromoments.models import Intromoment


def intromoment_of(actor: Actor, public_id: UUID) -> Intromoment:
    """An intromoment of the actor's school, or one to which the actor is invited."""
    rows = Intromoment.objects.visible_to(actor).select_related("school", "year")
    found: Intromoment = get_object_or_404(rows, public_id=public_id)
    return found


def intromoment_to_change(actor: Actor, public_id: UUID) -> Intromoment:
    """An intromoment of the school that the actor coordinates; a vakmentor only reads it."""
    found = intromoment_of(actor, public_id)
    require_school_editor(actor, found.school)
    return found
