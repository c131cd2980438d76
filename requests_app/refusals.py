"""Which schools refused which lines: they are not asked again for those (domain.md, 3).

A school that accepted a line and cancelled it later counts as one that refused it. When the
institution cancelled, the school may be asked again (docs/decisions/0019-stage.md).

A school from which a request was taken back because it was late is only passed over: nobody
proposes it again for those lines, unless a coordinator names it
(docs/decisions/0033-taken-back.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from requests_app.enums import Action, Decision, ProposalState
from requests_app.models import Activity, PlacementRequest, ProposalLine, RequestEvent


def is_refusal() -> Q:
    """Of proposal lines: the school refused it, or accepted it and cancelled it afterwards."""
    cancelled = RequestEvent.objects.filter(
        proposal=OuterRef("proposal"), action=Action.CANCEL, school__isnull=False
    )
    accepted = Q(decision=Decision.ACCEPTED, proposal__state=ProposalState.CANCELLED)
    return Q(decision=Decision.REFUSED) | accepted & Q(Exists(cancelled))


def was_taken_back() -> Q:
    """Of proposal lines: the request was taken back from the school, which was late."""
    taken_back = RequestEvent.objects.filter(proposal=OuterRef("proposal"), action=Action.TAKE_BACK)
    return Q(proposal__state=ProposalState.WITHDRAWN) & Q(Exists(taken_back))


def refused_lines_of(request: PlacementRequest) -> QuerySet[ProposalLine]:
    """The refusals of lines of this request, or of the lines that they came from."""
    return _lines_put(request, is_refusal())


def late_lines_of(request: PlacementRequest) -> QuerySet[ProposalLine]:
    """Where these lines, or those that they came from, were taken back."""
    return _lines_put(request, was_taken_back())


def _lines_put(request: PlacementRequest, how: Q) -> QuerySet[ProposalLine]:
    roots = Activity.objects.filter(request=request).values(line=Coalesce("root_id", "pk"))
    rows = ProposalLine.objects.filter(how)
    return rows.filter(Q(activity__in=roots) | Q(activity__root__in=roots)).order_by()


def schools_that_refused(request: PlacementRequest) -> set[int]:
    """Ids of the schools that refused a line of this request, or the line it came from."""
    rows = refused_lines_of(request)
    return set(rows.values_list("proposal__school_id", flat=True).distinct())


def refusing_schools_of(request_ids: list[int]) -> dict[int, set[int]]:
    """The same for many requests at once, in two queries: request id to school ids."""
    return _schools_of(request_ids, is_refusal())[0]


def passed_over_schools_of(
    request_ids: list[int],
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The same, and beside them those that were late, in two queries in all."""
    return _schools_of(request_ids, is_refusal() | was_taken_back())


def _schools_of(request_ids: list[int], how: Q) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    rows = Activity.objects.filter(request_id__in=request_ids).values_list(
        "request_id", "pk", "root_id"
    )
    roots = {pk: (request, root or pk) for request, pk, root in rows}
    wanted = {root for _request, root in roots.values()}
    put = (
        ProposalLine.objects.filter(how)
        .annotate(root=F("activity__root_id"))
        .filter(Q(activity_id__in=wanted) | Q(activity__root_id__in=wanted))
        .values_list("activity_id", "root", "proposal__school_id", "proposal__state")
    )
    refused: dict[int, set[int]] = defaultdict(set)
    late: dict[int, set[int]] = defaultdict(set)
    for activity, root, school, state in put:
        found = late if state == ProposalState.WITHDRAWN else refused
        found[root or activity].add(school)
    return _by_request(request_ids, roots, refused), _by_request(request_ids, roots, late)


def _by_request(
    request_ids: list[int],
    roots: Mapping[int, tuple[int, int]],
    by_root: Mapping[int, set[int]],
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {pk: set() for pk in request_ids}
    for request, root in roots.values():
        found[request] |= by_root.get(root, set())
    return found
