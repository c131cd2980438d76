"""The waiting list: a request that waits for a place at one named school.

It is put to no other school. When a place comes free there, who waited longest gets it first
(issued by the matching, which looks each minute). Whatever leads the request to a state (it is
put to a school, withdrawn, expires, ...) ends the waiting: see `workflow.apply_many`.
"""

from __future__ import annotations

from django.db import transaction

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.askable import why_not
from requests_app.enums import Action, RequestState
from requests_app.models import PlacementRequest
from requests_app.seen import count_as_seen
from requests_app.signals import tell_that_it_looks
from requests_app.workflow import Because


@transaction.atomic
def wait_for(*, request_pk: int, school: PlacementSchool, actor: Actor) -> PlacementRequest:
    """Let a request that looks for a school wait for a place at this one.

    Effects, in order: an event; the last answer counts as seen; it waits, from now on. Waiting
    for another school begins anew; waiting for the same one changes nothing.

    Raises:
        PhaseClosed: requests cannot be filed now.
        DomainError: this school cannot be asked; the message says why.
        PermissionDenied: the actor is no coordinator.
        WrongState: the request does not look for a school any more.
    """
    request = workflow.lock_request(request_pk)
    if request.waits_for_id == school.pk and actor.is_coordinator:
        return request
    schools_answer = phases.require_open_and_ask(
        request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS
    )
    may = workflow.may(actor, Action.WAIT, RequestState(request.state))
    if may and (why := why_not(request, school)):
        raise DomainError(why, field="school")
    workflow.apply(request, Action.WAIT, actor=actor, because=Because(data={"school": school.name}))
    count_as_seen(request)
    request.waits_for, request.waits_since = school, clock.now()
    request.save(update_fields=["waits_for", "waits_since"])
    if schools_answer:
        tell_that_it_looks(request)
    return request


@transaction.atomic
def stop_waiting(*, request_pk: int, actor: Actor) -> PlacementRequest:
    """Let a request look for any school again; where it waits for none, nothing changes.

    Raises:
        PhaseClosed: requests cannot be filed now.
        PermissionDenied: the actor is no coordinator.
    """
    request = workflow.lock_request(request_pk)
    if request.waits_for is None and actor.is_coordinator:
        return request
    schools_answer = phases.require_open_and_ask(
        request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS
    )
    data = {"school": request.waits_for.name if request.waits_for else ""}
    workflow.apply(request, Action.STOP_WAITING, actor=actor, because=Because(data=data))
    request.waits_for = request.waits_since = None
    request.save(update_fields=["waits_for", "waits_since"])
    if schools_answer:
        tell_that_it_looks(request)
    return request
