"""A small world to act in: an institution, a school that offers, and requests between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import time_machine

from accounts.models import Membership
from institutions.actors import Actor
from institutions.enums import ActivityKind
from institutions.models import Subject
from requests_app import workflow
from requests_app.answering import Answer, LineAnswer, answer_proposal
from requests_app.enums import Action, Decision
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Proposal
from tests.factories import ActivityFactory, RequestFactory, SubjectFactory, actor_for

BRUSSELS = ZoneInfo("Europe/Brussels")


@contextmanager
def on(day: str, hour: int = 10) -> Iterator[None]:
    """Freeze the clock at this hour in Brussels."""
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), BRUSSELS)
    with time_machine.travel(at.replace(hour=hour), tick=False):
        yield


def draft(
    coordinator: Membership, mentor: Membership, year: object, **fields: object
) -> PlacementRequest:
    """A complete draft with a history, direct to the mentor's school."""
    request = RequestFactory(
        institution=coordinator.institution,
        year=year,
        prepared_by=coordinator.user,
        **{"school": mentor.school, **fields},
    )
    workflow.apply(workflow.mark_new(request), Action.PREPARE, actor=actor_for(coordinator))
    return request


def two_lines(request: PlacementRequest) -> tuple[Subject, Subject]:
    """Give the request a second line, in a second subject; both subjects."""
    first = request.activities.get().subject
    second = SubjectFactory()
    ActivityFactory(request=request, subject=second, position=1, kind=ActivityKind.ACTIVE)
    assert first is not None
    return first, second


def filed(
    coordinator: Membership, mentor: Membership, year: object, **fields: object
) -> PlacementRequest:
    """A filed request; on an open day it lies with the mentor's school at once."""
    request = draft(coordinator, mentor, year, **fields)
    return file_request(request_pk=request.pk, actor=actor_for(coordinator))


def proposal_of(request: PlacementRequest) -> Proposal:
    """The last proposal of a request, fresh."""
    proposal = Proposal.objects.filter(request=request).last()
    assert proposal is not None
    return proposal


YES = LineAnswer(Decision.ACCEPTED)
NO = LineAnswer(Decision.REFUSED, reason="no_mentor")


def answer(
    proposal: Proposal,
    mentor: Membership,
    *decisions: LineAnswer,
    over_offer_known: bool = False,
    note: str = "",
) -> Proposal:
    """Answer the lines of a proposal in their order; one decision goes for all."""
    return answer_as(
        actor_for(mentor), proposal, *decisions, over_offer_known=over_offer_known, note=note
    )


def answer_as(
    actor: Actor,
    proposal: Proposal,
    *decisions: LineAnswer,
    over_offer_known: bool = False,
    note: str = "",
) -> Proposal:
    """The same, as any actor of the school."""
    lines = [line.activity_id for line in proposal.lines.all()]
    given = decisions if len(decisions) > 1 else decisions * len(lines)
    return answer_proposal(
        proposal_pk=proposal.pk,
        answer=Answer(
            dict(zip(lines, given, strict=True)),
            note=note,
            over_offer_known=over_offer_known,
        ),
        expected_version=proposal.version,
        actor=actor,
    )
