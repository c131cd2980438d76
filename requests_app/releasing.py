"""The release: on the day schools can answer, all held requests reach them together.

Requests filed since 1 June are held until then, so that filing early brings no advantage
(domain.md, 2). Wishes-only requests wait for a choice from the shortlist.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM
from requests_app.completeness import why_not
from requests_app.enums import RequestState, Route
from requests_app.models import PlacementRequest
from requests_app.proposing import propose_many


@transaction.atomic
def release_held_requests(year: AcademicYear) -> dict[str, Any]:
    """Put every held request of a year that names a school to that school.

    Safe to run twice: what lies with a school is not held any more. A request whose school
    cannot be asked any more stays with its coordinator, who sees it in the list of requests
    that look for a school.

    Returns:
        How many were released, how many wait for a choice of school, and which references
        could not be put to their school.
    """
    held = list(
        PlacementRequest.objects.select_for_update(of=("self",))
        .filter(year=year, state=RequestState.SUBMITTED, proposals=None)
        .select_related("year", "institution")
        .prefetch_related("preferences__school")
        .order_by("pk")
    )
    named = [r for r in held if r.route != Route.WISHES and r.preferences.all()]
    pairs = [(request, request.preferences.all()[0].school) for request in named]
    possible = [(request, school) for request, school in pairs if not why_not(request, school)]
    propose_many(possible, actor=SYSTEM)
    released = {request.pk for request, _school in possible}
    return {
        "released": len(released),
        "without_school": len(held) - len(named),
        "not_possible": [r.reference for r in named if r.pk not in released],
    }
