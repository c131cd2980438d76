"""The stages of which the planning waits for somebody's approval, as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from placements.models import Placement
from placements.selectors import with_facts
from schedules.approving_parts import part_title
from schedules.approving_tasks import waiting_for


@dataclass(frozen=True)
class ToApprove:
    """One stage, with the parts that wait."""

    placement: Placement
    parts: Sequence[str]


def stages_to_approve(actor: Actor, year: AcademicYear) -> list[ToApprove]:
    """The stages that wait for the actor, those that begin first on top; two queries."""
    parts: dict[int, list[str]] = defaultdict(list)
    for guide in waiting_for(actor, year, clock.today()).select_related("subject"):
        parts[guide.placement_id].append(part_title(guide.subject))
    found = with_facts(Placement.objects.visible_to(actor).filter(pk__in=parts))
    stages = {row.pk: row for row in found}
    return [ToApprove(stages[pk], parts[pk]) for pk in parts if pk in stages]
