"""Inviting a colleague by mail, and accepting; trainees: see `trainee_invitations`.

The link carries a random token of which the database keeps only a hash. A link works once, for
`settings.INVITATION_DAYS` days of the real calendar, whatever the practice clock says.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitation_letters import invitation_letter
from accounts.joining import joined
from accounts.memberships import join
from accounts.models import Invitation, Membership, User
from accounts.outbox import QueuedMail, queue_mails
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.enums import INSTITUTION_ROLES, SCHOOL_ROLES, Role
from institutions.models import PlacementSchool, TrainingInstitution

Organisation = TrainingInstitution | PlacementSchool

# Trainees are no colleagues: the institution adds them as trainees.
ROLES_BY_INVITER: dict[Role, tuple[Role, ...]] = {
    Role.COORDINATOR: (Role.COORDINATOR, Role.SUPERVISOR),
    Role.SCHOOL_MENTOR: (Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR),
    Role.ADMIN: (Role.COORDINATOR, Role.SUPERVISOR, Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR),
}
TRAINEE_INVITERS = (Role.COORDINATOR, Role.SUPERVISOR)
# The second click of a double click gets the invitation of the first.
SAME_CLICK = timedelta(minutes=1)


class Standing(TextChoices):
    """What a link is still good for."""

    OPEN = "open", gettext_lazy("open")
    EXPIRED = "expired", gettext_lazy("verlopen")
    ACCEPTED = "accepted", gettext_lazy("aanvaard")
    REVOKED = "revoked", gettext_lazy("ingetrokken")


def roles_to_invite(actor: Actor) -> tuple[Role, ...]:
    """The roles in which the actor may invite somebody."""
    return ROLES_BY_INVITER.get(actor.role, ()) if actor.role else ()


def may_invite(actor: Actor, role: str) -> bool:
    """Whether the actor invites people in a role to the own organisation."""
    if role == Role.TRAINEE:
        return actor.role in TRAINEE_INVITERS
    return role in roles_to_invite(actor)


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a link belongs to."""
    rows = Invitation.objects.select_related("institution", "school", "invited_by")
    return rows.filter(token_hash=_hash(token)).first()


def standing_of(invitation: Invitation) -> Standing:
    """Whether a link still works, and if not why."""
    if invitation.accepted_at:
        return Standing.ACCEPTED
    if invitation.revoked_at:
        return Standing.REVOKED
    return Standing.EXPIRED if invitation.is_expired else Standing.OPEN


@transaction.atomic
def invite_colleague(
    email: str,
    role: Role,
    *,
    actor: Actor,
    organisation: Organisation | None = None,
    handles_requests: bool = False,
) -> Invitation:
    """Invite somebody to the actor's organisation: one row, one mail after the commit.

    Arguments:
        organisation: only an administrator names one.
        handles_requests: for a schoolmentor who is to answer stageaanvragen.

    Raises:
        DomainError: for a member, or while an invitation to this address is open.
        PermissionDenied: when this actor does not invite in this role.
    """
    organisation = organisation if actor.is_admin else actor.organisation
    if role not in roles_to_invite(actor) or organisation is None:
        raise PermissionDenied(_("U kunt niemand uitnodigen in deze rol."))
    invitation = Invitation(
        email=email.strip().lower(),
        role=role,
        institution=organisation if isinstance(organisation, TrainingInstitution) else None,
        school=organisation if isinstance(organisation, PlacementSchool) else None,
        handles_requests=handles_requests and role == Role.SCHOOL_MENTOR,
        invited_by=actor.user,
    )
    _require_fit(invitation)
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    if (earlier := _open_one_like(invitation)) is not None:
        return _same_click(earlier, actor)
    _require_no_member(invitation)
    _send(invitation)
    return invitation


@transaction.atomic
def invite_first_mentor(email: str, *, school: PlacementSchool, actor: Actor) -> Invitation:
    """Invite who will be the first schoolmentor of a school, to answer its stageaanvragen.

    For who may decide that a school works along: the caller says who that is. From then on the
    school invites its own people. An open invitation for this is sent again.

    Raises:
        DomainError: the school has a schoolmentor, who is the one to invite.
    """
    PlacementSchool.objects.select_for_update().get(pk=school.pk)
    mentors = Membership.objects.active().filter(school=school, role=Role.SCHOOL_MENTOR)
    if mentors.exists():
        raise DomainError(
            _("%(school)s heeft intussen een schoolmentor: die nodigt collega's uit.")
            % {"school": school}
        )
    invitation = Invitation(
        email=email.strip().lower(),
        role=Role.SCHOOL_MENTOR,
        school=school,
        handles_requests=True,
        invited_by=actor.user,
    )
    invitation = _open_one_like(invitation) or invitation
    _send(invitation)
    return invitation


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Send a new link, valid from now; the earlier link stops working.

    Raises:
        DomainError: when the invitation was accepted or revoked.
        PermissionDenied: when the actor does not invite for this organisation.
    """
    invitation = _locked(invitation, actor)
    if standing_of(invitation) not in (Standing.OPEN, Standing.EXPIRED):
        raise DomainError(_already(invitation))
    _send(invitation)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Make a link useless. Revoking twice is revoking once.

    Raises:
        DomainError: when the invitation was accepted.
        PermissionDenied: when the actor does not invite for this organisation.
    """
    invitation = _locked(invitation, actor)
    if invitation.accepted_at:
        raise DomainError(_already(invitation))
    if not invitation.revoked_at:
        invitation.revoked_at = clock.real_now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> Membership:
    """Become a member; the link is used up; the apps above hear of it (`joining.joined`).

    Raises:
        DomainError: when the link no longer works, or an app above knows nobody to invite.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if standing_of(invitation) != Standing.OPEN:
        raise DomainError(_already(invitation))
    membership = join(
        user,
        role=Role(invitation.role),
        organisation=invitation.organisation,
        handles_requests=invitation.handles_requests,
    )
    invitation.accepted_at = clock.real_now()
    invitation.save(update_fields=["accepted_at"])
    joined.send(Invitation, membership=membership, invitation=invitation)
    return membership


@transaction.atomic
def accept_as_new_person(
    invitation: Invitation, *, first_name: str, last_name: str, password: str
) -> Membership:
    """Make the account that the invitation is for, with its address proven, and accept.

    Raises:
        DomainError: when the link no longer works, or the account came to exist meanwhile.
    """
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    if account_of(invitation) is not None:
        raise DomainError(_("Er is al een account met dit e-mailadres. Meld u eerst aan."))
    user = User.objects.create_user(
        invitation.email,
        password,
        first_name=first_name,
        last_name=last_name,
        language=translation.get_language() or "nl",
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return accept_invitation(invitation, user=user)


def account_of(invitation: Invitation) -> User | None:
    """The account with the invited address, active or not."""
    return User.objects.filter(email__iexact=invitation.email).first()


def fresh_link(invitation: Invitation, account: User | None) -> QueuedMail:
    """Give an invitation a new token, valid from now, and the mail with the link; saves neither.

    Arguments:
        account: of the invited address, for the language of the mail; None without one.
    """
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.expires_at = clock.real_now() + timedelta(days=settings.INVITATION_DAYS)
    with translation.override(account.language if account else settings.LANGUAGE_CODE):
        letter = invitation_letter(invitation, token)
    key = f"invitation:{invitation.token_hash[:40]}"
    return QueuedMail(key, invitation.email, letter, kind="invitation")


def _send(invitation: Invitation) -> None:
    """Give the invitation a new token, save it, and queue the mail with the link."""
    mail = fresh_link(invitation, account_of(invitation))
    invitation.save()
    queue_mails([mail])


def _locked(invitation: Invitation, actor: Actor) -> Invitation:
    """The invitation under a lock, when the actor invites for its organisation."""
    own = actor.organisation is not None and actor.organisation == invitation.organisation
    if not (actor.is_admin or (own and may_invite(actor, invitation.role))):
        raise PermissionDenied(_("U beheert de uitnodigingen van deze organisatie niet."))
    rows = Invitation.objects.select_for_update(of=("self",))
    locked: Invitation = rows.select_related("institution", "school", "invited_by").get(
        pk=invitation.pk
    )
    return locked


def _require_fit(invitation: Invitation) -> None:
    """An administrator could choose a role of the other kind of organisation."""
    roles = INSTITUTION_ROLES if invitation.institution else SCHOOL_ROLES
    if invitation.role not in roles:
        raise DomainError(_("Deze rol past niet bij deze organisatie."), field="role")


def _open_one_like(invitation: Invitation) -> Invitation | None:
    earlier: Invitation | None = (
        Invitation.objects.open()
        .filter(
            email__iexact=invitation.email,
            role=invitation.role,
            institution=invitation.institution,
            school=invitation.school,
        )
        .first()
    )
    return earlier


def _same_click(earlier: Invitation, actor: Actor) -> Invitation:
    """The earlier invitation for a double click; otherwise it can be sent again."""
    made: datetime = earlier.created_at
    if earlier.invited_by == actor.user and clock.real_now() - made < SAME_CLICK:
        return earlier
    raise DomainError(
        _("Er staat al een uitnodiging open voor dit adres. U kunt ze opnieuw versturen."),
        field="email",
    )


def _require_no_member(invitation: Invitation) -> None:
    members = Membership.objects.active().filter(
        user__email__iexact=invitation.email,
        role=invitation.role,
        institution=invitation.institution,
        school=invitation.school,
    )
    if members.exists():
        raise DomainError(_("Deze persoon heeft deze rol hier al."), field="email")


def _already(invitation: Invitation) -> str:
    return {
        Standing.ACCEPTED: _("Deze uitnodiging is al aanvaard."),
        Standing.REVOKED: _("Deze uitnodiging is ingetrokken."),
        Standing.EXPIRED: _("Deze uitnodiging is verlopen."),
        Standing.OPEN: "",
    }[standing_of(invitation)]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
