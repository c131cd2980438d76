"""The calendar of the years in feeds: on which day a phase opens and ends, and the milestones.

For each role what it can do something with, in the feed of everything alone. A day that an
administrator moves stays the same event: its UID is made of the year and of what it is, and its
SEQUENCE is the number of changes that the trail of the row holds (docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.enums import Edge, MilestoneKind, PhaseKind
from calendar_cfg.models import Milestone, Phase
from feeds.models import Feed
from feeds.providers import FeedEvent, provides_events
from institutions.actors import Actor
from institutions.enums import Role

KEPT = timedelta(days=366)
"""What is longer ago leaves the feed."""
INSTITUTION = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
SCHOOL = frozenset({Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR})
TRAINEE = frozenset({Role.TRAINEE})

PHASES_FOR: Mapping[str, frozenset[Role]] = {
    PhaseKind.SCHOOL_DATA: SCHOOL,
    PhaseKind.TEMPLATES: INSTITUTION,
    PhaseKind.REQUESTS: INSTITUTION,
    PhaseKind.ANSWERS: INSTITUTION | SCHOOL | TRAINEE,
}
MILESTONES_FOR: Mapping[str, frozenset[Role]] = {
    MilestoneKind.ANSWER_BY: INSTITUTION | SCHOOL | TRAINEE,
    MilestoneKind.SEND: INSTITUTION,
    MilestoneKind.APPROVE: INSTITUTION | SCHOOL,
    MilestoneKind.INTRO: INSTITUTION | SCHOOL | TRAINEE,
}


@provides_events
def phases_and_milestones(feed: Feed, actors: Sequence[Actor]) -> Iterator[FeedEvent]:
    """What the roles of the person can do something with; two queries."""
    roles = {actor.role for actor in actors if actor.role is not None}
    if feed.placement_id is not None or not roles:
        return
    since = clock.today() - KEPT
    phases = Phase.objects.filter(kind__in=_for(PHASES_FOR, roles), last_day__gte=since)
    for phase in _with_trail(phases, year=OuterRef("year"), kind=OuterRef("kind")):
        yield _edge(phase, Edge.OPEN, phase.opens_on)
        yield _edge(phase, Edge.CLOSE, phase.last_day)
    milestones = Milestone.objects.filter(kind__in=_for(MILESTONES_FOR, roles), date__gte=since)
    same = Q(trimester=OuterRef("trimester")) | Q(trimester=None, kind=MilestoneKind.ANSWER_BY)
    for row in _with_trail(milestones, same, year=OuterRef("year"), kind=OuterRef("kind")):
        yield _milestone(row)


def _for(roles_of: Mapping[str, frozenset[Role]], roles: Collection[Role]) -> list[str]:
    return [kind for kind, asked in roles_of.items() if asked.intersection(roles)]


def _with_trail(rows: QuerySet[Any], *same: Q, **named: Any) -> QuerySet[Any]:
    """Rows with `changes` and `changed_at`, as the trail has them of what they are called.

    Not of the row's own id: a day that was deleted and made again goes on where it was.
    """
    trail: Any = rows.model.pgh_event_model.objects.filter(*same, **named).order_by()
    counted = trail.values("year").annotate(n=Count("pk"), at=Max("pgh_created_at"))
    found: QuerySet[Any] = rows.select_related("year").annotate(
        changes=Subquery(counted.values("n")), changed_at=Subquery(counted.values("at"))
    )
    return found


def _edge(phase: Any, edge: Edge, day: date) -> FeedEvent:
    words = {"phase": phase.get_kind_display(), "year": phase.year}
    opens = _("Opent: %(phase)s, %(year)s") % words
    ends = _("Laatste dag: %(phase)s, %(year)s") % words
    summary = opens if edge == Edge.OPEN else ends
    return _whole_day(phase, f"{phase.kind}:{edge}", day, summary)


def _milestone(row: Any) -> FeedEvent:
    described = _("Bij voorkeur: later mag ook.") if row.is_soft else ""
    summary = _("%(what)s, %(year)s") % {"what": row.label, "year": row.year}
    return _whole_day(row, f"{row.kind}:{row.trimester or 0}", row.date, summary, described)


def _whole_day(row: Any, what: str, day: date, summary: str, described: str = "") -> FeedEvent:
    return FeedEvent(
        uid=uuid5(NAMESPACE_URL, f"lerarenstage:{row.year.start_year}:{what}"),
        sequence=row.changes - 1,
        start=day,
        end=day,
        summary=summary,
        location="",
        description=described,
        changed_at=row.changed_at,
    )
