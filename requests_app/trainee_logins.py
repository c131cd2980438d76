"""Stagiairs who log in: invited by their institution, and tied to what is kept of them.

Whose stages somebody sees is decided by `Trainee.user`. It is set when an invitation is accepted,
for every trainee of that institution with the invited address, and never taken from somebody
else (docs/decisions/0020-trainee-logins.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.invitations import revoke_invitation, send_invitation_again
from accounts.joining import joined
from accounts.memberships import end_membership
from accounts.models import Invitation, Membership, User
from accounts.trainee_invitations import invite_trainees
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import Role
from institutions.models import TrainingInstitution
from requests_app.models import Trainee
from requests_app.trainee_addresses import with_address
from requests_app.trainee_standing import Login, login_of, with_login
from requests_app.trainees import require_trainee_editor


@dataclass
class LoginsAsked:
    """What came of inviting trainees, by how it went."""

    invited: list[Trainee] = field(default_factory=list)
    still_open: list[Trainee] = field(default_factory=list)
    logs_in: list[Trainee] = field(default_factory=list)
    not_active: list[Trainee] = field(default_factory=list)


@transaction.atomic
def invite_to_log_in(*, trainee_pks: Collection[int], actor: Actor) -> LoginsAsked:
    """Invite trainees of the actor's institution to log in, each at the address kept of them.

    Somebody who logs in as trainee of this institution already is tied to the row at once. Whoever
    is not active, or has a link that still works, is left alone. Constant number of queries.

    Raises:
        PermissionDenied: the actor is no coordinator or supervisor.
    """
    institution = require_trainee_editor(actor)
    rows = with_login(Trainee.objects.filter(institution=institution, pk__in=trainee_pks))
    asked, wanted = LoginsAsked(), []
    for trainee in rows.order_by("last_name", "first_name", "pk"):
        if login_of(trainee).login == Login.LOGS_IN:
            asked.logs_in.append(trainee)
        elif not trainee.is_active:
            asked.not_active.append(trainee)
        else:
            wanted.append(trainee)
    came = invite_trainees([trainee.email for trainee in wanted], actor=actor)
    for trainee in wanted:
        _sort(asked, trainee, came.sent, came.members)
    for address, user in came.members.items():
        _tie(institution, address, user, actor)
    return asked


def send_link_again(trainee: Trainee, *, actor: Actor) -> Invitation:
    """Send a new link to a trainee; the earlier one stops working.

    Raises:
        DomainError: there is no open invitation.
        PermissionDenied: the actor is no coordinator or supervisor of the institution.
    """
    return send_invitation_again(_open_invitation(trainee, actor), actor=actor)


def withdraw_link(trainee: Trainee, *, actor: Actor) -> Invitation:
    """Make the link of a trainee useless.

    Raises:
        DomainError: there is no open invitation.
        PermissionDenied: the actor is no coordinator or supervisor of the institution.
    """
    return revoke_invitation(_open_invitation(trainee, actor), actor=actor)


@transaction.atomic
def end_login(*, trainee_pk: int, actor: Actor, reason: str) -> Trainee:
    """End the access of who logs in as a trainee; what was done stays, and so does the trainee.

    Effects, in order: the membership ends, no trainee of the institution is tied to the account
    any more. Twice is harmless.

    Raises:
        PermissionDenied: the actor is no coordinator of the institution.
    """
    institution = require_trainee_editor(actor)
    if not actor.is_coordinator:
        raise PermissionDenied(_("Alleen een stagecoördinator stopt de toegang van een stagiair."))
    TrainingInstitution.objects.select_for_update().get(pk=institution.pk)  # as an acceptance does
    rows = Trainee.objects.select_for_update(of=("self",)).select_related("user")
    trainee: Trainee = rows.get(pk=trainee_pk, institution=institution)
    if trainee.user is None:
        return trainee
    members = Membership.objects.filter(
        user=trainee.user, institution=institution, role=Role.TRAINEE
    )
    with logged_as(actor):
        for membership in members.select_related("user", "institution", "school"):
            end_membership(membership, actor=actor, reason=reason)
        Trainee.objects.filter(institution=institution, user=trainee.user).update(user=None)
    trainee.user = None
    return trainee


@receiver(joined)
def tie_to_account(membership: Membership, invitation: Invitation, **_kwargs: Any) -> None:
    """Let who accepted see what is kept of them; part of the acceptance.

    Raises:
        DomainError: the institution keeps no trainee at the invited address (any more), or
            somebody else logs in for all of them.
    """
    if membership.role != Role.TRAINEE or membership.institution is None:
        return
    user = membership.user
    _tie(membership.institution, invitation.email, user, Actor(user=user, role=Role.TRAINEE))
    if not with_address(membership.institution, invitation.email).filter(user=user).exists():
        raise DomainError(
            _("Uw opleiding kent op dit adres geen stagiair meer. Vraag een nieuwe uitnodiging.")
        )


def _tie(institution: TrainingInstitution, email: str, user: User, actor: Actor) -> None:
    with logged_as(actor):
        with_address(institution, email).filter(user=None).update(user=user)


def _sort(
    asked: LoginsAsked, trainee: Trainee, sent: Sequence[str], members: Collection[str]
) -> None:
    address = trainee.email.lower()
    if address in members:
        asked.logs_in.append(trainee)
    elif address in sent:
        asked.invited.append(trainee)
    else:
        asked.still_open.append(trainee)


def _open_invitation(trainee: Trainee, actor: Actor) -> Invitation:
    if require_trainee_editor(actor) != trainee.institution:
        raise PermissionDenied(_("Alleen een lerarenopleiding beheert haar stagiairs."))
    rows = Invitation.objects.open().filter(institution=trainee.institution, role=Role.TRAINEE)
    found: Invitation | None = rows.filter(email__iexact=trainee.email).first()
    if found is None:
        raise DomainError(_("Er staat voor deze stagiair geen uitnodiging open."))
    return found
