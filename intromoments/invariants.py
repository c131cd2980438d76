"""What must always hold of intromoments; `manage.py check_invariants` asks it."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from intromoments.models import Attendance
from placements.models import Placement


def answered_without_a_stage_there() -> list[str]:
    """Who answered, or was marked, has or had a stage at that school in that trimester."""
    stages = Placement.objects.filter(
        proposal__school=OuterRef("intromoment__school"),
        proposal__request__year=OuterRef("intromoment__year"),
        proposal__request__trimester=OuterRef("intromoment__trimester"),
        proposal__request__trainees=OuterRef("trainee"),
    )
    rows = Attendance.objects.exclude(Exists(stages))
    return [str(pk) for pk in rows.values_list("intromoment__public_id", flat=True)]


CHECKS: list[Callable[[], list[str]]] = [answered_without_a_stage_there]
