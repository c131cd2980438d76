"""Voorrang: a coded reason why a request comes first, confirmed or set aside by an administrator.

The coordinator gives one reason of a fixed list, never in free text and never about health
(trust.md, 21). Only coordinators of the institution and administrators read it: no school, no
trainee, and no stagebegeleider. The matching places confirmed ones first.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from requests_app import workflow
from requests_app.drafting import require_preparing
from requests_app.enums import Action, Hardship, RequestState
from requests_app.exceptions import StaleForm
from requests_app.models import PlacementRequest
from requests_app.workflow import Because


@transaction.atomic
def mark_hardship(*, request_pk: int, reason: str, actor: Actor) -> PlacementRequest:
    """Give the reason why a request comes first, or take it back with an empty one.

    For a draft, and for a request that looks for a school. The same reason again changes
    nothing; another one has to be confirmed again.

    Effects, in order: an event; the reason, not confirmed.

    Raises:
        PhaseClosed: the year takes no drafts, or no requests, today.
        DomainError: a reason that is not of the list.
        PermissionDenied: the actor is no coordinator.
        WrongState: it lies with a school, is placed, or ended.
    """
    if reason and reason not in Hardship.values:
        raise DomainError(_("Kies een reden uit de lijst."), field="reason")
    request = workflow.lock_request(request_pk)
    if request.hardship == reason and actor.is_coordinator:
        return request
    if request.state == RequestState.DRAFT:
        require_preparing(request.year)
    else:
        phases.require_open(request.year, PhaseKind.REQUESTS)
    because = Because(data={"hardship": reason})
    workflow.apply(request, Action.MARK_HARDSHIP, actor=actor, because=because)
    _write(request, reason)
    return request


@transaction.atomic
def confirm_hardship(*, request_pk: int, reason: str, actor: Actor) -> PlacementRequest:
    """Confirm the reason that an administrator read; confirming it twice changes nothing.

    Raises:
        PermissionDenied: the actor is no administrator.
        StaleForm: by now the request has another reason, or none.
        WrongState: the request is a draft, is placed, or ended.
    """
    request = workflow.lock_request(request_pk)
    if actor.is_admin:
        _check_reason(request, reason)
        if request.hardship_confirmed_at is not None:
            return request
    because = Because(data={"hardship": reason})
    workflow.apply(request, Action.CONFIRM_HARDSHIP, actor=actor, because=because)
    request.hardship_confirmed_at, request.hardship_confirmed_by = clock.now(), actor.user
    request.save(update_fields=["hardship_confirmed_at", "hardship_confirmed_by"])
    return request


@transaction.atomic
def decline_hardship(*, request_pk: int, reason: str, why: str, actor: Actor) -> PlacementRequest:
    """Set a reason aside, confirmed or not: the request comes no earlier than others.

    Arguments:
        reason: the coded reason that the administrator read.
        why: in words, for the coordinator.

    Effects, in order: an event with why; the reason is gone. Doing it twice changes nothing.

    Raises:
        DomainError: not said why.
        PermissionDenied: the actor is no administrator.
        StaleForm: by now the request has another reason.
        WrongState: the request is a draft, is placed, or ended.
    """
    if not why.strip():
        raise DomainError(_("Geef een reden."), field="reason")
    request = workflow.lock_request(request_pk)
    if actor.is_admin:
        if not request.hardship:
            return request
        _check_reason(request, reason)
    because = Because(reason=why.strip(), data={"hardship": reason})
    workflow.apply(request, Action.DECLINE_HARDSHIP, actor=actor, because=because)
    _write(request, "")
    return request


def _check_reason(request: PlacementRequest, reason: str) -> None:
    if not reason or request.hardship != reason:
        raise StaleForm(
            _("De voorrang van %(reference)s is intussen gewijzigd. Lees ze opnieuw.")
            % {"reference": request.reference}
        )


def _write(request: PlacementRequest, reason: str) -> None:
    request.hardship = reason
    request.hardship_confirmed_at = request.hardship_confirmed_by = None
    request.save(update_fields=["hardship", "hardship_confirmed_at", "hardship_confirmed_by"])
