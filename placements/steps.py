"""What coordinators and schoolmentors have to do next for their stages: say who guides them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.actors import Actor
from placements.enums import GuidanceRole, PlacementPhase
from placements.models import Placement
from placements.page_sections import Step, adds_next_steps
from placements.selectors import accepted_of, guides_of

GOES_ON = (PlacementPhase.PLANNED, PlacementPhase.RUNNING)


@adds_next_steps
def to_assign(placements: Sequence[Placement], actor: Actor) -> Mapping[int, Sequence[Step]]:
    """A stagebegeleider for the institution, vakmentors for the school, before it begins."""
    today = clock.today()
    going_on = [row for row in placements if row.phase_on(today) in GOES_ON]
    if actor.is_coordinator:
        return {row.pk: [_supervisor(row)] for row in going_on if not has_supervisor(row)}
    if actor.may_answer:
        return {row.pk: [_mentors(row)] for row in going_on if subjects_without_mentor(row)}
    return {}


def has_supervisor(placement: Placement) -> bool:
    """Whether somebody who still works there guides a stage read `with_facts`."""
    return any(
        guide.role == GuidanceRole.SUPERVISOR and guide.works_there
        for guide in guides_of(placement)
    )


def subjects_without_mentor(placement: Placement) -> set[int | None]:
    """Ids of the subjects of a stage read `with_facts` that no vakmentor still there guides.

    None stands for its klasoverstijgende activiteiten.
    """
    guided = {
        guide.subject_id
        for guide in guides_of(placement)
        if guide.role == GuidanceRole.SUBJECT_MENTOR and guide.works_there
    }
    return {line.activity.subject_id for line in accepted_of(placement)} - guided


def _supervisor(placement: Placement) -> Step:
    url = reverse("placement_supervisor", args=[placement.public_id])
    return Step(_("Wijs een stagebegeleider toe"), url, placement.period_start)


def _mentors(placement: Placement) -> Step:
    url = reverse("placement_mentors", args=[placement.public_id])
    return Step(_("Wijs de vakmentor toe"), url, placement.period_start)
