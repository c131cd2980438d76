"""Answers count as seen once a coordinator acts upon them (docs/decisions/0005-answer-seen.md)."""

from __future__ import annotations

from collections.abc import Sequence

from calendar_cfg import clock
from requests_app.models import PlacementRequest, Proposal


def count_as_seen(request: PlacementRequest) -> None:
    """Who acts upon an answer has seen it: those on the request, and on the one it follows."""
    count_as_seen_many([request])


def count_as_seen_many(requests: Sequence[PlacementRequest]) -> None:
    """The same for many requests at once, in one query."""
    pks = {request.pk for request in requests} | {request.parent_id for request in requests}
    answers = Proposal.objects.filter(request__in=pks - {None})
    answers.filter(seen_at=None, answered_at__isnull=False).update(seen_at=clock.now())
