"""What must always hold of what is planned; `manage.py check_invariants` asks it.

Each check returns the references of the stages that break it; all empty is well.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef

from placements.querysets import AGREED
from requests_app.models import PlacementRequest
from schedules.models import PlannedActivity

REFERENCE = "schedule__placement__proposal__request__reference"
TRAINEES = PlacementRequest.trainees.through.objects


def planned_in_two_places() -> list[str]:
    """No trainee is in two stages at the same moment; within one the database refuses it."""
    going_on = PlannedActivity.objects.standing().of_live_placements()
    at_once = TRAINEES.filter(
        trainee=OuterRef("schedule__placement__proposal__request__trainees"),
        placementrequest__proposals__state__in=AGREED,
        placementrequest__proposals__placement__schedule__planned__removed_at=None,
        placementrequest__proposals__placement__schedule__planned__day=OuterRef("day"),
        placementrequest__proposals__placement__schedule__planned__start__lt=OuterRef("end"),
        placementrequest__proposals__placement__schedule__planned__end__gt=OuterRef("start"),
    ).exclude(placementrequest=OuterRef("schedule__placement__proposal__request"))
    rows = going_on.filter(Exists(at_once)).order_by()
    return sorted(set(rows.values_list(REFERENCE, flat=True)))


def planned_for_another_stage() -> list[str]:
    """What is planned is an activity of the request of its stage."""
    rows = PlannedActivity.objects.exclude(
        line__request=F("schedule__placement__proposal__request")
    )
    return list(rows.values_list(REFERENCE, flat=True))


def planned_with_somebody_elsewhere() -> list[str]:
    """Who is named with an activity is of the school of the stage."""
    rows = PlannedActivity.objects.filter(mentor__isnull=False).exclude(
        mentor__school=F("schedule__placement__proposal__school")
    )
    return list(rows.values_list(REFERENCE, flat=True))


CHECKS: list[Callable[[], list[str]]] = [
    planned_in_two_places,
    planned_for_another_stage,
    planned_with_somebody_elsewhere,
]
