"""What a link is still good for. Derived at each use: nothing has to end a link."""

from __future__ import annotations

from enum import Enum
from typing import Any

from calendar_cfg import clock
from calendar_cfg.phases import Window
from requests_app.enums import ANSWERED_STATES, ProposalState
from requests_app.models import Proposal


class Standing(Enum):
    """What a link is still good for."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_YET = "not_yet"  # the day on which schools can answer was moved
    CLOSED = "closed"  # schools cannot answer any more
    ENDED = "ended"  # withdrawn, expired or cancelled
    REVOKED = "revoked"


def standing_of(link: Any, proposal: Proposal, window: Window | None) -> Standing:
    """Where a link stands today.

    Arguments:
        link: read `with_who_left`.
        window: when schools can answer in the year of the request.
    """
    if link.revoked_at is not None or link.has_left:
        return Standing.REVOKED
    if proposal.state in ANSWERED_STATES:
        return Standing.ANSWERED
    if proposal.state != ProposalState.OPEN:
        return Standing.ENDED
    if window is None or clock.today() > window.last_day:
        return Standing.CLOSED
    return Standing.OPEN if window.is_open(clock.today()) else Standing.NOT_YET
