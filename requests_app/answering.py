"""The school's answer: accept wholly, accept partly, or refuse, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import Membership
from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.together import together
from institutions.actors import Actor
from institutions.enums import SCHOOL_ROLES
from institutions.models import Campus
from institutions.offers import locked_school_year
from requests_app import places, workflow
from requests_app.by_link import BY_LINK
from requests_app.double_booking import why_double
from requests_app.enums import (
    ANSWERED_STATES,
    Action,
    Decision,
    ProposalState,
    RefusalReason,
    RequestState,
)
from requests_app.exceptions import OverOffer, StaleForm, WrongState
from requests_app.follow_up import make_follow_up, moved_on, withdraw_follow_ups
from requests_app.models import PlacementRequest, Proposal, ProposalLine
from requests_app.signals import answer_opened, tell_that_it_looks
from requests_app.workflow import Because


@dataclass(frozen=True)
class LineAnswer:
    """A school's answer on one line; a refusal needs a reason, "other" a text with it."""

    decision: Decision
    reason: str = ""
    reason_text: str = ""
    subject_mentor_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """A school's whole answer.

    `lines` maps the id of each activity to its answer. `over_offer_known` says that the
    mentor was told that this goes over the school's offer and wants it all the same.
    """

    lines: Mapping[int, LineAnswer]
    note: str = ""
    campus: Campus | None = None
    over_offer_known: bool = False


OUTCOMES: dict[frozenset[Decision], tuple[Action, ProposalState]] = {
    frozenset({Decision.ACCEPTED}): (Action.ACCEPT, ProposalState.ACCEPTED),
    frozenset({Decision.REFUSED}): (Action.REFUSE, ProposalState.REFUSED),
    frozenset({Decision.ACCEPTED, Decision.REFUSED}): (
        Action.ACCEPT_PARTIALLY,
        ProposalState.PARTIALLY_ACCEPTED,
    ),
}


@transaction.atomic
@together()  # an acceptance in part changes two requests
def answer_proposal(
    *,
    proposal_pk: int,
    answer: Answer,
    actor: Actor,
    expected_version: int | None = None,
    by_link: str = "",
) -> Proposal:
    """Answer a proposal, or correct an answer that the coordinator has not seen.

    Effects, in order: for a correction, the earlier answer is taken back and its follow-up
    withdrawn, with events; each line gets its decision; the proposal gets its state, who and
    when; the request changes state, with an event; refused lines of a partial acceptance
    become a follow-up request that looks for another school. Sending the same answer twice
    changes nothing.

    Arguments:
        by_link: the public id of the link in a mail through which it came; the event keeps it.

    Raises:
        PhaseClosed: schools cannot answer (any more).
        DomainError: a line without an answer, a refusal without a reason, a vakmentor of
            another school.
        OverOffer: it takes more places than offered, and the mentor was not told yet.
        WrongState: it was withdrawn, or answered and seen, in the meantime.
        StaleForm: a colleague answered after `expected_version` was shown; nothing is written.
    """
    asked = Proposal.objects.filter(pk=proposal_pk).values("request")
    request = workflow.lock_request(Subquery(asked))
    proposal = _lock_proposal(proposal_pk, request)
    phases.require_open(request.year, PhaseKind.ANSWERS)
    lines = _read_lines(proposal)
    _check(answer, lines, proposal)
    if proposal.state in ANSWERED_STATES:
        if _is_the_same(answer, lines, proposal):
            return proposal
        if expected_version not in (None, proposal.version):
            raise StaleForm(answered_meanwhile(proposal))
        _take_back(proposal, request, answer, lines, actor)
    elif proposal.state != ProposalState.OPEN:
        raise WrongState(workflow.what_happened(request, proposal.school))
    over = _claim_places(proposal, answer, lines)
    told = {"school": proposal.school.name, "over": over, **({BY_LINK: by_link} if by_link else {})}
    return _write(proposal, request, answer, lines, actor, told)


def went_on(proposal: Proposal) -> bool:
    """Whether the request was put to another school after this proposal."""
    later = Proposal.objects.filter(request=proposal.request_id, pk__gt=proposal.pk)
    return later.exists()


def answered_meanwhile(proposal: Proposal) -> str:
    """Who of the school answered, what and when: for a colleague whose form was open."""
    return _("%(who)s antwoordde al op %(when)s: %(what)s.") % {
        "who": proposal.answered_by or proposal.school,
        "when": workflow.moment_in_words(proposal.answered_at or proposal.released_at),
        "what": str(proposal.get_state_display()).lower(),
    }


def _lock_proposal(pk: int, request: PlacementRequest) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("school")
    proposal: Proposal = rows.get(pk=pk)
    proposal.request = request
    return proposal


def _read_lines(proposal: Proposal) -> list[ProposalLine]:
    """The lines, also kept on the proposal for who hears of the answer."""
    lines = ProposalLine.objects.select_related("activity__subject")
    prefetch_related_objects([proposal], Prefetch("lines", lines))
    return list(proposal.lines.all())


def _check(answer: Answer, lines: list[ProposalLine], proposal: Proposal) -> None:
    mentors = _known_mentors(answer, proposal)
    for line in lines:
        given = answer.lines.get(line.activity_id)
        field = f"line-{line.activity_id}"
        if given is None:
            raise DomainError(
                _("Beantwoord elke activiteit: %(line)s.") % {"line": line.activity}, field=field
            )
        if given.decision == Decision.REFUSED and given.reason not in RefusalReason.values:
            raise DomainError(
                _("Kies waarom u %(line)s weigert.") % {"line": line.activity}, field=field
            )
        if given.reason == RefusalReason.OTHER and not given.reason_text.strip():
            raise DomainError(
                _("Leg uit waarom u %(line)s weigert.") % {"line": line.activity}, field=field
            )
        if given.subject_mentor_id is not None and given.subject_mentor_id not in mentors:
            raise DomainError(_("Kies een vakmentor van uw school."), field=field)
    if answer.campus is not None and answer.campus.school_id != proposal.school_id:
        raise DomainError(_("Kies een vestigingsplaats van uw school."), field="campus")


def _known_mentors(answer: Answer, proposal: Proposal) -> set[int]:
    """Which of the chosen vakmentors are of this school."""
    chosen = {given.subject_mentor_id for given in answer.lines.values()} - {None}
    if not chosen:
        return set()
    own = Membership.objects.active().filter(school=proposal.school, role__in=SCHOOL_ROLES)
    return set(own.filter(pk__in=chosen).values_list("pk", flat=True))


def _is_the_same(answer: Answer, lines: list[ProposalLine], proposal: Proposal) -> bool:
    kept = {
        line.activity_id: (
            line.decision,
            line.reason,
            line.reason_text,
            line.subject_mentor_id,
        )
        for line in lines
    }
    sent = {
        pk: (given.decision.value, *_reason(given), _mentor(given))
        for pk, given in answer.lines.items()
    }
    campus = answer.campus.pk if answer.campus else None
    return (kept, proposal.answer_note, proposal.campus_id) == (sent, answer.note, campus)


def _take_back(
    proposal: Proposal,
    request: PlacementRequest,
    answer: Answer,
    lines: list[ProposalLine],
    actor: Actor,
) -> None:
    if proposal.seen_at is not None:
        raise WrongState(
            _("De opleiding heeft uw antwoord al gezien. Neem contact op om het te wijzigen.")
        )
    accepts = any(given.decision == Decision.ACCEPTED for given in answer.lines.values())
    if request.state == RequestState.REFUSED and accepts and why_double(request):
        raise WrongState(moved_on())
    if went_on(proposal):
        raise WrongState(moved_on())
    withdraw_follow_ups(request, lines)
    workflow.apply(request, Action.REOPEN_ANSWER, actor=actor, because=Because(proposal))


def _claim_places(proposal: Proposal, answer: Answer, lines: list[ProposalLine]) -> bool:
    """Lock the school's places, count again, and refuse to go over them unknowingly."""
    accepted = [
        line.activity
        for line in lines
        if answer.lines[line.activity_id].decision == Decision.ACCEPTED
    ]
    if not accepted:
        return False
    locked_school_year(proposal.school, proposal.request.year)
    subjects = {a.subject.pk: a.subject.name for a in accepted if a.subject is not None}
    short = places.shortages(proposal, subjects)
    if short and not answer.over_offer_known:
        raise OverOffer(_("Hiermee gaat u boven uw aanbod."), short)
    return bool(short)


def _reason(given: LineAnswer) -> tuple[str, str]:
    refused = given.decision == Decision.REFUSED
    return (given.reason, given.reason_text.strip()) if refused else ("", "")


def _mentor(given: LineAnswer) -> int | None:
    return given.subject_mentor_id if given.decision == Decision.ACCEPTED else None


def _write(
    proposal: Proposal,
    request: PlacementRequest,
    answer: Answer,
    lines: list[ProposalLine],
    actor: Actor,
    told: dict[str, Any],
) -> Proposal:
    for line in lines:
        given = answer.lines[line.activity_id]
        line.decision = given.decision
        line.reason, line.reason_text = _reason(given)
        line.subject_mentor_id = _mentor(given)
    ProposalLine.objects.bulk_update(
        lines, ["decision", "reason", "reason_text", "subject_mentor_id"]
    )
    action, state = OUTCOMES[frozenset(Decision(line.decision) for line in lines)]
    proposal.state, proposal.over_offer, proposal.campus = state, told["over"], answer.campus
    proposal.answered_at, proposal.answered_by = clock.now(), actor.user
    proposal.answer_note = answer.note
    proposal.version += 1
    proposal.save()
    because = Because(proposal, answer.note, told)
    workflow.apply(request, action, actor=actor, because=because)
    if action == Action.REFUSE:
        tell_that_it_looks(request)
    if action == Action.ACCEPT_PARTIALLY:
        refused = [line.activity for line in lines if line.decision == Decision.REFUSED]
        make_follow_up(request, proposal, refused)
    return proposal


@transaction.atomic
def mark_answer_seen(*, proposal: Proposal, actor: Actor) -> None:
    """The coordinator opens an answer: from now on the school cannot correct it by itself.

    Answers of schools before it, after which the request went on by itself, are read with it.
    """
    request = workflow.lock_request(proposal.request_id)
    if not actor.is_coordinator:
        return
    opened = Proposal.objects.filter(
        request=proposal.request_id,
        pk__lte=proposal.pk,
        seen_at=None,
        state__in=ANSWERED_STATES,
    ).update(seen_at=clock.now())
    if opened:
        answer_opened.send(PlacementRequest, request=request, proposal_pk=proposal.pk)
