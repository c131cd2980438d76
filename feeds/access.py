"""Whose feed it is: nobody's but its owner's, an administrator's neither."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from feeds.models import Feed
from institutions.actors import Actor
from placements.models import Placement


def feed_of(user: User, public_id: UUID) -> Feed:
    """A feed of the user's own, also one that was revoked."""
    rows = Feed.objects.filter(user=user).select_related("user", "placement__proposal__request")
    feed: Feed = get_object_or_404(rows, public_id=public_id)
    return feed


def placement_of(actor: Actor, public_id: str) -> Placement | None:
    """The stage that a form names, which the actor may see; None when it names none."""
    if not public_id:
        return None
    try:
        wanted = UUID(public_id)
    except ValueError as error:
        raise Http404 from error
    found: Placement = get_object_or_404(Placement.objects.visible_to(actor), public_id=wanted)
    return found
