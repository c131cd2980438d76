"""After a cancellation: the accepted lines look for another school, as a follow-up request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from requests_app import workflow
from requests_app.double_booking import why_double
from requests_app.enums import Action, Decision, Hardship, RequestState
from requests_app.exceptions import WrongState
from requests_app.follow_up import AFTER_CANCELLATION, make_follow_up
from requests_app.hardship import mark_hardship
from requests_app.models import Activity, PlacementRequest, Proposal, RequestEvent


@transaction.atomic
def look_again(*, request_pk: int, actor: Actor) -> PlacementRequest:
    """Let a cancelled stage look for another school; asking it twice gives the same request.

    Effects, in order: a follow-up request for the lines that were accepted, filed now; when the
    school cancelled, and the request has no voorrang, it asks for one because it lost its place
    (`Hardship.PLACE_LOST`, which an administrator still confirms); once committed, it is matched.

    Raises:
        PermissionDenied: the actor is no coordinator of the institution.
        PhaseClosed: requests cannot be filed now.
        DomainError: the stageperiode is over, or a trainee is elsewhere in it by now.
        WrongState: it was not a stage that was cancelled.
    """
    request = workflow.lock_request(request_pk)
    if not actor.is_coordinator or actor.institution != request.institution:
        raise PermissionDenied(_("Alleen een stagecoördinator kan dit doen."))
    if (made := _made_before(request)) is not None:
        return made
    phases.require_open(request.year, PhaseKind.REQUESTS)
    cancelled, proposal = _cancellation(request)
    if why := why_not_again(request) or why_double(request):
        raise DomainError(why)
    by_school = cancelled.school_id is not None
    follow_up = make_follow_up(
        request,
        proposal,
        _accepted_lines(proposal),
        cancelled_by="school" if by_school else "institution",
    )
    if by_school and not follow_up.hardship:
        mark_hardship(request_pk=follow_up.pk, reason=Hardship.PLACE_LOST, actor=actor)
    return follow_up


def why_not_again(request: PlacementRequest) -> str:
    """Why a cancelled stage cannot look for another school any more; empty when it can."""
    if request.period_end is None or clock.today() <= request.period_end:
        return ""
    return _("De stageperiode is voorbij sinds %(day)s: maak een nieuwe stageaanvraag.") % {
        "day": long_date(request.period_end)
    }


def _made_before(request: PlacementRequest) -> PlacementRequest | None:
    made: RequestEvent | None = (
        RequestEvent.objects.filter(
            request__parent=request, action=Action.FOLLOW_UP, data__has_key=AFTER_CANCELLATION
        )
        .select_related("request")
        .first()
    )
    return made.request if made else None


def _cancellation(request: PlacementRequest) -> tuple[RequestEvent, Proposal]:
    last = request.events.filter(action=Action.CANCEL).select_related("proposal__school").last()
    if last is None or last.proposal is None or request.state != RequestState.CANCELLED:
        raise WrongState(workflow.what_happened(request))
    return last, last.proposal


def _accepted_lines(proposal: Proposal) -> list[Activity]:
    lines = Activity.objects.filter(
        proposal_lines__proposal=proposal, proposal_lines__decision=Decision.ACCEPTED
    )
    return list(lines.order_by("position", "pk"))
