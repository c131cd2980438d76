"""What must always hold of approvals and visits; `manage.py check_invariants` asks it.

Each check returns the references of the stages that break it; all empty is well.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from schedules.models import Approval, PlannedActivity, Visit

NO_SUBJECT = 0
REFERENCE = "placement__proposal__request__reference"


def approved_and_nothing_planned() -> list[str]:
    """An approval stands only while something of its part is planned."""
    planned = PlannedActivity.objects.standing().filter(schedule=OuterRef("schedule"))
    planned = planned.annotate(part=Coalesce("line__subject", NO_SUBJECT))
    rows = Approval.objects.filter(void_at=None).annotate(part=Coalesce("subject", NO_SUBJECT))
    empty = rows.exclude(Exists(planned.filter(part=OuterRef("part"))))
    return list(empty.values_list(f"schedule__{REFERENCE}", flat=True))


def approved_by_another_school() -> list[str]:
    """Who approved is of the school of the stage."""
    rows = Approval.objects.exclude(member__school=F("schedule__placement__proposal__school"))
    return list(rows.values_list(f"schedule__{REFERENCE}", flat=True))


def visited_from_another_institution() -> list[str]:
    """Who visits is of the institution of the stage."""
    institution = F("planned__schedule__placement__proposal__request__institution")
    rows = Visit.objects.exclude(member__institution=institution)
    return list(rows.values_list(f"planned__schedule__{REFERENCE}", flat=True))


CHECKS: list[Callable[[], list[str]]] = [
    approved_and_nothing_planned,
    approved_by_another_school,
    visited_from_another_institution,
]
