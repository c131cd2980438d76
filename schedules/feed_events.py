"""What stands of stageplanningen in calendar feeds (docs/decisions/0024).

A trainee gets all of the own stages, a vakmentor what they guide, a stagebegeleider the visits they
marked; in the feed of one stage everybody who sees it gets all of it. Nobody but the trainee reads
a text that people typed about it, and no name of a trainee stands in any feed: a stage is known by
its kenmerk. The UID is that of the activity, so that it stays one event however often it moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext as _

from calendar_cfg import clock
from feeds.models import Feed
from feeds.providers import FeedEvent, provides_events
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import SCHOOL_ROLES, Role
from placements.changes import placement_ended
from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from placements.selectors import place_of, with_facts, with_place
from schedules.models import PlannedActivity
from schedules.output_rows import Row, visit_of

KEPT = timedelta(days=366)
"""What is longer ago leaves the feed."""


@provides_events
def planned_activities(feed: Feed, actors: Sequence[Actor]) -> Iterator[FeedEvent]:
    """The events of a feed for each role of its person; two queries a role."""
    for actor in actors:
        yield from _events(feed, actor)


def _events(feed: Feed, actor: Actor) -> Iterator[FeedEvent]:
    rows = list(_rows(feed, actor))
    seen = Placement.objects.filter(pk__in={row.schedule.placement_id for row in rows})
    placements = {row.pk: row for row in with_place(with_facts(seen))}
    for row in rows:
        yield _event(row, placements[row.schedule.placement_id], feed, actor)


def _rows(feed: Feed, actor: Actor) -> Iterable[PlannedActivity]:
    """What is planned, also what was taken out; with its visit."""
    seen: QuerySet[PlannedActivity] = PlannedActivity.objects.visible_to(actor)
    seen = seen.filter(day__gte=clock.today() - KEPT)
    related = ("schedule", "line__subject", "mentor__user", "visit__member__user")
    seen = seen.select_related(*related).order_by("day", "start", "pk")
    if feed.placement_id is not None:
        return seen.filter(schedule__placement=feed.placement_id)
    if actor.role == Role.TRAINEE:
        return seen
    if actor.role in SCHOOL_ROLES:
        mine = Q(mentor=actor.membership_id)
        return seen.filter(mine | _named_nobody_of_now() & _guided_by(actor))
    if actor.institution is not None:
        return seen.filter(visit__member=actor.membership_id)
    return ()


def _named_nobody_of_now() -> Q:
    """Where no vakmentor is named with the activity itself, or one who guides no more."""
    guides = Guide.objects.current().filter(
        placement=OuterRef("schedule__placement"),
        member=OuterRef("mentor"),
        role=GuidanceRole.SUBJECT_MENTOR,
    )
    stands = Q(Exists(guides)) | Q(mentor__role=Role.SCHOOL_MENTOR)
    return Q(mentor=None) | Q(mentor__is_active=False) | ~stands


def _guided_by(actor: Actor) -> Q:
    """What somebody guides now."""
    mine = Guide.objects.current().filter(
        placement=OuterRef("schedule__placement"),
        member=actor.membership_id,
        role=GuidanceRole.SUBJECT_MENTOR,
    )
    taught = mine.filter(subject=OuterRef("line__subject"))
    return Q(Exists(taught)) | Q(line__subject=None) & Q(Exists(mine.filter(subject=None)))


def _event(row: PlannedActivity, placement: Placement, feed: Feed, actor: Actor) -> FeedEvent:
    visit = visit_of(row)
    moments = [row.changed_at, *([visit.marked_at] if visit else [])]
    return FeedEvent(
        uid=row.public_id,
        sequence=row.sequence,
        start=_moment(row, row.start),
        end=_moment(row, row.end),
        summary=_summary(row, placement, feed, actor),
        location=_location(row, placement),
        description=_description(row, placement, actor),
        changed_at=max(moments),
        cancelled=row.removed_at is not None or placement.is_cancelled,
    )


def _moment(row: PlannedActivity, at: time) -> datetime:
    return datetime.combine(row.day, at, clock.BRUSSELS)


def _summary(row: PlannedActivity, placement: Placement, feed: Feed, actor: Actor) -> str:
    """ "Actieve stage Frans, 3A"; for others with the kenmerk, and whether it is a visit."""
    words = ", ".join(filter(None, (Row(row).activity, row.class_name)))
    if actor.role == Role.TRAINEE:
        return words
    parts = {"reference": placement.reference, "what": words}
    if feed.placement_id is None and actor.institution is not None:
        return _("Bezoek: stage %(reference)s, %(what)s") % parts
    return _("Stage %(reference)s: %(what)s") % parts


def _location(row: PlannedActivity, placement: Placement) -> str:
    """ "School Eigen, Teststraat 1, 9000 Gent, lokaal 12"."""
    place: Any = place_of(placement)
    street = f"{place.street} {place.house_number}".strip() if place else ""
    town = f"{place.postal_code} {place.locality}" if place else ""
    room = _("lokaal %(room)s") % {"room": row.room} if row.room else ""
    return ", ".join(filter(None, (placement.school.name, street, town, room)))


def _description(row: PlannedActivity, placement: Placement, actor: Actor) -> str:
    """Kenmerk, vakmentor, functionele gehelen and visit; a typed text for the trainee alone."""
    words, visit, own = Row(row), visit_of(row), actor.role == Role.TRAINEE
    lines = [_("Stage %(reference)s") % {"reference": placement.reference}]
    if words.mentor:
        lines.append(_("Vakmentor: %(who)s") % {"who": words.mentor})
    if words.wholes:
        lines.append(_("Functionele gehelen: %(wholes)s") % {"wholes": words.wholes})
    if visit is not None:
        plain = _("Bezoek van %(who)s") % {"who": visit.member.user}
        lines.append(words.visit if own else plain)
    if own and row.note:
        lines.append(row.note)
    return "\n".join(lines)


@receiver(placement_ended)
def call_off(placement: Placement, actor: Actor, **_kwargs: Any) -> None:
    """A cancelled stage: what is planned is called off, so its SEQUENCE grows (RFC 5545)."""
    rows = PlannedActivity.objects.standing().filter(schedule__placement=placement)
    with logged_as(actor):
        rows.update(sequence=F("sequence") + 1, changed_at=clock.now())
