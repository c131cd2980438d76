"""The e-mail address of a stagiair: whom a link to it is for."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.trainee_invitations import withdraw_invitation
from institutions.models import TrainingInstitution
from requests_app.models import Trainee


def with_address(institution: TrainingInstitution, email: str) -> QuerySet[Trainee]:
    """The trainees of an institution at an address, whatever its capitals."""
    rows: QuerySet[Trainee] = Trainee.objects.filter(institution=institution)
    return rows.annotate(address=Lower("email")).filter(address=email.lower())


def let_go_of_address(institution: TrainingInstitution, email: str) -> None:
    """Withdraw an open link when no trainee to invite has its address any more."""
    if not with_address(institution, email).filter(is_active=True, user=None).exists():
        withdraw_invitation(institution, email)
