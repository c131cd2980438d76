"""The parts of a planning that are approved by themselves: one for each subject of the stage, and
one for its klasoverstijgende activiteiten.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce

from institutions.models import Subject
from schedules.models import Approval, PlannedActivity, Schedule

NO_SUBJECT = 0
"""Stands for the klasoverstijgende activiteiten, as NULL equals nothing."""


def part_id(subject: Subject | None) -> int:
    """What tells a part from the others of the same planning."""
    return subject.pk if subject else NO_SUBJECT


def with_parts(rows: QuerySet[Schedule]) -> QuerySet[Schedule]:
    """Plannings with what `planned_parts` and `approved_parts` tell, in the same query."""
    here = {"schedule": OuterRef("pk")}
    planned = PlannedActivity.objects.standing().filter(**here).order_by()
    planned = planned.annotate(part=Coalesce("line__subject", NO_SUBJECT)).values("part")
    standing: Any = Approval.objects.filter(void_at=None, **here).order_by()
    approved = standing.annotate(part=Coalesce("subject", NO_SUBJECT)).values("part")
    found: Any = rows.annotate(
        ids_of_planned=ArraySubquery(planned.distinct()), ids_of_approved=ArraySubquery(approved)
    )
    return found  # type: ignore[no-any-return]


def planned_parts(schedule: Any) -> Set[int]:
    """In which parts something is planned; none for a planning that was just made."""
    return set(getattr(schedule, "ids_of_planned", ()))


def approved_parts(schedule: Any) -> Set[int]:
    """Of which parts an approval stands; none for a planning that was just made."""
    return set(getattr(schedule, "ids_of_approved", ()))
