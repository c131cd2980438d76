"""Who may change what, asked by services and by pages. Pure; the scopes are in `querysets`."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from institutions.actors import Actor
from institutions.models import PlacementSchool, TrainingInstitution


def may_edit_school(actor: Actor, school: PlacementSchool) -> bool:
    """A schoolmentor of the school, or an administrator."""
    own = actor.school is not None and actor.school.pk == school.pk
    return actor.is_admin or (own and actor.is_school_mentor)


def may_edit_institution(actor: Actor, institution: TrainingInstitution) -> bool:
    """A coordinator of the institution, or an administrator."""
    own = actor.institution is not None and actor.institution.pk == institution.pk
    return actor.is_admin or (own and actor.is_coordinator)


def require_school_editor(actor: Actor, school: PlacementSchool) -> None:
    """Refuse who may not change a school's data.

    Raises:
        PermissionDenied: with a translated sentence.
    """
    if not may_edit_school(actor, school):
        raise PermissionDenied(_("Alleen een schoolmentor wijzigt de gegevens van de school."))


def require_institution_editor(actor: Actor, institution: TrainingInstitution) -> None:
    """Refuse who may not change an institution's data.

    Raises:
        PermissionDenied: with a translated sentence.
    """
    if not may_edit_institution(actor, institution):
        raise PermissionDenied(
            _("Alleen een stagecoördinator wijzigt de gegevens van de lerarenopleiding.")
        )
