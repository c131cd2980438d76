"""What an institution keeps of itself: contact data and programmes."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import ProgrammeKind
from institutions.models import Programme, TrainingInstitution
from institutions.rights import require_institution_editor


@transaction.atomic
def save_contact(
    *, actor: Actor, institution: TrainingInstitution, email: str, phone: str
) -> TrainingInstitution:
    """Store the contact data of an institution.

    Raises:
        PermissionDenied: the actor is no coordinator of the institution.
    """
    require_institution_editor(actor, institution)
    with logged_as(actor):
        locked = TrainingInstitution.objects.select_for_update()
        row: TrainingInstitution = locked.get(pk=institution.pk)
        row.email, row.phone = email, phone
        row.save()
        return row


@transaction.atomic
def add_programme(
    *, actor: Actor, institution: TrainingInstitution, name: str, kind: ProgrammeKind
) -> Programme:
    """Add a programme; the same one sent twice is one.

    Raises:
        PermissionDenied: the actor is no coordinator of the institution.
        DomainError: there is another programme of that name.
    """
    require_institution_editor(actor, institution)
    with logged_as(actor):
        row, created = Programme.objects.get_or_create(
            institution=institution, name=name, defaults={"kind": kind}
        )
    if not created and (row.kind != kind or not row.is_active):
        raise DomainError(_("Er is al een opleiding met deze naam."), field="name")
    return row


@transaction.atomic
def change_programme(
    *, actor: Actor, programme: Programme, name: str, kind: ProgrammeKind, is_active: bool
) -> Programme:
    """Rename a programme, or take it out of use; existing requests keep it.

    Raises:
        PermissionDenied: the actor is no coordinator of its institution.
        DomainError: there is another programme of that name.
    """
    require_institution_editor(actor, programme.institution)
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    row.name, row.kind, row.is_active = name, kind, is_active
    try:
        with transaction.atomic(), logged_as(actor):
            row.save()
    except IntegrityError as error:
        raise DomainError(_("Er is al een opleiding met deze naam."), field="name") from error
    return row
