"""Due dates in feeds: the answers that a school owes, and those that an institution waits for.

One event for each due date, with how many requests it is about; forty requests are not forty
events. Once the last of them is answered the event is called off. It names no trainee and no
request, and stands in the feed of everything alone (docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import clock
from feeds.calendar_events import KEPT
from feeds.models import Feed
from feeds.providers import FeedEvent, provides_events
from institutions.actors import Actor
from requests_app.enums import ProposalState
from requests_app.models import PlacementRequest, Proposal


@provides_events
def due_dates(feed: Feed, actors: Sequence[Actor]) -> Iterator[FeedEvent]:
    """The due dates of who answers, or who waits for answers; two queries a role."""
    if feed.placement_id is not None:
        return
    for actor in actors:
        if actor.may_answer or actor.is_institution_staff:
            yield from _of_role(actor)


def _of_role(actor: Actor) -> Iterator[FeedEvent]:
    counted = Count("pk", filter=Q(state=ProposalState.OPEN), distinct=True)
    rows = _seen_by(actor).filter(due_on__gte=clock.today() - KEPT).order_by("due_on")
    days: list[Any] = list(rows.values("due_on").annotate(n=counted, at=Max("events__at")))
    if not days:
        return
    changes = _of_organisation(actor).aggregate(n=Sum("version"))["n"]
    for day in days:
        yield _event(actor, day, changes)


def _seen_by(actor: Actor) -> QuerySet[Proposal]:
    if actor.school is not None:
        found: QuerySet[Proposal] = Proposal.objects.visible_to(actor)
        return found
    own = PlacementRequest.objects.visible_to(actor).order_by()
    return Proposal.objects.filter(request__in=own.values("pk"))


def _of_organisation(actor: Actor) -> QuerySet[Proposal]:
    """All that counts as a change: it only grows, whoever supervises what."""
    if actor.school is not None:
        return Proposal.objects.filter(school=actor.school)
    return Proposal.objects.filter(request__institution=actor.institution)


def _event(actor: Actor, day: dict[str, Any], changes: int) -> FeedEvent:
    due_on, n = day["due_on"], day["n"]
    page = reverse("inbox" if actor.school else "requests")
    return FeedEvent(
        uid=uuid5(NAMESPACE_URL, f"lerarenstage:due:{actor.membership_id}:{due_on}"),
        sequence=changes,
        start=due_on,
        end=due_on,
        summary=_to_answer(n) if actor.school else _to_wait_for(n),
        location="",
        description=f"{settings.SITE_URL}{page}",
        changed_at=day["at"],
        cancelled=not n,
    )


def _to_answer(n: int) -> str:
    words = ngettext("Beantwoord %(n)d stageaanvraag", "Beantwoord %(n)d stageaanvragen", n)
    return words % {"n": n} if n else _("Alle stageaanvragen zijn beantwoord")


def _to_wait_for(n: int) -> str:
    words = ngettext("%(n)d antwoord van een school verwacht", "%(n)d antwoorden verwacht", n)
    return words % {"n": n} if n else _("Alle antwoorden zijn er")
