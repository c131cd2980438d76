"""A school that the matching proposes and that a coordinator chooses, or leaves aside.

A suggestion holds no place. It stands while the request is as it was when it was matched.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import phases
from calendar_cfg.enums import PhaseKind
from institutions.actors import Actor
from matching.enums import ResultStatus
from matching.models import MatchingResult
from matching.rechecking import lock_requests, read_now, subjects_of, why_skipped
from matching.splits import Division, divide, follow_parts
from requests_app.exceptions import StaleForm
from requests_app.models import PlacementRequest
from requests_app.proposing import choose_next_school
from requests_app.signals import tell_that_it_looks


@transaction.atomic
def take_suggestion(*, result_pk: int, actor: Actor) -> PlacementRequest:
    """Put a request to the school that the matching suggested, in one click.

    Effects, in order: where the suggestion is about some of its subjects, the request is split;
    the school is chosen (`proposing.choose_next_school`); the suggestion is done. A second click
    changes nothing.

    Raises:
        PermissionDenied: the actor is no coordinator.
        PhaseClosed: requests cannot be filed now, or schools cannot answer.
        StaleForm: the request changed since, or the place is gone; the next round suggests again.
        DomainError: as `choose_next_school`.
    """
    result = _locked(result_pk, actor)
    if result.status == ResultStatus.PUT_TO_SCHOOL:
        return result.request
    year = result.request.year
    phases.require_open(year, PhaseKind.REQUESTS)
    phases.require_open(year, PhaseKind.ANSWERS)
    now = read_now(year, [result])
    request = now.requests[result.request_id]
    if result.status != ResultStatus.SUGGESTED:
        raise StaleForm(_("De matching stelt deze school niet meer voor."))
    if skip := why_skipped(now, result):
        raise StaleForm(skip.words)
    school = now.schools[int(result.school_id or 0)]
    if result.subjects:
        wanted = frozenset(subjects_of(now, result))
        division = Division(request, now.subjects[request.pk], [wanted])
        parts = divide(division, actor=actor)
        follow_parts(result.run, {request.pk: parts}, now.subjects)
        request = parts[wanted]
    chosen = choose_next_school(request_pk=request.pk, school=school, actor=actor)
    MatchingResult.objects.filter(pk=result.pk).update(status=ResultStatus.PUT_TO_SCHOOL)
    return chosen


@transaction.atomic
def dismiss_suggestion(*, result_pk: int, actor: Actor) -> None:
    """Leave a suggested school aside: it is not suggested again, and the matching looks further.

    A second click changes nothing.

    Raises:
        PermissionDenied: the actor is no coordinator.
        StaleForm: the suggestion does not stand any more.
    """
    result = _locked(result_pk, actor)
    if result.status == ResultStatus.DISMISSED:
        return
    if result.status != ResultStatus.SUGGESTED:
        raise StaleForm(_("De matching stelt deze school niet meer voor."))
    MatchingResult.objects.filter(pk=result.pk).update(status=ResultStatus.DISMISSED)
    tell_that_it_looks(result.request)


def _locked(result_pk: int, actor: Actor) -> MatchingResult:
    """The result, after the lock of its request: who clicks at the same moment waits."""
    if not actor.is_coordinator:
        raise PermissionDenied
    rows = MatchingResult.objects.with_run().select_related("request__year", "school")
    lock_requests([rows.get(pk=result_pk).request_id])
    return rows.get(pk=result_pk)
