"""What the page of a stage says of the feed of that stage."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from feeds.models import Feed
from feeds.selectors import OwnFeed, with_address
from institutions.actors import Actor
from placements.models import Placement
from placements.page_sections import (
    Section,
    adds_to_placement_page,
    adds_to_placement_reading,
)


@adds_to_placement_reading
def with_own_feed(rows: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]:
    """Adds `own_feed`: the id of the actor's feed of the stage that works, or None."""
    mine = Feed.objects.filter(user=actor.user, placement=OuterRef("pk"), revoked_at=None)
    return rows.annotate(own_feed=Subquery(mine.values("public_id")[:1]))


@adds_to_placement_page(order=40)
def feed_of_stage(page: Any) -> Section | None:
    """The own feed of this stage with its address, or a button that makes it.

    An administrator, who sees every stage, subscribes to none.
    """
    if page.actor.user is None or page.actor.is_admin:
        return None
    public_id = page.placement.own_feed
    own: OwnFeed | None = with_address(Feed(public_id=public_id)) if public_id else None
    return Section("feeds/_placement.html", own)
