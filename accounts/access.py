"""Whose membership or invitation it is. Outside the organisation there is nothing: 404."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import Invitation, Membership, OutgoingMail, User
from institutions.actors import Actor
from institutions.enums import Role


def colleague(actor: Actor, public_id: UUID) -> Membership:
    """A member of the actor's organisation, also one whose access has ended."""
    rows = Membership.objects.visible_to(actor).exclude(role=Role.TRAINEE)
    found: Membership = get_object_or_404(
        rows.select_related("user", "institution", "school"), public_id=public_id
    )
    return found


def invitation_of_ours(actor: Actor, public_id: UUID) -> Invitation:
    """An invitation of a colleague to the actor's organisation."""
    rows = Invitation.objects.visible_to(actor).exclude(role=Role.TRAINEE)
    found: Invitation = get_object_or_404(rows, public_id=public_id)
    return found


def own_membership(user: User, public_id: UUID) -> Membership:
    """One of the user's own memberships in force."""
    rows = Membership.objects.active().filter(user=user)
    found: Membership = get_object_or_404(rows, public_id=public_id)
    return found


def mail_of(actor: Actor, public_id: UUID) -> OutgoingMail:
    """A mail of the outbox, for an administrator."""
    rows = OutgoingMail.objects.all() if actor.is_admin else OutgoingMail.objects.none()
    return get_object_or_404(rows, public_id=public_id)
