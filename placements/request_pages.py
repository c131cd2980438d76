"""What the page of a request, and of a request put to a school, say of the stage it became."""

from __future__ import annotations

from typing import Any

from placements.models import Placement
from requests_app.enums import ProposalState
from requests_app.page_sections import Section, adds_to_proposal_page, adds_to_request_page

BECAME_ONE = (
    ProposalState.ACCEPTED,
    ProposalState.PARTIALLY_ACCEPTED,
    ProposalState.CANCELLED,
)
TEMPLATE = "placements/_of_request.html"


@adds_to_request_page
def stage_of_request(page: Any) -> Section | None:
    """A link to the stage, once the answer was opened."""
    last = page.proposals[-1] if page.proposals else None
    return _section(page, last)


@adds_to_proposal_page
def stage_of_proposal(page: Any) -> Section | None:
    """A link to the stage, where it is changed and cancelled."""
    return _section(page, page.proposal)


def _section(page: Any, proposal: Any) -> Section | None:
    if proposal is None or proposal.state not in BECAME_ONE:
        return None
    rows = Placement.objects.visible_to(page.actor).filter(proposal=proposal.pk)
    public_id = rows.values_list("public_id", flat=True).first()
    return Section(TEMPLATE, public_id) if public_id else None
