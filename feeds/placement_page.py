"""What the page of a stage says of the feed of that stage."""

from __future__ import annotations

from typing import Any

from feeds.selectors import own_feed_of
from placements.page_sections import Section, adds_to_placement_page


@adds_to_placement_page(order=40)
def feed_of_stage(page: Any) -> Section | None:
    """The own feed of this stage with its address, or a button that makes it.

    An administrator, who sees every stage, subscribes to none.
    """
    actor = page.actor
    if actor.user is None or actor.is_admin:
        return None
    return Section("feeds/_placement.html", own_feed_of(actor.user, page.placement))
