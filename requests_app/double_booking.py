"""A trainee is in one place at a time: other requests of the same trainees in the same days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from requests_app.enums import LIVE_STATES
from requests_app.models import PlacementRequest, Trainee

THROUGH = PlacementRequest.trainees.through


def links_with_others(requests: Sequence[PlacementRequest]) -> Any:
    """The trainees of requests, each `also_in` other live requests (id, reference) in the same
    days.

    A follow-up has the period of its parent; those two are no double booking.
    """
    others = (
        THROUGH.objects.filter(
            trainee=OuterRef("trainee"),
            placementrequest__state__in=LIVE_STATES,
            placementrequest__period_start__lte=OuterRef("placementrequest__period_end"),
            placementrequest__period_end__gte=OuterRef("placementrequest__period_start"),
        )
        .exclude(placementrequest=OuterRef("placementrequest"))
        .exclude(placementrequest=Coalesce(OuterRef("placementrequest__parent"), 0))
        .exclude(placementrequest__parent=OuterRef("placementrequest"))
        .order_by("placementrequest__reference")
    )
    facts = JSONObject(id="placementrequest_id", reference="placementrequest__reference")
    return (
        THROUGH.objects.filter(placementrequest__in=[request.pk for request in requests])
        .select_related("trainee__programme")
        .annotate(also_in=ArraySubquery(others.values(facts=facts)))
        .order_by("trainee__last_name", "trainee__first_name", "pk")
    )


def lock_trainees(*requests: PlacementRequest) -> None:
    """Keep the rows of their trainees until the end of the transaction.

    Two requests for one trainee in the same days, brought to life at the same moment, then wait
    for each other.
    """
    trainees = THROUGH.objects.filter(placementrequest__in=[request.pk for request in requests])
    rows = Trainee.objects.select_for_update(of=("self",)).filter(pk__in=trainees.values("trainee"))
    list(rows.order_by("pk").values_list("pk"))


def why_double(request: PlacementRequest) -> str:
    """That a trainee of a request that had ended is elsewhere in these days; empty when not.

    Locks the trainees. Requests that follow one another are no double booking.
    """
    lock_trainees(request)
    return elsewhere_of([request]).get(request.pk, "")


def already_in(trainee: Trainee, reference: str) -> str:
    """That a trainee has another request in the same days, in words."""
    return _("%(name)s heeft in deze periode al aanvraag %(other)s.") % {
        "name": trainee,
        "other": reference,
    }


def elsewhere_of(requests: Sequence[PlacementRequest]) -> dict[int, str]:
    """By id, that a trainee of a request that had ended is elsewhere in these days, in words.

    In a number of queries that does not grow with the requests; locks nothing (`lock_trainees`).
    Who is not in it is free.
    """
    doubled = [(link, other) for link in links_with_others(requests) for other in link.also_in]
    pks = {link.placementrequest_id for link, _other in doubled}
    first = _firsts_of_families(pks | {other["id"] for _link, other in doubled})
    found: dict[int, str] = {}
    for link, other in doubled:
        if first[other["id"]] != first[link.placementrequest_id]:
            words = already_in(link.trainee, other["reference"])
            found.setdefault(link.placementrequest_id, words)
    return found


def _firsts_of_families(pks: Collection[int]) -> dict[int, int]:
    """By id, the request with which its line of follow-ups began; a query per generation."""
    first = {pk: pk for pk in pks}
    while first:
        rows = PlacementRequest.objects.filter(pk__in=set(first.values()), parent__isnull=False)
        parents = dict(rows.values_list("pk", "parent_id"))
        if not parents:
            break
        first = {pk: parents.get(up, up) for pk, up in first.items()}
    return first
