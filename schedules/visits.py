"""Visits: the stagebegeleider says which planned activities they come and look at.

A visit belongs to its activity, so it moves along with it; when the activity changed after the
visit was marked, the stagebegeleider is told and marks it again, or takes it back.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from placements.enums import GuidanceRole
from placements.locking import lock_placement
from placements.models import Placement
from schedules.models import PlannedActivity, Visit


def may_visit(placement: Any, actor: Actor) -> bool:
    """Whether an actor is the stagebegeleider of a stage read `with_facts`."""
    return actor.institution is not None and any(
        guide.member_id == actor.membership_id and guide.role == GuidanceRole.SUPERVISOR
        for guide in placement.current_guides
    )


def require_may_visit(placement: Any, actor: Actor) -> None:
    """Refuse who is not the stagebegeleider of a stage read `with_facts`.

    Raises:
        PermissionDenied: with a translated sentence.
    """
    if not may_visit(placement, actor):
        raise PermissionDenied(_("Alleen de stagebegeleider van deze stage duidt bezoeken aan."))


@transaction.atomic
def mark_visit(*, planned_pk: int, note: str, actor: Actor) -> Visit:
    """Say that one comes and looks at a planned activity; again replaces the note.

    Raises:
        PermissionDenied: the actor is not the stagebegeleider of the stage (any more).
        DomainError: the activity was taken out, or the stage cancelled.
    """
    planned = _locked(planned_pk, actor)
    if planned.removed_at is not None:
        raise DomainError(_("Deze activiteit gaat niet door: er valt niets te bezoeken."))
    standing = Visit.objects.filter(planned=planned).first()
    if standing is not None and _says_the_same(standing, note, actor):
        return standing
    assert actor.membership_id is not None  # a stagebegeleider acts through a membership
    with logged_as(actor):
        visit, _made = Visit.objects.update_or_create(
            planned=planned,
            defaults={
                "member_id": actor.membership_id,
                "note": note,
                "marked_at": clock.now(),
            },
        )
    return visit


@transaction.atomic
def remove_visit(*, planned_pk: int, actor: Actor) -> None:
    """Take a visit back; harmless when there is none (any more).

    Raises:
        PermissionDenied: the actor is not the stagebegeleider of the stage (any more).
        DomainError: the stage was cancelled.
    """
    planned = _locked(planned_pk, actor)
    with logged_as(actor):
        Visit.objects.filter(planned=planned).delete()


def is_behind(visit: Visit) -> bool:
    """Whether the activity changed, or was taken out, after the visit was marked."""
    planned = visit.planned
    return planned.removed_at is not None or planned.changed_at > visit.marked_at


def _says_the_same(visit: Visit, note: str, actor: Actor) -> bool:
    return visit.member_id == actor.membership_id and visit.note == note and not is_behind(visit)


def _locked(planned_pk: int, actor: Actor) -> PlannedActivity:
    """The activity, under the lock of its stage, for its stagebegeleider."""
    planned: PlannedActivity = PlannedActivity.objects.select_related("schedule").get(pk=planned_pk)
    placement: Placement = lock_placement(planned.schedule.placement_id)
    placement.current_guides = list(placement.guides.current())  # type: ignore[attr-defined]
    require_may_visit(placement, actor)
    planned.refresh_from_db(fields=["removed_at", "changed_at"])
    return planned
