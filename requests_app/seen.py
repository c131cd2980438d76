"""Answers count as seen once a coordinator acts upon them (docs/decisions/0005-answer-seen.md)."""

from __future__ import annotations

from collections.abc import Sequence

from calendar_cfg import clock
from requests_app.enums import ProposalState
from requests_app.models import PlacementRequest, Proposal
from requests_app.signals import answer_opened

SAID_YES = (ProposalState.ACCEPTED, ProposalState.PARTIALLY_ACCEPTED)


def count_as_seen(request: PlacementRequest) -> None:
    """Who acts upon an answer has seen it: those on the request, and on the one it follows."""
    count_as_seen_many([request])


def count_as_seen_many(requests: Sequence[PlacementRequest]) -> None:
    """The same for many requests at once, in one query, and two when some were not seen yet.

    Of an acceptance (in part, when the rest looks further) it is said that it was opened.
    """
    pks = {request.pk for request in requests} | {request.parent_id for request in requests}
    answers = Proposal.objects.filter(request__in=pks - {None})
    unseen = answers.filter(seen_at=None, answered_at__isnull=False)
    opened = list(unseen.select_related("request__year", "request__institution"))
    if not opened:
        return
    unseen.filter(pk__in=[proposal.pk for proposal in opened]).update(seen_at=clock.now())
    for proposal in opened:
        if proposal.state in SAID_YES:
            about = {"request": proposal.request, "proposal_pk": proposal.pk}
            answer_opened.send(PlacementRequest, **about)
