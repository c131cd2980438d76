"""Reads of feeds: one's own, and what a calendar program gets."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import actor_of, memberships_of
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from feeds.addresses import address_of
from feeds.calendar_file import calendar_file
from feeds.models import Feed
from feeds.providers import events_of
from institutions.actors import Actor
from placements.models import Placement

MOST_STAGES_OFFERED = 10
FACTS = ("proposal__request", "proposal__school")


@dataclass(frozen=True)
class OwnFeed:
    """A feed with its address, for its owner alone."""

    feed: Feed
    address: str


def own_feeds(user: User) -> list[OwnFeed]:
    """The feeds of a person that work, that of everything first."""
    rows = Feed.objects.filter(user=user, revoked_at=None)
    rows = rows.select_related(*(f"placement__{name}" for name in FACTS))
    found = sorted(rows, key=lambda feed: (feed.placement_id is not None, feed.pk))
    return [with_address(feed) for feed in found]


def with_address(feed: Feed) -> OwnFeed:
    """A feed with its address."""
    return OwnFeed(feed, address_of(feed))


def stages_without_feed(user: User, actor: Actor, year: AcademicYear) -> list[Placement]:
    """The first stages that are not over, of which this person has no feed yet."""
    has_feed = Feed.objects.filter(user=user, placement=OuterRef("pk"), revoked_at=None)
    rows: QuerySet[Placement] = Placement.objects.visible_to(actor).live().of_year(year)
    rows = rows.filter(proposal__request__period_end__gte=clock.today()).exclude(Exists(has_feed))
    return list(rows.select_related(*FACTS)[:MOST_STAGES_OFFERED])


def working_feed(public_id: UUID) -> Feed | None:
    """A feed that was not revoked, of somebody who may still log in."""
    rows = Feed.objects.filter(public_id=public_id, revoked_at=None, user__is_active=True)
    return rows.select_related("user", "placement__proposal__request").first()


def file_of(feed: Feed) -> bytes:
    """What a calendar program gets, in the language of its person.

    What may be seen follows from the roles of this moment: with an ended membership all that it
    showed goes, and who has none left gets an empty calendar.
    """
    with translation.override(feed.user.language):
        actors = [actor_of(membership) for membership in memberships_of(feed.user)]
        return calendar_file(_name_of(feed), events_of(feed, actors))


def _name_of(feed: Feed) -> str:
    """How the calendar is called: never by a trainee."""
    if feed.placement is None:
        return "lerarenstage"
    return _("Stage %(reference)s (lerarenstage)") % {"reference": feed.placement.reference}
