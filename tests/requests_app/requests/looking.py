"""Requests that look for a school: one that was refused, and one that was filed with wishes."""

from __future__ import annotations

from typing import Any

from requests_app.filing import file_request
from requests_app.models import PlacementRequest
from tests.factories import actor_for
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import NO, answer, draft, filed, proposal_of


def refused(desk: Desk, **fields: Any) -> PlacementRequest:
    """A request that the mentor's school refused; nobody opened the answer."""
    request = filed(desk.coordinator, desk.mentor, desk.year, **fields)
    answer(proposal_of(request), desk.mentor, NO, note="Volgend jaar graag.")
    return PlacementRequest.objects.get(pk=request.pk)


def looking(desk: Desk, **fields: Any) -> PlacementRequest:
    """A filed request with only wishes."""
    given = {"school": False, "route": "wishes", "trainee": desk.trainee, **fields}
    request = draft(desk.coordinator, desk.mentor, desk.year, **given)
    return file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))
