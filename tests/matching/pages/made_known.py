"""Runs that were made known, with results as the service stores them."""

from datetime import UTC, datetime
from typing import Any

from matching.enums import ResultStatus, RunScope, RunState
from matching.models import MatchingResult, MatchingRun
from requests_app.filing import file_request
from requests_app.models import PlacementRequest
from tests.factories import actor_for
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import draft


def run(desk: Desk, day: int = 15, **fields: Any) -> MatchingRun:
    """A run over everything, made known on a day in June."""
    given = {"scope": RunScope.ALL, "state": RunState.PUBLISHED, **fields}
    moment = datetime(2017, 6, day, 8, 0, tzinfo=UTC)
    return MatchingRunFactory(year=desk.year, published_at=moment, created_at=moment, **given)


def looking(desk: Desk, **fields: Any) -> PlacementRequest:
    """A request for Frans in trimester 1, filed with wishes alone, that looks for a school."""
    given = {"trainee": desk.trainee, "subject": desk.subject, "school": False, "route": "wishes"}
    request = draft(desk.coordinator, desk.mentor, desk.year, **{**given, **fields})
    return file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))


def result(of: MatchingRun, request: PlacementRequest, **fields: Any) -> MatchingResult:
    """What a run gave; without a school it is without a place."""
    fields.setdefault("school", None)
    found = MatchingResultFactory(run=of, request=request, **fields)
    MatchingResult.objects.filter(pk=found.pk).update(request_version=request.version)
    found.refresh_from_db()
    return found


def suggested(of: MatchingRun, request: PlacementRequest, school: Any, **why: Any) -> Any:
    """A suggestion, with its reasons."""
    explanation = {"school": school.number, "higher": [], "higher_in_all": 0, "left": 1, **why}
    return result(
        of, request, school=school, status=ResultStatus.SUGGESTED, explanation=explanation
    )


def why_not(*helps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The explanation of a request without a place."""
    plain = {
        "kind": "full",
        "subjects": ["frans"],
        "excluded": [],
        "blocking": [],
        "is_cut": False,
        "blocked_with": [],
        "helps": list(helps),
    }
    return {**plain, **fields}
