"""Hears of the matching: a school that waits for the choice of a coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from matching.announcing import schools_suggested
from matching.models import MatchingResult
from notices.kinds.looking import SchoolSuggested
from notices.recipients import coordinating
from notices.telling import Told, tell


@receiver(schools_suggested)
def suggested(results: Sequence[MatchingResult], **_kwargs: Any) -> None:
    """The coordinator of each request is told; of the same school for the same once."""
    pks = [result.pk for result in results]
    rows = MatchingResult.objects.filter(pk__in=pks).order_by("pk")
    rows = rows.select_related("school", "request__year").defer("explanation")
    people = coordinating([row.request for row in rows])
    tell(
        SchoolSuggested,
        [
            Told(to, _about(row), row.request.year, row.request, data=_data(row))
            for row in rows
            for to in people[row.request_id]
        ],
    )


def _about(result: MatchingResult) -> str:
    return f"{result.request_id}:{result.request_version}:{result.school_id}"


def _data(result: MatchingResult) -> dict[str, Any]:
    name = result.school.name if result.school else ""
    return {"result": result.pk, "version": result.request_version, "school": name}
