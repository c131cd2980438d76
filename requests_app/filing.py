"""Filing: a coordinator checks a draft and sends it on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from requests_app import workflow
from requests_app.completeness import Facts, facts_of, problems_of, summary_of
from requests_app.double_booking import lock_trainees
from requests_app.enums import Action, RequestState, Route
from requests_app.exceptions import Incomplete, StaleForm
from requests_app.gate import enter_to_file
from requests_app.held import release_is_pending
from requests_app.models import PlacementRequest
from requests_app.places import has_room
from requests_app.proposing import propose_many
from requests_app.signals import tell_that_it_looks

NO_VERSIONS: Mapping[int, int] = {}


@transaction.atomic
def file_request(
    *, request_pk: int, actor: Actor, expected_version: int | None = None
) -> PlacementRequest:
    """File a draft.

    Effects, in order: the request becomes `submitted`, with who and when and an event. Before
    schools can answer it is held until the release. After that it is put at once to the one
    school that it names, or to its first preference where that has room and nobody comes first;
    else it looks for a school, and the matching hears of it
    (docs/decisions/0013-filed-after-the-release.md).
    Filing again what this coordinator filed changes nothing.

    Raises:
        PhaseClosed: requests for this year cannot be filed today.
        Incomplete: with every problem.
        StaleForm: the draft changed after `expected_version` was shown.
        WrongState: it is no draft any more.
    """
    enter_to_file(request_pk)
    request = workflow.lock_request(request_pk)
    if request.filed_by_id is not None and actor.user == request.filed_by:
        return request  # a double click, a resend: the same confirmation
    schools_answer = phases.require_open_and_ask(
        request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS
    )
    facts = Facts()
    if request.state == RequestState.DRAFT:
        check_version(request, expected_version)
        facts = check_complete(request)
    filed = {"filed_by": actor.user, "filed_at": clock.now(), "offered_for_check_at": None}
    workflow.apply(request, Action.FILE, actor=actor, fields=filed)
    if schools_answer:
        _send_on(request, facts, actor)
    return request


def _send_on(request: PlacementRequest, facts: Facts, actor: Actor) -> None:
    """Put a request that was filed after the release to its school, or let it look for one."""
    if request.route == Route.DIRECT or _first_preference_has_room(request, facts):
        school, _said = facts.schools[0]  # checked just now
        propose_many([(request, school)], actor=actor)
    else:
        tell_that_it_looks(request)


def _first_preference_has_room(request: PlacementRequest, facts: Facts) -> bool:
    """Whether its first preference has places left that nobody else comes first for.

    Those come first who wait for a place there, and, while the release is late, all who were
    held until it.
    """
    if request.route != Route.PREFERENCES or facts.first_is_waited_for:
        return False
    if release_is_pending(request.year):
        return False
    school, _said = facts.schools[0]
    subjects = {line.subject.pk: line.subject.name for line in facts.lines if line.subject}
    return has_room(school, request, subjects, len(facts.trainees))


def check_version(request: PlacementRequest, expected_version: int | None) -> None:
    """Refuse a form that was opened before somebody else changed the request."""
    if expected_version is not None and request.version != expected_version:
        raise StaleForm(workflow.what_changed(request))


def check_complete(request: PlacementRequest) -> Facts:
    """Refuse a request that misses something; its trainees stay locked until the end."""
    lock_trainees(request)
    facts = facts_of(request)
    if problems := problems_of(request, facts):
        raise Incomplete(summary_of(problems), problems)
    return facts


@dataclass(frozen=True)
class FilingResult:
    """What came of one request in a batch: filed, or why not."""

    request: PlacementRequest
    error: str = ""

    @property
    def filed(self) -> bool:
        """Whether it was filed."""
        return not self.error


def file_many(
    *,
    requests: Sequence[PlacementRequest],
    actor: Actor,
    versions: Mapping[int, int] = NO_VERSIONS,
) -> list[FilingResult]:
    """File each of these by itself: one that cannot be filed does not hold back the others.

    Arguments:
        versions: by id, the version that was shown; who changed since is not filed.
    """
    return [_file_one(request, actor, versions.get(request.pk)) for request in requests]


def _file_one(request: PlacementRequest, actor: Actor, version: int | None) -> FilingResult:
    try:
        filed = file_request(request_pk=request.pk, actor=actor, expected_version=version)
        return FilingResult(filed)
    except Incomplete as error:
        return FilingResult(request, " ".join(problem.message for problem in error.problems))
    except DomainError as error:
        return FilingResult(request, error.message)
