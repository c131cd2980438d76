"""Hears of requests: who must know that one changed state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.dispatch import receiver

from institutions.actors import Actor
from notices.kinds.answering import RequestReached
from notices.recipients import answering_for
from notices.telling import Told, tell
from requests_app.enums import Action
from requests_app.models import PlacementRequest
from requests_app.signals import state_changed
from requests_app.workflow import Because

Items = Sequence[tuple[PlacementRequest, Because]]


def reached(items: Items, actor: Actor) -> None:
    """Requests were put to schools: who answers there is told."""
    proposals = [because.proposal for _request, because in items if because.proposal]
    people = answering_for({proposal.school_id for proposal in proposals})
    tell(
        RequestReached,
        [
            Told(to, str(proposal.pk), proposal.request.year, proposal.request, proposal)
            for proposal in proposals
            for to in people.get(proposal.school_id, [])
        ],
    )


HEARS: dict[Action, Callable[[Items, Actor], None]] = {Action.PROPOSE: reached}


@receiver(state_changed)
def hear(action: Action, items: Items, actor: Actor, **_kwargs: Any) -> None:
    """Tell who must know, in the transaction of the change."""
    if (then := HEARS.get(action)) is not None:
        then(items, actor)
