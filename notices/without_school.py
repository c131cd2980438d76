"""Requests for which the matching found no school, and that wait for nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from calendar_cfg import clock
from matching.enums import ResultStatus, RunState
from matching.models import MatchingResult
from requests_app.enums import Onward, RequestState
from requests_app.models import PlacementRequest

S = RequestState
REMINDED_OF_ALONE = Q(onward=Onward.ASK) & (Q(state=S.REFUSED) | Q(parent__isnull=False))
"""Refused, or a follow-up, and it goes on by a choice alone: each has a line of its own."""


def without_school(years: Collection[int]) -> QuerySet[PlacementRequest]:
    """Those that look as they did when the matching said so, and wait for no named school.

    Not those with a school that the matching suggested since. `found_none_at` is when the matching
    first said so of the request as it is, `is_late` whether that run came too late.
    """
    said = MatchingResult.objects.filter(
        request=OuterRef("pk"), request_version=OuterRef("version"), run__state=RunState.PUBLISHED
    )
    none = said.filter(status=ResultStatus.WITHOUT_PLACE)
    first, last = none.order_by("run_id"), none.order_by("-run_id")
    since = said.filter(status=ResultStatus.SUGGESTED, run__gte=OuterRef("last_none"))
    rows: Any = PlacementRequest.objects.filter(
        ~REMINDED_OF_ALONE, year__in=years, state__in=(S.SUBMITTED, S.REFUSED), waits_for=None
    ).annotate(
        found_none_at=Subquery(first.values("run__published_at")[:1]),
        is_late=Subquery(first.values("run__is_late")[:1]),
        last_none=Subquery(last.values("run_id")[:1]),
    )
    found: QuerySet[PlacementRequest] = rows.filter(~Exists(since), last_none__isnull=False)
    return found.select_related("year")


def day_found(request: Any) -> date:
    """The day on which the matching said so, of a row of `without_school`."""
    day: date = request.found_none_at.astimezone(clock.BRUSSELS).date()
    return day
