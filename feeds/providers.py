"""What stands in a feed: the apps above say it, since imports run one way.

    @provides_events
    def planned_activities(feed: Feed, actors: Sequence[Actor]) -> Iterable[FeedEvent]: ...

A module that does so is imported in the `ready` of its app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from feeds.models import Feed
from institutions.actors import Actor


@dataclass(frozen=True)
class FeedEvent:
    """One event of a calendar.

    Arguments:
        uid: of the row that it shows, and the same however often that moves.
        sequence: grows by one or more each time that it moves, or is called off.
        start, end: aware moments, which are written in Europe/Brussels; or two dates for whole
            days, of which `end` is the last.
        summary: what it is; never with the name of a trainee in a feed of somebody else.
        location, description: empty when there is nothing to say.
        changed_at: when it last changed, aware.
        cancelled: called off or removed; it stays in the feed, so that calendars take it out.
    """

    uid: UUID
    sequence: int
    start: datetime | date
    end: datetime | date
    summary: str
    location: str
    description: str
    changed_at: datetime
    cancelled: bool = False


Providing = Callable[[Feed, Sequence[Actor]], Iterable[FeedEvent]]
_PROVIDERS: list[Providing] = []


def provides_events(providing: Providing) -> Providing:
    """Let a function say what stands in a feed.

    It is given the feed (of `feed.user`; of `feed.placement_id` alone, or of everything when that
    is None) and the roles in which its person may look now, as actors; it scopes with
    `visible_to(actor)` for each of them. Its queries must not grow with the events or the roles'
    rows. Two roles may see the same event: it is written once.
    """
    if providing not in _PROVIDERS:
        _PROVIDERS.append(providing)
    return providing


def events_of(feed: Feed, actors: Sequence[Actor]) -> list[FeedEvent]:
    """All events of a feed, each once, in the order of their days."""
    found = {event.uid: event for providing in _PROVIDERS for event in providing(feed, actors)}
    return sorted(found.values(), key=lambda event: (_first_day(event), str(event.uid)))


def _first_day(event: FeedEvent) -> str:
    """What events are ordered by, whether they have an hour or are of a whole day."""
    return event.start.isoformat()
