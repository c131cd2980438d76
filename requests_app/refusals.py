"""Which schools refused which lines: they are not asked again for those (domain.md, 3).

A school that accepted a line and cancelled it later counts as one that refused it. When the
institution cancelled, the school may be asked again (docs/decisions/0019-stage.md).
"""

from __future__ import annotations

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


def refused_lines_of(request: PlacementRequest) -> QuerySet[ProposalLine]:
    """The refusals of lines of this request, or of the lines that they came from."""
    roots = Activity.objects.filter(request=request).values(line=Coalesce("root_id", "pk"))
    rows = ProposalLine.objects.filter(is_refusal())
    return rows.filter(Q(activity__in=roots) | Q(activity__root__in=roots)).order_by()


def schools_that_refused(request: PlacementRequest) -> set[int]:
    """Ids of the schools that refused a line of this request, or the line it came from."""
    rows = refused_lines_of(request)
    return set(rows.values_list("proposal__school_id", flat=True).distinct())


def refusing_schools_of(request_ids: list[int]) -> dict[int, set[int]]:
    """The same for many requests at once, in two queries: request id to school ids."""
    rows = Activity.objects.filter(request_id__in=request_ids).values_list(
        "request_id", "pk", "root_id"
    )
    roots = {pk: (request, root or pk) for request, pk, root in rows}
    wanted = {root for _request, root in roots.values()}
    refused = (
        ProposalLine.objects.filter(is_refusal())
        .annotate(root=F("activity__root_id"))
        .filter(Q(activity_id__in=wanted) | Q(activity__root_id__in=wanted))
        .values_list("activity_id", "root", "proposal__school_id")
    )
    by_root: dict[int, set[int]] = {}
    for activity, root, school in refused:
        by_root.setdefault(root or activity, set()).add(school)
    found: dict[int, set[int]] = {pk: set() for pk in request_ids}
    for request, root in roots.values():
        found[request] |= by_root.get(root, set())
    return found
