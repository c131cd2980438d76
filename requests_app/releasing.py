"""The release: on the day schools can answer, all held requests reach them together.

Requests filed since 1 June are held until then, so that filing early brings no advantage
(domain.md, 2). Wishes-only requests wait for a choice from the shortlist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef

from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM
from requests_app.askable import said_of, why_not_said, with_said
from requests_app.enums import RequestState, Route
from requests_app.gate import have_for_effects
from requests_app.models import PlacementRequest, Preference
from requests_app.proposing import propose_many
from requests_app.refusals import refusing_schools_of


@transaction.atomic
def release_held_requests(year: AcademicYear) -> dict[str, Any]:
    """Put every held request of a year that names a school to that school.

    Among them those whose next school was chosen while schools could not answer. Safe to run
    twice: what lies with a school is not held any more. A request whose school cannot be asked
    any more stays with its coordinator, who sees it in the list of requests that look for a
    school.

    Returns:
        How many were released, how many wait for a choice of school, and which references
        could not be put to their school.
    """
    have_for_effects(year)
    held = list(
        PlacementRequest.objects.select_for_update(of=("self",))
        .filter(year=year, state=RequestState.SUBMITTED)
        .select_related("year", "institution")
        .order_by("pk")
    )
    first = _first_choices(held)
    refused = refusing_schools_of([request.pk for request in held])
    possible = [
        (request, first[request.pk].school)
        for request in held
        if request.pk in first and not _why_not(request, first[request.pk], refused)
    ]
    propose_many(possible, actor=SYSTEM)
    released = {request.pk for request, _school in possible}
    return {
        "released": len(released),
        "without_school": len(held) - len(first),
        "not_possible": [r.reference for r in held if r.pk in first and r.pk not in released],
    }


def _first_choices(held: Sequence[PlacementRequest]) -> dict[int, Any]:
    """The first named school of each request that names one, with what the school said."""
    naming = [request for request in held if request.route != Route.WISHES]
    rows = Preference.objects.filter(request__in=naming).select_related("school")
    rows = rows.annotate(year_id=F("request__year"))
    found: dict[int, Any] = {}
    for row in with_said(rows, school="school", year=OuterRef("year_id")).order_by("rank"):
        found.setdefault(row.request_id, row)
    return found


def _why_not(request: PlacementRequest, choice: Any, refused: Mapping[int, set[int]]) -> str:
    return why_not_said(request, choice.school, said_of(choice), refused.get(request.pk, set()))
