"""Filing many drafts at once: which can be filed, which miss what, and what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from institutions.actors import Actor
from requests_app.completeness import facts_of_many, problems_of
from requests_app.enums import RequestState
from requests_app.filing import FilingResult
from requests_app.models import PlacementRequest
from requests_app.request_selectors import with_calendar, with_what_is_asked

MAX_BATCH = 200


@dataclass(frozen=True)
class Checked:
    """A chosen request, and what it misses before it can be filed."""

    request: Any
    problems: list[str]


def chosen_requests(actor: Actor, public_ids: Iterable[UUID]) -> list[PlacementRequest]:
    """The chosen requests that the actor may see, in order of the trainees' names."""
    rows = PlacementRequest.objects.visible_to(actor).filter(public_id__in=list(public_ids))
    shown: Any = with_what_is_asked(with_calendar(rows)).select_related("year", "institution")
    return list(shown.order_by("first_last_name", "pk")[:MAX_BATCH])


def check_many(requests: Sequence[PlacementRequest]) -> list[Checked]:
    """What each misses, in as many queries as for one."""
    drafts = [request for request in requests if request.state == RequestState.DRAFT]
    facts = facts_of_many(drafts)
    return [
        Checked(request, [problem.message for problem in problems_of(request, facts[request.pk])])
        for request in drafts
    ]


def versions_in(data: Mapping[str, Any], requests: Iterable[PlacementRequest]) -> dict[int, int]:
    """The versions that the confirmation page showed, by id of the request."""
    found: dict[int, int] = {}
    for request in requests:
        shown = data.get(f"versie-{request.public_id}", "")
        if shown.isascii() and shown.isdigit() and len(shown) < 9:
            found[request.pk] = int(shown)
    return found


def kept(results: Sequence[FilingResult]) -> list[dict[str, str]]:
    """What the result page shows of each, as plain data for the session; no names."""
    return [
        {
            "id": str(result.request.public_id),
            "reference": result.request.reference,
            "error": result.error,
        }
        for result in results
    ]
