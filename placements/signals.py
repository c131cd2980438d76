"""Hears of answers: what happens to a stage when its request changes state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from institutions.actors import Actor
from placements.making import cancelled, make_placement, new_terms, taken_back
from requests_app.enums import Action
from requests_app.models import PlacementRequest
from requests_app.signals import state_changed
from requests_app.workflow import Because

FOLLOWS = {
    Action.ACCEPT: make_placement,
    Action.ACCEPT_PARTIALLY: make_placement,
    Action.REOPEN_ANSWER: taken_back,
    Action.CANCEL: cancelled,
    Action.CHANGE_PERIOD: new_terms,
    Action.CHANGE_LINES: new_terms,
}


@receiver(state_changed)
def follow(
    action: Action,
    items: Iterable[tuple[PlacementRequest, Because]],
    actor: Actor,
    **_kwargs: Any,
) -> None:
    """Keep the stages of these requests in step, in the same transaction."""
    if (then := FOLLOWS.get(action)) is not None:
        for request, because in items:
            then(request, because, actor)
