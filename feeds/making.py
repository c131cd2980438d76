"""Making and revoking feeds. A person has one of everything, and one for each stage."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from calendar_cfg import clock
from feeds.models import Feed
from institutions.actors import Actor
from institutions.audit import logged_as
from placements.models import Placement


@transaction.atomic
def make_feed(*, user: User, placement: Placement | None, actor: Actor) -> Feed:
    """Make a feed of a stage, or of everything without one; the one that is there already stays.

    Arguments:
        placement: one that the actor may see: `feeds.access.placement_of`.
    """
    with logged_as(actor):
        feed, _new = Feed.objects.get_or_create(user=user, placement=placement, revoked_at=None)
    return feed


@transaction.atomic
def revoke_feed(*, feed: Feed, actor: Actor) -> None:
    """Let the address of a feed work no more, for ever; twice is harmless."""
    with logged_as(actor):
        Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=clock.real_now())


@transaction.atomic
def make_anew(*, feed: Feed, actor: Actor) -> Feed:
    """Revoke a feed, and make another one of the same with a new address.

    Sent twice it does so once: a feed that was revoked already gets no second successor.
    """
    revoke_feed(feed=feed, actor=actor)
    return make_feed(user=feed.user, placement=feed.placement, actor=actor)
