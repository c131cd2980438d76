"""The list of stages, which differs by role, and the page of one stage."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ActorRequest
from institutions.enums import Role
from institutions.roles import for_roles
from placements.access import placement_of
from placements.institution_views import all_placements, placements_by_week, placements_in_all
from placements.placement_page import PlacementPage
from placements.school_views import school_placements
from placements.trainee_views import my_placements

OF_ROLE: dict[Role, Callable[[ActorRequest], HttpResponse]] = {
    Role.COORDINATOR: all_placements,
    Role.SUPERVISOR: placements_by_week,
    Role.SCHOOL_MENTOR: school_placements,
    Role.SUBJECT_MENTOR: school_placements,
    Role.TRAINEE: my_placements,
    Role.ADMIN: placements_in_all,
}


@require_safe
@for_roles(*Role)
def placements(request: ActorRequest) -> HttpResponse:
    """The stages that concern whoever asks."""
    assert request.actor.role is not None  # for_roles
    return OF_ROLE[request.actor.role](request)


@require_safe
@for_roles(*Role)
def placement(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One stage: where it stands, where and when, who guides it, and what to do next."""
    page = PlacementPage(placement_of(request.actor, public_id), request.actor)
    return render(request, "placements/placement.html", {"page": page})
