"""Stages to test with: accepted by the school, and the answer opened by a coordinator."""

from accounts.models import Membership
from placements.models import Placement
from placements.selectors import with_facts
from requests_app.answering import LineAnswer, mark_answer_seen
from requests_app.models import PlacementRequest
from tests.factories import actor_for
from tests.requests_app.world import YES, answer, filed, proposal_of


def placed(
    request: PlacementRequest,
    mentor: Membership,
    coordinator: Membership,
    *decisions: LineAnswer,
    over_offer_known: bool = False,
) -> Placement:
    """The stage of a request that lies with the mentor's school; accepted wholly unless told."""
    proposal = proposal_of(request)
    answer(proposal, mentor, *(decisions or (YES,)), over_offer_known=over_offer_known)
    mark_answer_seen(proposal=proposal, actor=actor_for(coordinator))
    return fresh(Placement.objects.get(proposal=proposal))


def new_placement(
    coordinator: Membership,
    mentor: Membership,
    year: object,
    *decisions: LineAnswer,
    **fields: object,
) -> Placement:
    """File a request (see `RequestFactory`), and let the school accept it."""
    request = filed(coordinator, mentor, year, **fields)
    return placed(request, mentor, coordinator, *decisions)


def fresh(placement: Placement) -> Placement:
    """The stage as the database has it now, with all that pages name."""
    found: Placement = with_facts(Placement.objects.filter(pk=placement.pk)).get()
    return found
