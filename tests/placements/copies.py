"""Many stages like one that was made the long way: for pages with 100 rows, in a few queries."""

from copy import copy
from typing import Any
from uuid import uuid4

from django.db.models import Model

from placements.models import Placement
from requests_app.models import PlacementRequest, Trainee


def copies(placement: Placement, count: int, *trainees: Trainee) -> None:
    """Add so many stages with the same lines, period, answer and guides, for these trainees."""
    request, proposal = placement.request, placement.proposal
    first = PlacementRequest.objects.count()
    requests = _made(
        *(_copy(request, reference=f"2017-K{first + n:05d}", form_key=None) for n in range(count))
    )
    proposals = _made(*(_copy(proposal, request=row) for row in requests))
    placements = _made(*(_copy(placement, proposal=row) for row in proposals))
    for line in proposal.lines.select_related("activity"):
        activities = _made(*(_copy(line.activity, request=row) for row in requests))
        pairs = zip(proposals, activities, strict=True)
        _made(*(_copy(line, proposal=row, activity=activity) for row, activity in pairs))
    for guide in placement.guides.all():
        _made(*(_copy(guide, placement=row) for row in placements))
    through: Any = PlacementRequest.trainees.through
    through.objects.bulk_create(
        through(placementrequest=row, trainee=trainee) for row in requests for trainee in trainees
    )


def _copy(row: Any, **changes: Any) -> Any:
    new = copy(row)
    new._state = copy(row._state)
    new.pk = None
    new._state.adding = True
    if hasattr(new, "public_id"):
        new.public_id = uuid4()
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def _made(*rows: Model) -> list[Any]:
    return list(type(rows[0])._default_manager.bulk_create(rows)) if rows else []
