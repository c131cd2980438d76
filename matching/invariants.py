"""What must always hold of runs of the matching; `manage.py check_invariants` asks it.

Each check returns what breaks it; all empty is well.
"""

from __future__ import annotations

from django.db.models import Count, Exists, F, OuterRef, Q

from matching.enums import ResultStatus, RunState
from matching.models import MatchingResult
from requests_app.enums import Action
from requests_app.models import Proposal, RequestEvent, Trainee


def published_result_is_still_planned() -> list[str]:
    """Of a run that was made known, something came of every result."""
    rows = MatchingResult.objects.filter(run__state=RunState.PUBLISHED, status=ResultStatus.PLANNED)
    return list(rows.values_list("request__reference", flat=True))


def result_put_to_school_without_proposal() -> list[str]:
    """What a result says was put to a school, was."""
    proposals = Proposal.objects.filter(request=OuterRef("request"), school=OuterRef("school"))
    rows = MatchingResult.objects.filter(status=ResultStatus.PUT_TO_SCHOOL)
    return list(rows.exclude(Exists(proposals)).values_list("request__reference", flat=True))


def result_without_a_run_made_known() -> list[str]:
    """Only of a run that is, or is being, made known something reached anybody."""
    told = [ResultStatus.PUT_TO_SCHOOL, ResultStatus.SUGGESTED, ResultStatus.SKIPPED]
    rows = MatchingResult.objects.filter(status__in=told).exclude(
        run__state__in=[RunState.PUBLISHING, RunState.PUBLISHED]
    )
    return list(rows.values_list("request__reference", flat=True))


def run_put_a_request_to_a_school_twice() -> list[str]:
    """A run was made known once: what it put to a school came there once."""
    proposals = Q(
        request__proposals__school=F("school"),
        request__proposals__released_at=F("run__published_at"),
    )
    rows = MatchingResult.objects.filter(status=ResultStatus.PUT_TO_SCHOOL).order_by()
    counted = rows.annotate(came=Count("request__proposals", filter=proposals))
    return list(counted.filter(came__gt=1).values_list("request__reference", flat=True))


def matched_where_a_trainee_does_not_go() -> list[str]:
    """The matching puts nobody where it was not to go by then: excluded, or forbidden by hand."""
    excluded = Trainee.excluded_schools.through.objects.filter(
        trainee__placement_requests=OuterRef("request"), placementschool=OuterRef("school")
    )
    by_itself = RequestEvent.objects.filter(
        proposal=OuterRef("pk"), action=Action.PROPOSE, user=None
    )
    forbidden = Q(
        request__pair_locks__school=F("school"),
        request__pair_locks__kind="forbidden",
        request__pair_locks__made_at__lt=F("released_at"),
    )
    rows = Proposal.objects.filter(Exists(by_itself), state="open")
    wrong = rows.filter(Exists(excluded)) | rows.filter(forbidden)
    return list(wrong.values_list("request__reference", flat=True).distinct())


CHECKS = (
    published_result_is_still_planned,
    result_put_to_school_without_proposal,
    result_without_a_run_made_known,
    run_put_a_request_to_a_school_twice,
    matched_where_a_trainee_does_not_go,
)
