"""Puts requests to schools: at filing, when the coordinator chooses, and at the release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.askable import why_not
from requests_app.demand_models import MAX_PREFERENCES
from requests_app.double_booking import why_double
from requests_app.due_dates import due_dates
from requests_app.enums import Action, ProposalState, RequestState, Route
from requests_app.models import PlacementRequest, Preference, Proposal
from requests_app.refusals import schools_that_refused
from requests_app.seen import count_as_seen, count_as_seen_many
from requests_app.workflow import Because

Pairs = Sequence[tuple[PlacementRequest, PlacementSchool]]
BATCH = 1000


def propose_many(pairs: Pairs, *, actor: Actor, moment: datetime | None = None) -> list[Proposal]:
    """Put requests of one year to schools at once, in a number of queries that does not grow.

    Arguments:
        pairs: requests that look for a school, their rows locked and the schools checked
            (`askable`); of refused ones also that no trainee is elsewhere by now
            (`double_booking.elsewhere_of`).
        moment: when they reach the schools; one for all, now when left out.

    Effects, in order: refused requests are submitted again, with an event each; where a
    coordinator acts, their last answers count as seen; the proposals with their lines, each
    due two lesweken later; the requests are proposed, with an event each, and wait no longer.

    Raises:
        PermissionDenied, WrongState: as `workflow.apply_many`; nothing is written.
    """
    if not pairs:
        return []
    _submit_again(pairs, actor)
    moment = moment or clock.now()
    year = pairs[0][0].year
    reached_on = moment.astimezone(clock.BRUSSELS).date()
    due = due_dates({school.pk for _request, school in pairs}, year, reached_on)
    proposals = Proposal.objects.bulk_create(
        [
            Proposal(request=request, school=school, released_at=moment, due_on=due[school.pk])
            for request, school in pairs
        ],
        batch_size=BATCH,
    )
    _make_lines(proposals)
    items = [
        (proposal.request, Because(proposal=proposal, data={"school": proposal.school.name}))
        for proposal in proposals
    ]
    workflow.apply_many(items, Action.PROPOSE, actor=actor)
    return proposals


def _submit_again(pairs: Pairs, actor: Actor) -> None:
    """Lead the refused ones among these back to where a school can be proposed."""
    refused = [pair for pair in pairs if pair[0].state == RequestState.REFUSED]
    if not refused:
        return
    items = [(request, Because(data={"school": school.name})) for request, school in refused]
    workflow.apply_many(items, Action.CHOOSE_NEXT_SCHOOL, actor=actor)
    if actor.is_coordinator:
        count_as_seen_many([request for request, _school in refused])


def _make_lines(proposals: Sequence[Proposal]) -> None:
    """An empty line of each proposal for each line of its request.

    The database copies them by itself: at the release these are half of all rows that are made.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO requests_app_proposalline
                (proposal_id, activity_id, decision, reason, reason_text)
            SELECT proposal.id, activity.id, '', '', ''
            FROM requests_app_proposal proposal JOIN requests_app_activity activity
                USING (request_id)
            WHERE proposal.id = ANY(%s)
            ORDER BY proposal.id, activity.position, activity.id
            """,
            [[proposal.pk for proposal in proposals]],
        )


@transaction.atomic
def choose_next_school(
    *, request_pk: int, school: PlacementSchool, actor: Actor
) -> PlacementRequest:
    """Choose a school for a request that looks for one, or whose school refused.

    Effects, in order: the last answer counts as seen; the request is submitted again, with an
    event; the school becomes the first one that it names, before the other preferences that
    are left; where schools can answer, it is put to the school at once, and a request with
    only wishes then keeps to its wishes. Choosing the school with which it lies already
    changes nothing.

    Raises:
        PhaseClosed: requests cannot be filed now.
        DomainError: this school cannot be asked, or after the refusal another request was
            filed for a trainee in these days; the message says which.
        WrongState: the request does not look for a school any more.
    """
    request = workflow.lock_request(request_pk)
    if lies_with(request, school):
        return request  # a double click, a resend: the same confirmation
    schools_answer = phases.require_open_and_ask(
        request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS
    )
    refused: set[int] = set()
    if workflow.may(actor, Action.CHOOSE_NEXT_SCHOOL, RequestState(request.state)):
        refused = need_askable(request, school)
    because = Because(data={"school": school.name})
    workflow.apply(request, Action.CHOOSE_NEXT_SCHOOL, actor=actor, because=because)
    go_to(request, school, refused, schools_answer=schools_answer, actor=actor)
    return request


def need_askable(request: PlacementRequest, school: PlacementSchool) -> set[int]:
    """Refuse a school that cannot be asked; else the schools that refused the request.

    Raises:
        DomainError: as `choose_next_school`.
    """
    refused = schools_that_refused(request)
    if why := why_not(request, school, refused) or _why_not_again(request):
        raise DomainError(why, field="school")
    return refused


def go_to(
    request: PlacementRequest,
    school: PlacementSchool,
    gone: set[int],
    *,
    schools_answer: bool,
    actor: Actor,
) -> None:
    """Name a school first, before those that are left, and where schools answer put it there.

    Arguments:
        request: submitted, with its row locked.
        gone: ids of schools that it names no longer.
        schools_answer: whether schools can answer now.
    """
    count_as_seen(request)
    if request.route != Route.WISHES or not schools_answer:
        _name_first(request, school, gone)
    if schools_answer:
        propose_many([(request, school)], actor=actor)


def _why_not_again(request: PlacementRequest) -> str:
    """A refused request gave its trainees free: another may have taken its place."""
    return why_double(request) if request.state == RequestState.REFUSED else ""


def lies_with(request: PlacementRequest, school: PlacementSchool) -> bool:
    """Whether the request waits for the answer of this school."""
    open_here = request.proposals.filter(school=school, state=ProposalState.OPEN)
    return request.state == RequestState.PROPOSED and open_here.exists()


def _name_first(request: PlacementRequest, school: PlacementSchool, gone: set[int]) -> None:
    """Put a school first, before the other preferences that are left.

    A direct request names one school, so there the new one takes the place of the old one.
    """
    gone = gone | {school.pk}
    left: list[int] = []
    if request.route == Route.PREFERENCES:
        named = request.preferences.values_list("school_id", flat=True)
        left = [pk for pk in named if pk not in gone]
    name_schools(request, [school.pk, *left], Route.PREFERENCES if left else Route.DIRECT)


def name_schools(request: PlacementRequest, schools: Sequence[int], route: Route) -> None:
    """Let a request name these schools, in this order, and no others."""
    request.preferences.all().delete()
    Preference.objects.bulk_create(
        Preference(request=request, school_id=pk, rank=rank)
        for rank, pk in enumerate(schools[:MAX_PREFERENCES], start=1)
    )
    if request.route != route:
        request.route = route
        request.save(update_fields=["route"])
