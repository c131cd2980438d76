"""The intromoment of a stage, read with the stage itself."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery

from institutions.actors import Actor
from intromoments.models import Attendance, Intromoment
from placements.facts import as_json
from placements.models import Placement
from placements.page_sections import adds_to_placement_reading

SAID = ("trainee_id", "coming", "was_there")
PLANNED = ("id", "public_id", "day", "start", "end", "place", "cancelled_at", "cancel_reason")


@adds_to_placement_reading
def with_intromoment(rows: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]:
    """Adds `intromoment`: what the school planned for the trimester, and what its trainees said."""
    request = OuterRef(OuterRef("proposal__request"))
    said: Any = Attendance.objects.filter(
        intromoment=OuterRef("pk"), trainee__placement_requests=request
    ).values(json=as_json(Attendance, only=SAID, user=F("trainee__user")))
    planned: Any = Intromoment.objects.filter(
        school=OuterRef("proposal__school"),
        year=OuterRef("proposal__request__year"),
        trimester=OuterRef("proposal__request__trimester"),
    ).values(json=as_json(Intromoment, only=PLANNED, said=ArraySubquery(said)))
    return rows.annotate(intromoment=Subquery(planned))
