"""Intromoments in feeds: of the invited trainee, and of the mentors of the school."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from feeds.models import Feed
from feeds.providers import FeedEvent, provides_events
from institutions.actors import Actor
from institutions.enums import Role
from intromoments.models import Intromoment
from intromoments.querysets import invited_by_row
from placements.models import Placement


@provides_events
def intromoments(feed: Feed, actors: Sequence[Actor]) -> Iterable[FeedEvent]:
    """Those that the person sees in any role; of one stage, the one that it is invited to.

    One query. One that was called off stays, as cancelled; with a stage that was cancelled, its
    invitation goes.
    """
    roles = [actor for actor in actors if actor.school or actor.role == Role.TRAINEE]
    if not roles:
        return []
    seen = Q(pk__in=[])
    for actor in roles:
        seen |= _seen_by(actor, feed.placement_id)
    rows = Intromoment.objects.filter(seen).select_related("school")
    return [_event(row) for row in rows]


def _seen_by(actor: Actor, placement_id: int | None) -> Q:
    stages = Placement.objects.visible_to(actor)
    if placement_id is not None:
        return Q(invited_by_row(stages.filter(pk=placement_id)))
    return Q(school=actor.school) if actor.school else Q(invited_by_row(stages))


def _event(row: Intromoment) -> FeedEvent:
    return FeedEvent(
        uid=row.public_id,
        sequence=row.sequence,
        start=row.starts_at,
        end=row.ends_at,
        summary=_("Intromoment %(school)s") % {"school": row.school},
        location=row.place,
        description=row.cancel_reason if row.is_cancelled else row.text,
        changed_at=row.changed_at,
        cancelled=row.is_cancelled,
    )
