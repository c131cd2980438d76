"""What happens in the demo between 1 May and 5 September 2017, through the same services as ever.

Each step has its day; the practice clock is put on that day, and what lies after the day on
which the demo is to begin does not happen. The clock lives through the days in between: on 15 June
everything is matched and reaches the schools, and after the refusals of September some requests go
on by themselves, others wait with a suggestion for their coordinator. What follows a yes is told in
`demo_stages`, `demo_papers` and `demo_plans`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from calendar_cfg.practice import move_clock
from institutions.actors import SYSTEM
from institutions.enums import ActivityKind, Stance
from institutions.models import Subject
from institutions.offer_rules import BlockedDays, OfferPlan, OfferRow
from institutions.offers import NEW, save_school_year
from lerarenstage import demo_papers, demo_plans, demo_stages
from lerarenstage.demo_world import Institution, School, World
from requests_app.answering import Answer, LineAnswer, answer_proposal
from requests_app.askable import why_not
from requests_app.drafting import attach_trainees, offer_for_check, save_draft
from requests_app.enums import (
    Decision,
    Hardship,
    Onward,
    ProposalState,
    RequestState,
    Route,
)
from requests_app.filing import file_request
from requests_app.hardship import mark_hardship
from requests_app.models import PlacementRequest, Proposal, RequestTemplate, TemplateActivity
from requests_app.places import has_room
from requests_app.waiting import wait_for

PERIODS = {
    1: (date(2017, 10, 16), date(2017, 10, 27)),
    2: (date(2018, 1, 29), date(2018, 2, 9)),
    3: (date(2018, 3, 5), date(2018, 3, 23)),
}

BEFORE_ALL = date(2017, 5, 1)
TAKES_NOBODY = 10  # the number of the school that says no
ANSWERED = 10
ASK_THE_FIRST_SCHOOL = (24, 27)  # numbers of trainees: it keeps requests to answer


@dataclass(frozen=True)
class Step:
    """Something that happens on a day."""

    day: date
    do: Callable[[World, AcademicYear], None]


def tell(world: World, year: AcademicYear, until: date) -> None:
    """Let the story happen up to and including `until`; phases open and close on their days."""
    move_clock(to=BEFORE_ALL, actor=SYSTEM)
    for step in STEPS:
        if step.day > until:
            break
        move_clock(to=step.day, actor=SYSTEM)
        with transaction.atomic():
            step.do(world, year)
    move_clock(to=until, actor=SYSTEM)


def schools_offer(world: World, year: AcademicYear) -> None:
    """Two of three schools say what they offer; one says no; the first has an exam period."""
    for number, school in enumerate(world.schools):
        if number % 3 != 2:
            offer(school, year, number)


def offer(school: School, year: AcademicYear, number: int) -> None:
    """One school's offer: places that differ by subject and trimester."""
    subjects = dict(Subject.objects.filter(name__in=school.kind.subjects).values_list("name", "pk"))
    rows = tuple(
        OfferRow(subject_id=pk, places=(1 + (number + n) % 3, 1 + n % 2, 1))
        for n, pk in enumerate(subjects.values())
    )
    takes_nobody = number == TAKES_NOBODY
    plan = OfferPlan(
        stance=Stance.NO if takes_nobody else Stance.YES,
        reason="Wij verbouwen dit schooljaar." if takes_nobody else "",
        total=0 if takes_nobody else 12,
        rows=() if takes_nobody else rows,
        blocked=(BlockedDays(date(2017, 12, 11), date(2017, 12, 22), "Examens"),),
    )
    save_school_year(
        actor=actor_of(school.mentor), school=school.row, year=year, plan=plan, version=NEW
    )


def templates_are_made(world: World, year: AcademicYear) -> None:
    """Each institution prepares a stageaanvraagsjabloon for each trimester."""
    for institution in world.institutions:
        for trimester, (start, end) in PERIODS.items():
            make_template(institution, year, trimester, start, end)


def make_template(
    institution: Institution, year: AcademicYear, trimester: int, start: date, end: date
) -> RequestTemplate:
    """A template with a line to observe and a line to teach."""
    template = RequestTemplate.objects.create(
        institution=institution.row,
        year=year,
        name=f"Stage trimester {trimester}",
        programme=institution.programmes[0],
        trimester=trimester,
        period_start=start,
        period_end=end,
        supervisor=institution.supervisor,
        max_distance_km=40,
        text_for_school="De stagiair bereidt elke les schriftelijk voor.",
        created_by=institution.coordinator.user,
    )
    subject = Subject.objects.get(name="Nederlands")
    TemplateActivity.objects.create(
        template=template, position=0, kind=ActivityKind.OBSERVATION, subject=subject, hours=4
    )
    TemplateActivity.objects.create(
        template=template, position=1, kind=ActivityKind.ACTIVE, subject=subject, hours=16
    )
    return template


def requests_are_filed(world: World, year: AcademicYear) -> None:
    """Trainees are attached; most requests are filed, some wait for a check, some are drafts."""
    for institution in world.institutions:
        template = RequestTemplate.objects.get(
            institution=institution.row, name="Stage trimester 1"
        )
        actor = actor_of(institution.coordinator)
        drafts = attach_trainees(
            template=template, trainees=institution.trainees[:-4], as_group=False, actor=actor
        )
        for number, draft in enumerate(drafts):
            one_request(world, institution, draft, number)
        attach_trainees(
            template=template, trainees=institution.trainees[-4:-2], as_group=True, actor=actor
        )


def one_request(
    world: World, institution: Institution, draft: PlacementRequest, number: int
) -> None:
    """Choose subjects and schools for a draft, and file it, or leave it for a colleague."""
    actor = actor_of(institution.coordinator)
    trainee = draft.trainees.get()
    offering = [s for n, s in enumerate(world.schools) if n % 3 != 2 and n != TAKES_NOBODY]
    start = 0 if number in ASK_THE_FIRST_SCHOOL else number // 3
    schools = [offering[(start + turn * 7) % len(offering)] for turn in range(3)]
    route = (Route.DIRECT, Route.PREFERENCES, Route.WISHES)[number % 3]
    named = {Route.DIRECT: 1, Route.PREFERENCES: 3, Route.WISHES: 0}[route]
    save_draft(
        request_pk=draft.pk,
        actor=actor,
        route=route,
        schools=[school.row for school in schools[:named]],
        lines=lines_for(list(trainee.subjects.all())),
        onward=Onward.AUTOMATIC if number % 5 == 0 else Onward.ASK,
        may_split=number % 4 == 1,
    )
    if number % 8 == 3:
        mark_hardship(request_pk=draft.pk, reason=Hardship.CARE, actor=actor)
    if number % 8 == 6:
        offer_for_check(request_pk=draft.pk, actor=actor_of(institution.supervisor))
    elif number % 8 != 7:
        file_request(request_pk=draft.pk, actor=actor)


def lines_for(subjects: list[Subject]) -> list[dict[str, object]]:
    """Lines of three kinds: observe and teach, in two subjects, and one cross-class activity."""
    first, last = subjects[0], subjects[-1]
    return [
        {"kind": ActivityKind.OBSERVATION, "subject": first, "hours": 4, "graad": 2},
        {"kind": ActivityKind.ACTIVE, "subject": first, "hours": 12, "graad": 2},
        {"kind": ActivityKind.ACTIVE, "subject": last, "hours": 8, "graad": 2},
        {"kind": ActivityKind.CROSS_CLASS, "functional_wholes": [7], "hours": 4},
    ]


def schools_answer(world: World, year: AcademicYear) -> None:
    """Other schools answer the first requests: yes, partly, or no; one waits over its due date."""
    waiting = Proposal.objects.filter(state=ProposalState.OPEN, request__year=year)
    elsewhere = waiting.exclude(school=world.first_school.row).select_related("request")
    mentors = {school.row.pk: school.mentor for school in world.schools}
    # Not by when they reached the school: that follows from their kenmerk, which is drawn.
    in_order = sorted(
        elsewhere, key=lambda row: (row.request.route != Route.DIRECT, row.request_id)
    )
    for number, proposal in enumerate(in_order[:ANSWERED]):
        answer_proposal(
            proposal_pk=proposal.pk,
            answer=an_answer(proposal, number % 4),
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


def an_answer(proposal: Proposal, turn: int) -> Answer:
    """Yes, yes, partly, no, by turns; a subject is refused or accepted as a whole."""
    yes = LineAnswer(Decision.ACCEPTED)
    no = LineAnswer(Decision.REFUSED, reason="no_mentor")
    lines = list(proposal.lines.select_related("activity"))
    partly = {lines[0].activity.subject_id, None}
    decisions = {
        line.activity_id: yes
        if turn < 2 or (turn == 2 and line.activity.subject_id in partly)
        else no
        for line in lines
    }
    return Answer(decisions, over_offer_known=True)


STEPS = (
    Step(date(2017, 5, 3), schools_offer),
    Step(date(2017, 5, 15), templates_are_made),
    Step(date(2017, 6, 6), requests_are_filed),
    Step(date(2017, 9, 4), schools_answer),
    Step(date(2017, 9, 4), first_school_answers),
    Step(date(2017, 9, 4), demo_stages.stages_begin),
    Step(date(2017, 9, 4), demo_papers.papers_are_made),
    Step(date(2017, 9, 5), some_wait),
    Step(date(2017, 9, 5), demo_plans.stages_are_planned),
    Step(date(2017, 9, 5), demo_papers.papers_are_signed),
    Step(date(2017, 9, 5), demo_stages.one_is_cancelled),
)
