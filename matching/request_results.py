"""What the matching made known about one request, with all that its page names, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef
from django.db.models.functions import JSONObject

from institutions.actors import Actor
from institutions.models import PlacementSchool
from matching.enums import RunState
from matching.models import MatchingResult
from requests_app.models import PlacementRequest

MOST = 8
"""More than a request has parts: only the last run is shown."""


class NumbersIn(Func):
    """All numbers anywhere in a JSON value, as a JSON array."""

    template = "jsonb_path_query_array(%(expressions)s, '$.** ? (@.type() == \"number\")')"
    output_field = JSONField()


class AsJson(Func):
    """A value as JSON."""

    function = "to_jsonb"
    output_field = JSONField()


@dataclass(frozen=True)
class NamedSchool:
    """A school that an explanation mentions."""

    public_id: UUID
    number: int
    name: str
    phone: str


def last_results(request: PlacementRequest, actor: Actor) -> list[Any]:
    """What the last run that was made known gave for a request: a row, or one for each part.

    Each has `school_rows`: the schools that its explanation mentions (`schools_of`).
    """
    rows: Any = MatchingResult.objects.visible_to(actor).filter(
        request=request, run__state=RunState.PUBLISHED
    )
    found = list(
        rows.with_run()
        .select_related("school")
        .annotate(school_rows=ArraySubquery(_mentioned()))
        .order_by("-run__published_at", "-run_id", "pk")[:MOST]
    )
    return [row for row in found if row.run_id == found[0].run_id]


def _mentioned() -> Any:
    schools = PlacementSchool.objects.order_by("name", "number").annotate(
        mentioned=NumbersIn(OuterRef("explanation"))
    )
    return schools.filter(mentioned__contains=AsJson(F("number"))).values(
        facts=JSONObject(
            public_id=F("public_id"), number=F("number"), name=F("name"), phone=F("phone")
        )
    )


def schools_of(rows: Iterable[Any]) -> Mapping[int, NamedSchool]:
    """The schools that results mention, by instellingsnummer."""
    return {
        facts["number"]: NamedSchool(
            UUID(facts["public_id"]), facts["number"], facts["name"], facts["phone"]
        )
        for row in rows
        for facts in row.school_rows
    }
