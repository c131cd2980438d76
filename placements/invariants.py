"""What must always hold of stages; `manage.py check_invariants` asks it.

Each check returns what breaks it; all empty is well.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Subquery

from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from placements.querysets import AGREED
from requests_app.enums import Decision
from requests_app.models import Proposal, ProposalLine


def acceptance_without_placement() -> list[str]:
    """Every accepted proposal has its stage."""
    rows = Proposal.objects.filter(state__in=AGREED, placement=None)
    return list(rows.values_list("request__reference", flat=True))


def line_names_another_mentor() -> list[str]:
    """The vakmentor on an accepted line is the first who guides that subject."""
    guides = Guide.objects.current().filter(
        placement__proposal=OuterRef("proposal"),
        role=GuidanceRole.SUBJECT_MENTOR,
    )
    lines = ProposalLine.objects.filter(decision=Decision.ACCEPTED, proposal__state__in=AGREED)
    wrong: list[str] = []
    for cross_class in (False, True):
        of_subject = (
            guides.filter(subject=None)
            if cross_class
            else guides.filter(subject=OuterRef("activity__subject"))
        )
        rows = lines.filter(activity__subject__isnull=cross_class).annotate(
            first=Subquery(of_subject.values("member_id")[:1])
        )
        differs = rows.exclude(first=F("subject_mentor")).exclude(first=None, subject_mentor=None)
        wrong += differs.values_list("proposal__request__reference", flat=True)
    return wrong


def request_names_another_supervisor() -> list[str]:
    """The stagebegeleider of the request is who guides the stage."""
    guides = Guide.objects.current().filter(placement=OuterRef("pk"), role=GuidanceRole.SUPERVISOR)
    rows = Placement.objects.live().annotate(guide=Subquery(guides.values("member_id")[:1]))
    differs = rows.exclude(guide=F("proposal__request__supervisor")).exclude(
        guide=None, proposal__request__supervisor=None
    )
    return list(differs.values_list("proposal__request__reference", flat=True))


def guided_after_it_was_taken_back() -> list[str]:
    """Nobody guides what its school took back."""
    now = Guide.objects.current().filter(placement=OuterRef("pk"))
    known = Placement.objects.filter(proposal__state__in=(*AGREED, "cancelled"))
    rows = Placement.objects.filter(Exists(now)).exclude(pk__in=known.values("pk"))
    return list(rows.values_list("proposal__request__reference", flat=True))


def guided_from_elsewhere() -> list[str]:
    """A vakmentor is of the school of the stage, a stagebegeleider of its institution."""
    mentors = Guide.objects.filter(role=GuidanceRole.SUBJECT_MENTOR).exclude(
        member__school=F("placement__proposal__school")
    )
    supervisors = Guide.objects.supervising().exclude(
        member__institution=F("placement__proposal__request__institution")
    )
    reference = "placement__proposal__request__reference"
    wrong = list(mentors.values_list(reference, flat=True))
    return wrong + list(supervisors.values_list(reference, flat=True))


CHECKS: list[Callable[[], list[str]]] = [
    acceptance_without_placement,
    line_names_another_mentor,
    request_names_another_supervisor,
    guided_after_it_was_taken_back,
    guided_from_elsewhere,
]
