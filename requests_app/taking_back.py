"""A coordinator takes a request back from a school that is late with its answer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.enums import Action, ProposalState, RequestState, Route
from requests_app.exceptions import WrongState
from requests_app.models import PlacementRequest, Proposal
from requests_app.proposing import go_to, lies_with, name_schools, need_askable
from requests_app.seen import count_as_seen
from requests_app.signals import tell_that_it_looks
from requests_app.workflow import Because


@transaction.atomic
def take_back(
    *,
    request_pk: int,
    proposal_id: UUID,
    reason: str = "",
    actor: Actor,
    school: PlacementSchool | None = None,
) -> Proposal:
    """Take a request back from the school whose answer is overdue, and let it look for another.

    Effects, in order: the request no longer lies with the school, which reads the reason; it is
    submitted again, with an event; earlier answers count as seen; the school is none of those
    that it names. With another school the request is put to that one at once; without, a request
    that names none any more looks by its wishes, and it is matched once committed. A second click
    changes nothing.

    Arguments:
        proposal_id: the public id of the request as it was put to the late school: with another
            school to which it was put since, it stays.
        school: where it goes instead; none when left out.

    Returns:
        The request as it was put to the late school.

    Raises:
        PhaseClosed: requests cannot be filed now, or schools cannot answer.
        PermissionDenied: the actor is no coordinator.
        DomainError: the answer is not due yet, or the other school cannot be asked.
        WrongState: the school answered meanwhile, or it lies there no more; says who did what.
    """
    request = workflow.lock_request(request_pk)
    proposal = _locked(request, proposal_id)
    if _did_this(request, proposal, school, actor):
        return proposal
    if not phases.require_open_and_ask(request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS):
        phases.require_open(request.year, PhaseKind.ANSWERS)
    gone = {proposal.school_id}
    if workflow.may(actor, Action.TAKE_BACK, RequestState(request.state)):
        _need_late(request, proposal)
        gone |= _need_other(request, proposal, school) if school else set()
    _end(proposal)
    because = Because(proposal, reason.strip())
    workflow.apply(request, Action.TAKE_BACK, actor=actor, because=because)
    if school is not None:
        go_to(request, school, gone, schools_answer=True, actor=actor)
    else:
        _look_on(request, proposal)
    return proposal


def _locked(request: PlacementRequest, proposal_id: UUID) -> Proposal:
    rows = Proposal.objects.filter(request=request).select_for_update(of=("self",))
    found: Proposal | None = rows.filter(public_id=proposal_id).select_related("school").first()
    if found is None:
        raise WrongState(workflow.what_happened(request))
    found.request = request
    return found


def _did_this(
    request: PlacementRequest, proposal: Proposal, school: PlacementSchool | None, actor: Actor
) -> bool:
    """Whether the actor took it back just so before: a double click, a resend."""
    if proposal.state != ProposalState.WITHDRAWN or actor.user is None:
        return False
    events = request.events.filter(action=Action.TAKE_BACK, proposal=proposal, user=actor.user)
    if not events.exists():
        return False
    if school is None:
        return bool(request.state == RequestState.SUBMITTED)
    return lies_with(request, school)


def _need_late(request: PlacementRequest, proposal: Proposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise WrongState(workflow.what_happened(request))
    if clock.today() <= proposal.due_on:
        words = _("De school heeft nog tijd om te antwoorden, tot en met %(day)s.")
        raise DomainError(words % {"day": long_date(proposal.due_on)})


def _need_other(request: PlacementRequest, proposal: Proposal, school: PlacementSchool) -> set[int]:
    if school.pk == proposal.school_id:
        raise DomainError(_("Kies een andere school dan die u terugneemt."), field="school")
    return need_askable(request, school)


def _end(proposal: Proposal) -> None:
    proposal.state = ProposalState.WITHDRAWN
    proposal.version += 1
    proposal.save(update_fields=["state", "version"])


def _look_on(request: PlacementRequest, proposal: Proposal) -> None:
    """Look for a school among those that are left; who names none any more, by its wishes."""
    count_as_seen(request)
    named = list(request.preferences.order_by("rank").values_list("school_id", flat=True))
    if proposal.school_id in named:
        left = [pk for pk in named if pk != proposal.school_id]
        name_schools(request, left, Route(request.route) if left else Route.WISHES)
    tell_that_it_looks(request)
