"""Who may enter the planning of a stage (docs/decisions/0023-schedules.md).

Asked of somebody who sees the stage (`Placement.objects.visible_to`): its trainees, the vakmentors
who guide it, the schoolmentors of its school. Coordinators and stagebegeleiders read.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement
from placements.selectors import with_facts

PLANNERS = (Role.TRAINEE, Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)


def may_plan(actor: Actor) -> bool:
    """Whether somebody who sees a stage also enters its planning."""
    return actor.role in PLANNERS


def require_may_plan(actor: Actor) -> None:
    """Refuse who reads the planning and does not enter it.

    Raises:
        PermissionDenied: with a translated sentence.
    """
    if not may_plan(actor):
        raise PermissionDenied(
            _("De stagiair en de mentoren van de school maken de stageplanning. U leest ze mee.")
        )


def own_placement(actor: Actor, placement_pk: int) -> Placement:
    """A stage of which the actor enters the planning, read `with_facts`; asked inside services.

    Raises:
        PermissionDenied: with a translated sentence.
    """
    require_may_plan(actor)
    rows = with_facts(Placement.objects.visible_to(actor).filter(pk=placement_pk))
    found: Placement | None = next(iter(rows), None)
    if found is None:
        raise PermissionDenied(_("U maakt de planning van deze stage niet (meer)."))
    return found
