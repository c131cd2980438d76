"""Hears of requests: who must know that one changed state.

Who expires is not heard of here: when a year closes that is told in one sentence to each
organisation (`notices.effects`). Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q
from django.dispatch import receiver

from accounts.models import Membership
from institutions.actors import Actor
from institutions.enums import SCHOOL_ROLES
from notices.enums import KEPT_BACK, NoticeState
from notices.kind import Kind
from notices.kinds.answering import ANSWERING, RequestReached, RequestTakenAway
from notices.kinds.answers import (
    AnswerAccepted,
    Answered,
    AnswerPartly,
    AnswerRefused,
    answered_at,
)
from notices.kinds.cancelling import CancelledByInstitution, CancelledBySchool
from notices.kinds.checking import PriorityConfirmed, PriorityDeclined, ToCheck
from notices.kinds.own_answers import OWN_ANSWERS, OwnEnded
from notices.models import Notice
from notices.recipients import (
    Recipient,
    answering_for,
    coordinating,
    following,
    members,
    of_membership,
    trainees_of,
    without,
)
from notices.telling import Told, tell
from requests_app.enums import Action, Decision, ProposalState
from requests_app.models import PlacementRequest, Proposal
from requests_app.signals import answer_opened, state_changed
from requests_app.workflow import Because

Items = Sequence[tuple[PlacementRequest, Because]]
CORRECTED_FROM = 3
"""A proposal is made with version 1, and each answer makes it one higher."""


def reached(items: Items, actor: Actor) -> None:
    """Requests were put to schools: who answers there is told."""
    proposals = [because.proposal for _request, because in items if because.proposal]
    people = answering_for({proposal.school_id for proposal in proposals})
    tell(
        RequestReached,
        [
            Told(to, str(proposal.pk), proposal.request.year, proposal.request, proposal)
            for proposal in proposals
            for to in people.get(proposal.school_id, [])
        ],
    )


def taken_away(items: Items, actor: Actor) -> None:
    """Withdrawn before the school answered: who heard of it there, by mail or on the site."""
    _tell_taken_away(items, {})


def taken_back(items: Items, actor: Actor) -> None:
    """The same when it was taken back because the school was late."""
    _tell_taken_away(items, {"was_late": True})


def _tell_taken_away(items: Items, data: Mapping[str, Any]) -> None:
    proposals = {b.proposal.pk: b.proposal for _request, b in items if b.proposal}
    if not proposals:
        return
    told = Notice.objects.filter(
        Q(state__in=[NoticeState.MAILED, NoticeState.SEEN])
        | Q(
            state__in=[NoticeState.WAITING, *KEPT_BACK],
            membership__looked_at__gt=F("created_at"),
        ),
        kind__in=[kind.name for kind in ANSWERING],
        proposal__in=proposals,
    )
    rows = told.order_by("pk").select_related("addressee", "membership")
    heard = {(row.addressee_id, row.proposal_id): row for row in rows}
    tell(
        RequestTakenAway,
        [
            _again(row, proposals[row.proposal_id], data)
            for row in heard.values()
            if row.proposal_id
        ],
    )


def _again(row: Notice, proposal: Proposal, data: Mapping[str, Any]) -> Told:
    """Something more about a proposal to who was told of it before."""
    to = Recipient(
        membership_id=row.membership_id,
        user_id=row.addressee.user_id,
        email=row.addressee.email,
        school_id=row.addressee.school_id,
        addressee_id=row.addressee_id,
    )
    about = str(proposal.pk)
    return Told(to, about, proposal.request.year, proposal.request, proposal, data=data)


def answered(kind: type[Answered]) -> Callable[[Items, Actor], None]:
    """A school answered: its coordinator and the stagebegeleider are told what."""

    def tell_it(items: Items, actor: Actor) -> None:
        people = following([request for request, _because in items])
        tell(
            kind,
            [
                Told(
                    to,
                    f"{proposal.pk}:{proposal.version}",
                    request.year,
                    request,
                    proposal,
                    data=_answer_data(proposal),
                )
                for request, because in items
                if (proposal := because.proposal) is not None
                for to in people[request.pk]
            ],
        )

    return tell_it


def _answer_data(proposal: Proposal) -> Mapping[str, Any]:
    refused = [line for line in proposal.lines.all() if line.decision == Decision.REFUSED]
    return {
        "at": answered_at(proposal),
        "corrected": proposal.version >= CORRECTED_FROM,
        "reasons": list(dict.fromkeys(line.reason for line in refused)),
    }


def offered_for_check(items: Items, actor: Actor) -> None:
    """A draft is ready: the coordinators of the institution check it."""
    people = coordinating([request for request, _because in items])
    tell(
        ToCheck,
        [
            Told(to, f"{request.pk}:{request.version}", request.year, request)
            for request, _because in items
            for to in without(people[request.pk], actor.user)
        ],
    )


def cancelled(items: Items, actor: Actor) -> None:
    """Either side cancelled a stage: the other side is told, and the trainees who knew of it."""
    pairs = [(request, b.proposal) for request, b in items if b.proposal]
    by_school = actor.school is not None
    people = _of_institution(pairs) if by_school else _of_school([p for _r, p in pairs])
    tell(
        CancelledBySchool if by_school else CancelledByInstitution,
        [
            Told(to, f"{proposal.pk}:{proposal.version}", request.year, request, proposal)
            for request, proposal in pairs
            for to in people.get(proposal.pk, [])
        ],
    )
    tell_ended([request for request, proposal in pairs if proposal.seen_at])


def _of_institution(
    pairs: Iterable[tuple[PlacementRequest, Proposal]],
) -> dict[int, list[Recipient]]:
    pairs = list(pairs)
    people = following([request for request, _proposal in pairs])
    return {proposal.pk: people[request.pk] for request, proposal in pairs}


def _of_school(proposals: Iterable[Proposal]) -> dict[int, list[Recipient]]:
    """Who answers for the school, and the vakmentors who were to guide; nobody twice."""
    proposals = list(proposals)
    answering = answering_for({proposal.school_id for proposal in proposals})
    found = {proposal.pk: list(answering.get(proposal.school_id, [])) for proposal in proposals}
    guiding = Membership.objects.filter(
        mentored_lines__proposal__in=proposals, role__in=SCHOOL_ROLES
    )
    lines = guiding.annotate(of_proposal=F("mentored_lines__proposal"))
    for member in members(lines.distinct()):
        told = found[member.of_proposal]  # type: ignore[attr-defined]
        if member.user_id not in {to.user_id for to in told}:
            told.append(of_membership(member))
    return found


def tell_ended(requests: Sequence[PlacementRequest]) -> int:
    """Tell the trainees of requests that were with a school that it ended."""
    people = trainees_of(requests)
    return tell(
        OwnEnded,
        [
            Told(to, f"{request.pk}:{request.version}", request.year, request)
            for request in requests
            for to in people.get(request.pk, [])
        ],
    )


def decided_priority(kind: type[Kind]) -> Callable[[Items, Actor], None]:
    """An administrator decided on voorrang: its coordinator is told."""

    def tell_it(items: Items, actor: Actor) -> None:
        people = coordinating([request for request, _because in items])
        tell(
            kind,
            [
                Told(to, f"{request.pk}:{request.version}", request.year, request)
                for request, _because in items
                for to in people[request.pk]
            ],
        )

    return tell_it


HEARS: dict[Action, Callable[[Items, Actor], None]] = {
    Action.OFFER_FOR_CHECK: offered_for_check,
    Action.PROPOSE: reached,
    Action.WITHDRAW: taken_away,
    Action.TAKE_BACK: taken_back,
    Action.ACCEPT: answered(AnswerAccepted),
    Action.ACCEPT_PARTIALLY: answered(AnswerPartly),
    Action.REFUSE: answered(AnswerRefused),
    Action.CANCEL: cancelled,
    Action.CONFIRM_HARDSHIP: decided_priority(PriorityConfirmed),
    Action.DECLINE_HARDSHIP: decided_priority(PriorityDeclined),
}


@receiver(state_changed)
def hear(action: Action, items: Items, actor: Actor, **_kwargs: Any) -> None:
    """Tell who must know, in the transaction of the change."""
    if (then := HEARS.get(action)) is not None:
        then(items, actor)


@receiver(answer_opened)
def opened(request: PlacementRequest, proposal_pk: int, **_kwargs: Any) -> None:
    """A coordinator opened an answer: from now on it is one, and its trainees are told."""
    people = trainees_of([request])[request.pk]
    if not people:
        return
    proposal = Proposal.objects.get(pk=proposal_pk)
    if (kind := OWN_ANSWERS.get(ProposalState(proposal.state))) is None:
        return
    about = f"{proposal.pk}:{proposal.version}"
    data = {"at": answered_at(proposal)}
    tell(kind, [Told(to, about, request.year, request, proposal, data=data) for to in people])
