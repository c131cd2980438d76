"""Reads about stageaanvragen for the institution: a row of the list, one request, its choices.

What a row shows is read with subqueries, so that a list costs the same for 1 and for 100 rows.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.calendar_facts import calendar_facts
from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.models import Milestone, Phase, Trimester
from institutions.enums import ActivityKind
from institutions.models import Offer, SchoolFreeDay, Subject
from requests_app.enums import ANSWERED_STATES, Action, ProposalState, RequestState
from requests_app.follow_up import AFTER_CANCELLATION
from requests_app.models import (
    Activity,
    PlacementRequest,
    Preference,
    Proposal,
    ProposalLine,
    RequestEvent,
)

THROUGH = PlacementRequest.trainees.through
Rows = QuerySet[PlacementRequest]


def with_calendar(rows: Rows) -> Rows:
    """Add the dates that a request depends on.

    `filing_opens`, `filing_closes`, `answers_open`, `answers_close`: the windows of its year;
    `trimester_first`, `trimester_last`: the days of its trimester; `send_by`: the day before
    which requests of its trimester are preferably sent.
    """
    filing, answers = _phase(PhaseKind.REQUESTS), _phase(PhaseKind.ANSWERS)
    trimester = Trimester.objects.filter(year=OuterRef("year"), number=OuterRef("trimester"))
    send = Milestone.objects.filter(
        year=OuterRef("year"), trimester=OuterRef("trimester"), kind=MilestoneKind.SEND
    )
    return rows.annotate(
        filing_opens=Subquery(filing.values("opens_on")),
        filing_closes=Subquery(filing.values("last_day")),
        answers_open=Subquery(answers.values("opens_on")),
        answers_close=Subquery(answers.values("last_day")),
        trimester_first=Subquery(trimester.values("first_day")),
        trimester_last=Subquery(trimester.values("last_day")),
        send_by=Subquery(send.values("date")[:1]),
    )


def _phase(kind: PhaseKind) -> QuerySet[Phase]:
    return Phase.objects.filter(year=OuterRef("year"), kind=kind)


def with_last_steps(rows: Rows) -> Rows:
    """Add what `request_standing.stands` says where a request stands from.

    `last_proposal`: school, state and days of the last proposal, with the school's own free days
    from today, or None; `last_event`: when, and by which organisation.
    """
    proposals = Proposal.objects.filter(request=OuterRef("pk")).order_by("-pk")
    free = SchoolFreeDay.objects.filter(school=OuterRef("school"), date__gte=clock.today())
    events = RequestEvent.objects.filter(request=OuterRef("pk")).order_by("-pk")
    named = Preference.objects.filter(request=OuterRef("pk")).order_by("rank")
    return rows.annotate(
        last_proposal=Subquery(
            proposals.values(
                facts=JSONObject(
                    public_id=F("public_id"),
                    school=F("school__name"),
                    number=F("school__number"),
                    state=F("state"),
                    released_at=F("released_at"),
                    due_on=F("due_on"),
                    answered_at=F("answered_at"),
                    seen_at=F("seen_at"),
                    free_days=ArraySubquery(free.values("date")),
                )
            )[:1]
        ),
        last_event=Subquery(
            events.values(
                facts=JSONObject(
                    at=F("at"), institution=F("institution__short_name"), school=F("school__name")
                )
            )[:1]
        ),
        answers_open=Subquery(_phase(PhaseKind.ANSWERS).values("opens_on")),
        waits_for_name=F("waits_for__name"),
        first_school=Subquery(named.values("school__name")[:1]),
        first_school_id=Subquery(named.values("school_id")[:1]),
    )


def with_what_is_asked(rows: Rows) -> Rows:
    """Add `trainee_names` (in order of family name) and `subject_names`."""
    people = THROUGH.objects.filter(placementrequest=OuterRef("pk")).order_by(
        "trainee__last_name", "trainee__first_name", "trainee__pk"
    )
    full_name = Concat("trainee__first_name", Value(" "), "trainee__last_name")
    subjects = Activity.objects.filter(request=OuterRef("pk"), subject__isnull=False)
    return rows.annotate(
        trainee_names=ArraySubquery(people.values_list(full_name)),
        first_last_name=Subquery(people.values("trainee__last_name")[:1]),
        subject_names=ArraySubquery(
            subjects.order_by("subject__name").values_list("subject__name").distinct()
        ),
    )


def looking_for_a_school(rows: Rows) -> Rows:
    """Requests that look for a school: refused ones, and filed ones that lie with none.

    Before the release nothing that is filed looks by itself: all of it is matched together. Not
    those that wait for a place at a named school.
    """
    rows = rows.filter(waits_for=None)
    released = Exists(_phase(PhaseKind.ANSWERS).filter(opens_on__lte=clock.today()))
    submitted = Q(state=RequestState.SUBMITTED)
    return rows.filter(Q(state=RequestState.REFUSED) | submitted & Q(released))


def on_a_waiting_list(rows: Rows) -> Rows:
    """Requests that wait for a place at a named school."""
    return rows.filter(waits_for__isnull=False)


def with_unseen_answer(rows: Rows) -> Rows:
    """Requests with an answer that no coordinator opened yet."""
    unseen = Proposal.objects.filter(
        request=OuterRef("pk"), state__in=ANSWERED_STATES, seen_at=None
    )
    return rows.filter(Exists(unseen))


def overdue(rows: Rows) -> Rows:
    """Requests whose school did not answer in time."""
    late = Proposal.objects.filter(
        request=OuterRef("pk"), state=ProposalState.OPEN, due_on__lt=clock.today()
    )
    return rows.filter(Exists(late))


def with_one_page(rows: Rows) -> Rows:
    """Add what the page of one request shows: its dates, last steps, trainees and links.

    `trainee_rows`, `follow_up_rows` and `school_rows` are lists of plain facts; of a school also
    whether it has an offer in the year, and whether for a subject of the request. `calendar_facts`:
    the lesdagen, for how long the school still has (`calendar_cfg.calendar_facts`).
    """
    people = THROUGH.objects.filter(placementrequest=OuterRef("pk")).order_by(
        "trainee__last_name", "trainee__first_name", "trainee__pk"
    )
    follow_ups = PlacementRequest.objects.filter(parent=OuterRef("pk")).order_by("pk")
    follow_ups = follow_ups.annotate(is_part=_is_part(), after_cancellation=_follows_cancellation())
    return with_last_steps(with_calendar(rows)).annotate(
        is_part=_is_part(),
        after_cancellation=_follows_cancellation(),
        trainee_rows=ArraySubquery(
            people.values(
                facts=JSONObject(
                    public_id=F("trainee__public_id"),
                    name=Concat("trainee__first_name", Value(" "), "trainee__last_name"),
                    postal_code=F("trainee__postal_code"),
                )
            )
        ),
        follow_up_rows=ArraySubquery(
            follow_ups.values(
                facts=JSONObject(
                    public_id=F("public_id"),
                    reference=F("reference"),
                    state=F("state"),
                    is_part=F("is_part"),
                    after_cancellation=F("after_cancellation"),
                )
            )
        ),
        school_rows=_named_schools(),
        calendar_facts=calendar_facts(),
    )


def _named_schools() -> ArraySubquery:
    """The schools that a request names, and whether they offer anything in its year."""
    named = Preference.objects.filter(request=OuterRef("pk")).order_by("rank")
    offers = Offer.objects.filter(
        school_year__school=OuterRef("school"), school_year__year=OuterRef("request__year")
    )
    asked = Activity.objects.filter(request=OuterRef(OuterRef("request")), subject__isnull=False)
    for_it = offers.filter(places__gt=0, subject__in=asked.values("subject"))
    return ArraySubquery(
        named.values(
            facts=JSONObject(
                public_id=F("school__public_id"),
                name=F("school__name"),
                rank=F("rank"),
                has_offer=Exists(offers),
                offers_it=Exists(for_it),
            )
        )
    )


def _is_part() -> Exists:
    """Whether a request was split off from its parent, rather than following a refusal."""
    return _was_made_with("split_from")


def _follows_cancellation() -> Exists:
    """Whether a request looks for another school after a stage was cancelled."""
    return _was_made_with(AFTER_CANCELLATION)


def _was_made_with(key: str) -> Exists:
    made = RequestEvent.objects.filter(request=OuterRef("pk"), action=Action.FOLLOW_UP)
    return Exists(made.filter(data__has_key=key))


def lines_with_answers(request: PlacementRequest) -> list[Any]:
    """The lines of a request, each with the answers of schools, in two queries.

    Every proposal of the request is reached through its lines; a line that came from the
    request that this one was split off from leaves the answers given there behind.
    """
    answers = ProposalLine.objects.filter(proposal__request=request).select_related(
        "proposal__school", "proposal__campus", "subject_mentor__user"
    )
    answers = answers.order_by("proposal_id")
    rows = Activity.objects.filter(request=request).select_related("subject")
    return list(rows.prefetch_related(Prefetch("proposal_lines", answers)))


def lines_of_draft(request: PlacementRequest) -> list[Activity]:
    """The lines of a draft, with their subjects."""
    return list(Activity.objects.filter(request=request).select_related("subject"))


def lines_to_start_from(request: PlacementRequest) -> list[Activity]:
    """Lines to fill in for a draft without any: an actieve stage in each subject of a trainee."""
    subjects = Subject.objects.filter(trainee__placement_requests=request, is_active=True)
    return [
        Activity(kind=ActivityKind.ACTIVE, subject=subject)
        for subject in subjects.distinct().order_by("name")
    ]


def supervisor_name(membership: Membership | None) -> str:
    """The name of a stagebegeleider; empty without one."""
    return str(membership.user) if membership else ""
