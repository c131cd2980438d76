"""The ends of a request other than an answer: withdrawn, cancelled, expired."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM, Actor
from requests_app import workflow
from requests_app.enums import Action, ProposalState, RequestState
from requests_app.exceptions import WrongState
from requests_app.gate import have_for_effects
from requests_app.models import PlacementRequest, Proposal
from requests_app.seen import count_as_seen
from requests_app.workflow import Because


def need_reason(reason: str) -> str:
    """The reason without blanks around it.

    Raises:
        DomainError: there is none.
    """
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Geef een reden."), field="reason")
    return reason


@transaction.atomic
def withdraw_request(*, request_pk: int, reason: str, actor: Actor) -> PlacementRequest:
    """Withdraw a request that nobody accepted; its open proposal leaves the school's inbox.

    Raises:
        DomainError: no reason was given.
        WrongState: it was accepted, or ended, in the meantime.
    """
    reason = need_reason(reason)
    request = workflow.lock_request(request_pk)
    proposal = _end_proposals(request, [ProposalState.OPEN], ProposalState.WITHDRAWN)
    count_as_seen(request)
    workflow.apply(request, Action.WITHDRAW, actor=actor, because=Because(proposal, reason))
    return request


@transaction.atomic
def cancel_request(*, request_pk: int, reason: str, actor: Actor) -> PlacementRequest:
    """Cancel what was accepted, from either side; its places come free.

    Raises:
        DomainError: no reason was given, or its stageperiode is over: then it did take place.
        WrongState: it is not an accepted request (any more), or another school accepted it.
    """
    reason = need_reason(reason)
    request = workflow.lock_request(request_pk)
    need_own_acceptance(request, actor)
    if request.period_end and request.period_end < clock.today():
        day = long_date(request.period_end)
        raise DomainError(_("Deze stage eindigde op %(day)s: ze is afgelopen.") % {"day": day})
    accepted = [ProposalState.ACCEPTED, ProposalState.PARTIALLY_ACCEPTED]
    proposal = _end_proposals(request, accepted, ProposalState.CANCELLED)
    workflow.apply(request, Action.CANCEL, actor=actor, because=Because(proposal, reason))
    return request


def need_own_acceptance(request: PlacementRequest, actor: Actor) -> None:
    """A school ends only what it accepted itself, and hears nothing of the school after it."""
    if actor.school is None:
        return
    last = request.proposals.order_by("pk").last()
    if last is None or last.school_id != actor.school.pk:
        raise WrongState(_("Er is hier geen aanvaarde stage om te annuleren."))


def _end_proposals(
    request: PlacementRequest, states: list[ProposalState], target: ProposalState
) -> Proposal | None:
    proposal: Proposal | None = (
        request.proposals.select_for_update().filter(state__in=states).last()
    )
    if proposal is not None:
        proposal.state = target
        proposal.version += 1
        proposal.save(update_fields=["state", "version"])
    return proposal


@transaction.atomic
def expire_unfinished(year: AcademicYear) -> dict[str, Any]:
    """When requesting closes: drafts, held and unanswered requests of the year expire.

    Safe to run twice: what has ended is left alone.

    Returns:
        How many expired, by the state that they were in.
    """
    have_for_effects(year)
    reason = _("Het aanvragen voor %(year)s is afgesloten.") % {"year": year}
    ends = [RequestState.DRAFT, RequestState.SUBMITTED, RequestState.PROPOSED]
    rows = list(
        PlacementRequest.objects.select_for_update(of=("self",))
        .filter(year=year, state__in=ends)
        .select_related("year", "institution")
        .order_by("pk")
    )
    open_proposals = {
        proposal.request_id: proposal
        for proposal in Proposal.objects.select_for_update().filter(
            request__in=rows, state=ProposalState.OPEN
        )
    }
    Proposal.objects.filter(pk__in=[p.pk for p in open_proposals.values()]).update(
        state=ProposalState.EXPIRED
    )
    counts = {state.value: sum(row.state == state for row in rows) for state in ends}
    items = [(row, Because(open_proposals.get(row.pk), reason)) for row in rows]
    workflow.apply_many(items, Action.EXPIRE, actor=SYSTEM)
    return counts
