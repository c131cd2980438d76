"""Reading stages with what pages show of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from placements.models import Guide, Placement
from requests_app.enums import Decision
from requests_app.models import ProposalLine, Trainee

RELATED = (
    "proposal__request__institution",
    "proposal__request__year",
    "proposal__request__programme",
    "proposal__school",
    "proposal__campus",
)


def with_facts(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Stages with all that their page and lists name, in four queries for any number.

    Adds `accepted` (proposal lines with activity and subject, on the proposal), the trainees of
    the request as `people`, and who guides now as `current_guides`.
    """
    lines = ProposalLine.objects.filter(decision=Decision.ACCEPTED)
    lines = lines.select_related("activity__subject").order_by("activity__position", "pk")
    guides = Guide.objects.current().select_related("member__user", "subject")
    trainees = Trainee.objects.select_related("user").order_by("last_name", "first_name", "pk")
    return rows.select_related(*RELATED).prefetch_related(
        Prefetch("proposal__lines", lines, to_attr="accepted"),
        Prefetch("proposal__request__trainees", trainees, to_attr="people"),
        Prefetch("guides", guides, to_attr="current_guides"),
    )


def accepted_of(placement: Any) -> list[ProposalLine]:
    """The accepted lines of a stage read with `with_facts`."""
    rows: list[ProposalLine] = placement.proposal.accepted
    return rows


def people_of(placement: Any) -> list[Trainee]:
    """The trainees of a stage read with `with_facts`."""
    rows: list[Trainee] = placement.request.people
    return rows


def guides_of(placement: Any) -> list[Guide]:
    """Who guides a stage read with `with_facts`, now."""
    rows: list[Guide] = placement.current_guides
    return rows
