"""Reads about people: who acts, and as what."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import Membership, User
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
    if not isinstance(user, User) and not user.is_authenticated:
        return Actor(user=None)
    memberships = memberships_of(user)  # type: ignore[arg-type]
    chosen = request.session.get(SESSION_KEY)
    for membership in memberships:
        if str(membership.public_id) == chosen:
            return actor_of(membership)
    if user.is_staff:
        return Actor(user=user, role=Role.ADMIN)
    return actor_of(memberships[0]) if memberships else Actor(user=user)
