"""How views reach schedules and planned activities: only in the actor's scope.

Outside the tenancy 404; inside but not yours to do 403 (domain.md, 7).
"""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.shortcuts import get_object_or_404

from institutions.actors import Actor
from placements.models import Placement
from placements.selectors import with_facts
from schedules.lesson_hours import with_lesuren
from schedules.models import PlannedActivity, Schedule
from schedules.rights import require_may_plan


def schedule_of(actor: Actor, public_id: UUID) -> tuple[Placement, Schedule | None]:
    """A stage that the actor sees, read `with_facts` and `with_lesuren`, and its schedule.

    There is no schedule until something is planned.
    """
    rows = with_lesuren(with_facts(Placement.objects.visible_to(actor)))
    rows = rows.select_related("schedule")
    placement: Placement = get_object_or_404(rows, public_id=public_id)
    return placement, getattr(placement, "schedule", None)


def schedule_to_enter(actor: Actor, public_id: UUID) -> tuple[Placement, Schedule | None]:
    """The same, for who may enter the planning."""
    _refuse_admin(actor)
    found = schedule_of(actor, public_id)
    require_may_plan(actor)
    return found


def planned_of(actor: Actor, public_id: UUID) -> PlannedActivity:
    """A planned activity of a stage that the actor sees; also one that was taken out.

    Its stage, read `with_facts`, is `planned.schedule.placement`.
    """
    rows: models.QuerySet[PlannedActivity] = PlannedActivity.objects.visible_to(actor)
    related = ("schedule", "line__subject", "mentor__user")
    planned = get_object_or_404(rows.select_related(*related), public_id=public_id)
    placements = with_facts(Placement.objects.filter(pk=planned.schedule.placement_id))
    planned.schedule.placement = placements.get()
    return planned


def planned_to_change(actor: Actor, public_id: UUID) -> PlannedActivity:
    """The same, for who may enter the planning."""
    _refuse_admin(actor)
    planned = planned_of(actor, public_id)
    require_may_plan(actor)
    return planned


def planned_to_handle(actor: Actor, public_id: UUID) -> PlannedActivity:
    """The same, for a page that names no more of the stage than its kenmerk."""
    _refuse_admin(actor)
    rows: models.QuerySet[PlannedActivity] = PlannedActivity.objects.visible_to(actor)
    related = ("schedule__placement__proposal__request", "line__subject")
    planned = get_object_or_404(rows.select_related(*related), public_id=public_id)
    require_may_plan(actor)
    return planned


def _refuse_admin(actor: Actor) -> None:
    """An administrator enters no planning, whether there is one or not."""
    if actor.is_admin:
        require_may_plan(actor)
