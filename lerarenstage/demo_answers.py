"""What the schools of the demo answer, and what waits after a no."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from lerarenstage.demo_world import School, World
from requests_app.answering import Answer, LineAnswer, answer_proposal
from requests_app.askable import why_not
from requests_app.enums import Decision, Onward, ProposalState, RefusalReason, RequestState, Route
from requests_app.models import PlacementRequest, Proposal
from requests_app.places import has_room
from requests_app.waiting import wait_for

ANSWERED = 10
LATE = 3
REASONS = (RefusalReason.NO_MENTOR, RefusalReason.PERIOD, RefusalReason.NO_PLACE)


def schools_answer(world: World, year: AcademicYear) -> None:
    """Other schools answer the first requests: yes, partly, or no."""
    answer_each(world, waiting_elsewhere(world, year)[:ANSWERED])


def others_answer(world: World, year: AcademicYear) -> None:
    """The rest answers too, but for some that will be late."""
    answer_each(world, waiting_elsewhere(world, year)[:-LATE])


def waiting_elsewhere(world: World, year: AcademicYear) -> list[Proposal]:
    """What waits at the other schools where somebody logs in."""
    others = [school.row for school in world.schools if school is not world.first_school]
    waiting = Proposal.objects.filter(
        state=ProposalState.OPEN, request__year=year, school__in=others
    ).select_related("request")
    # Not by when they reached the school: that follows from their kenmerk, which is drawn.
    return sorted(waiting, key=lambda row: (row.request.route != Route.DIRECT, row.request_id))


def answer_each(world: World, proposals: Iterable[Proposal]) -> None:
    """Answer by turns."""
    mentors = {school.row.pk: school.mentor for school in world.schools}
    for number, proposal in enumerate(proposals):
        answer_proposal(
            proposal_pk=proposal.pk,
            answer=an_answer(proposal, number),
            actor=actor_of(mentors[proposal.school_id]),
        )


def first_school_answers(world: World, year: AcademicYear) -> None:
    """Yes to the trainees who log in; the rest is left for whoever tries the demo."""
    logins = [institution.trainees[0] for institution in world.institutions]
    waiting = Proposal.objects.filter(
        state=ProposalState.OPEN,
        school=world.first_school.row,
        request__year=year,
        request__trainees__in=logins,
    )
    for proposal in waiting.order_by("pk"):
        answer_proposal(
            proposal_pk=proposal.pk,
            answer=an_answer(proposal, 0),
            actor=actor_of(world.first_school.mentor),
        )


def some_wait(world: World, year: AcademicYear) -> None:
    """One refused request of each institution waits for a place at a school that is full."""
    for institution in world.institutions:
        refused = PlacementRequest.objects.filter(
            institution=institution.row, year=year, state=RequestState.REFUSED, onward=Onward.ASK
        )
        for request in refused.order_by("pk")[:1]:
            full = next((s.row for s in world.schools if is_full_for(s, request)), None)
            if full is not None:
                actor = actor_of(institution.coordinator)
                wait_for(request_pk=request.pk, school=full, actor=actor)


def is_full_for(school: School, request: PlacementRequest) -> bool:
    """Whether a school can be asked, but has no place left for a request."""
    lines = request.activities.filter(subject__isnull=False)
    subjects = dict(lines.values_list("subject_id", "subject__name"))
    return not why_not(request, school.row) and not has_room(
        school.row, request, subjects, request.trainees.count()
    )


def an_answer(proposal: Proposal, number: int) -> Answer:
    """Yes, yes, partly, no, by turns; a subject is refused or accepted as a whole."""
    turn, round_ = number % 4, number // 4
    yes = LineAnswer(Decision.ACCEPTED)
    no = LineAnswer(Decision.REFUSED, reason=REASONS[round_ % len(REASONS)])
    lines = list(proposal.lines.select_related("activity"))
    partly = {lines[0].activity.subject_id, None}
    decisions = {
        line.activity_id: yes
        if turn < 2 or (turn == 2 and line.activity.subject_id in partly)
        else no
        for line in lines
    }
    return Answer(decisions, over_offer_known=True)
