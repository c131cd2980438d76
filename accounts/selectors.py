"""Reads about people: who acts, and as what."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import Invitation, Membership, User
from accounts.querysets import InvitationQuerySet, MembershipQuerySet
from institutions.actors import Actor
from institutions.enums import Role

SESSION_KEY = "membership"


def actor_of(membership: Membership) -> Actor:
    """The actor of a membership."""
    return Actor(
        user=membership.user,
        role=Role(membership.role),
        institution=membership.institution,
        school=membership.school,
        membership_id=membership.pk,
        handles_requests=membership.handles_requests,
    )


def memberships_of(user: User) -> list[Membership]:
    """The memberships in force of a user, by organisation."""
    rows = Membership.objects.active().filter(user=user)
    return list(rows.select_related("user", "institution", "school").order_by("pk"))


def acting_as(request: HttpRequest) -> Actor:
    """The actor of a request: an administrator, the chosen membership, or the first one.

    Somebody without a membership, or who is not logged in, is an actor without a role, who
    sees nothing.
    """
    user = request.user
    if not user.is_authenticated:
        return Actor(user=None)
    memberships = memberships_of(user)
    request.memberships = memberships  # type: ignore[attr-defined]  # the head offers the others
    chosen = request.session.get(SESSION_KEY)
    for membership in memberships:
        if str(membership.public_id) == chosen:
            return actor_of(membership)
    if user.is_staff:
        return Actor(user=user, role=Role.ADMIN)
    return actor_of(memberships[0]) if memberships else Actor(user=user)


def colleagues(actor: Actor) -> MembershipQuerySet:
    """The members in force of the actor's organisation, by name. Trainees are no colleagues."""
    rows = Membership.objects.visible_to(actor).active().exclude(role=Role.TRAINEE)
    return rows.select_related("user").order_by("user__last_name", "user__first_name", "pk")


def schoolmentors(actor: Actor) -> MembershipQuerySet:
    """The schoolmentors of the actor's school, by name."""
    return colleagues(actor).filter(role=Role.SCHOOL_MENTOR)


def open_invitations(actor: Actor) -> InvitationQuerySet:
    """The invitations of colleagues that are not accepted or revoked."""
    rows = Invitation.objects.visible_to(actor).open().exclude(role=Role.TRAINEE)
    return rows.select_related("invited_by")
