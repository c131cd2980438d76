"""Inviting trainees to log in, one or many at once, at the address that their institution keeps.

Accepting, sending again and withdrawing are those of every invitation (`invitations`). Whose stage
somebody then sees is not known here: see `joining.joined`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.invitations import SAME_CLICK, fresh_link, may_invite
from accounts.models import Invitation, Membership, User
from accounts.outbox import queue_mails
from calendar_cfg import clock
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import TrainingInstitution


@dataclass
class Invited:
    """What came of inviting some addresses (in lower case).

    Attributes:
        sent: a mail with a link goes there now.
        still_open: an earlier link still works; nothing was sent.
        members: they are a trainee of the institution already, with their account.
    """

    sent: list[str] = field(default_factory=list)
    still_open: list[str] = field(default_factory=list)
    members: dict[str, User] = field(default_factory=dict)


@transaction.atomic
def invite_trainees(emails: Collection[str], *, actor: Actor) -> Invited:
    """Invite people as trainee of the actor's institution: a row and a mail for each.

    An invitation that expired gets a new link; one that is open is left alone, so a double click
    sends one mail. The number of queries does not grow with the addresses.

    Raises:
        PermissionDenied: unless the actor is a stagecoördinator or stagebegeleider.
    """
    institution = actor.institution
    if institution is None or not may_invite(actor, Role.TRAINEE):
        raise PermissionDenied(_("Alleen een lerarenopleiding nodigt stagiairs uit."))
    TrainingInstitution.objects.select_for_update().get(pk=institution.pk)
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails))
    accounts = _accounts(wanted)
    result = Invited(members=_members(institution, wanted))
    earlier = _earlier(institution, wanted)
    for email in wanted:
        if email in result.members:
            continue
        found = earlier.get(email)
        if found is None or found.is_expired:
            result.sent.append(email)
        else:
            _same_click_or_open(result, found, actor)
    new = [email for email in result.sent if email not in earlier or earlier[email].is_expired]
    _send(institution, {email: earlier.get(email) for email in new}, accounts, actor)
    return result


def _same_click_or_open(result: Invited, found: Invitation, actor: Actor) -> None:
    """The second of two clicks tells what the first one told."""
    is_new = clock.real_now() - found.created_at < SAME_CLICK
    told = result.sent if is_new and found.invited_by_id == actor.user.pk else result.still_open  # type: ignore[union-attr]
    told.append(found.email.lower())


def _send(
    institution: TrainingInstitution,
    wanted: dict[str, Invitation | None],
    accounts: dict[str, User],
    actor: Actor,
) -> None:
    """Write the rows and queue the mails: new ones, and a new link for what expired."""
    new: list[Invitation] = []
    again: list[Invitation] = []
    mails = []
    for email, expired in wanted.items():
        row = expired or Invitation(
            email=email, role=Role.TRAINEE, institution=institution, invited_by=actor.user
        )
        mails.append(fresh_link(row, accounts.get(email)))
        (again if expired else new).append(row)
    Invitation.objects.bulk_create(new)
    Invitation.objects.bulk_update(again, ["token_hash", "expires_at"])
    queue_mails(mails)


def _accounts(emails: list[str]) -> dict[str, User]:
    rows = User.objects.annotate(lower=Lower("email")).filter(lower__in=emails)
    return {user.email.lower(): user for user in rows}


def _members(institution: TrainingInstitution, emails: list[str]) -> dict[str, User]:
    rows = Membership.objects.active().filter(institution=institution, role=Role.TRAINEE)
    rows = rows.annotate(lower=Lower("user__email")).filter(lower__in=emails)
    return {row.user.email.lower(): row.user for row in rows.select_related("user")}


def _earlier(institution: TrainingInstitution, emails: list[str]) -> dict[str, Invitation]:
    rows = Invitation.objects.open().filter(institution=institution, role=Role.TRAINEE)
    rows = rows.annotate(lower=Lower("email")).filter(lower__in=emails)
    related = rows.select_related("institution", "school", "invited_by")
    return {row.email.lower(): row for row in related.select_for_update(of=("self",))}


def withdraw_invitation(institution: TrainingInstitution, email: str) -> None:
    """Make an open link to an address useless: it belongs to no trainee to invite any more."""
    rows = Invitation.objects.open().filter(
        institution=institution, role=Role.TRAINEE, email__iexact=email
    )
    rows.update(revoked_at=clock.real_now())
