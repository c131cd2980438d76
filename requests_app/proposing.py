"""Puts requests to schools: at filing, when the coordinator chooses, and at the release."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

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
from requests_app.models import PlacementRequest, Preference, Proposal, ProposalLine
from requests_app.refusals import schools_that_refused
from requests_app.workflow import Because


def propose_many(
    pairs: Sequence[tuple[PlacementRequest, PlacementSchool]], *, actor: Actor
) -> list[Proposal]:
    """Put requests of one year, rows locked and schools checked, to their schools at once."""
    if not pairs:
        return []
    moment = clock.now()
    year = pairs[0][0].year
    due = due_dates({school.pk for _request, school in pairs}, year, moment.date())
    proposals = Proposal.objects.bulk_create(
        [
            Proposal(request=request, school=school, released_at=moment, due_on=due[school.pk])
            for request, school in pairs
        ],
        batch_size=1000,
    )
    _make_lines(proposals)
    items = [
        (proposal.request, Because(proposal=proposal, data={"school": proposal.school.name}))
        for proposal in proposals
    ]
    workflow.apply_many(items, Action.PROPOSE, actor=actor)
    return proposals


def _make_lines(proposals: Sequence[Proposal]) -> None:
    by_request = {proposal.request_id: proposal for proposal in proposals}
    requests = PlacementRequest.objects.filter(pk__in=by_request)
    pairs = requests.exclude(activities=None).values_list("pk", "activities__pk")
    ProposalLine.objects.bulk_create(
        [ProposalLine(proposal=by_request[pk], activity_id=activity) for pk, activity in pairs],
        batch_size=1000,
    )


def count_as_seen(request: PlacementRequest) -> None:
    """Who acts upon an answer has seen it: those on the request, and on the one it follows."""
    answers = Proposal.objects.filter(request__in=[request.pk, request.parent_id or request.pk])
    answers.filter(seen_at=None, answered_at__isnull=False).update(seen_at=clock.now())


@transaction.atomic
def choose_next_school(
    *, request_pk: int, school: PlacementSchool, actor: Actor
) -> PlacementRequest:
    """Choose a school for a request that looks for one, or whose school refused.

    Effects, in order: the last answer counts as seen; the request is submitted again, with an
    event; the school becomes the first one that it names, before the other preferences that
    are left; where schools can answer, it is put to the school at once. Choosing the school
    with which it lies already changes nothing.

    Raises:
        PhaseClosed: requests cannot be filed now.
        DomainError: this school cannot be asked, or after the refusal another request was
            filed for a trainee in these days; the message says which.
        WrongState: the request does not look for a school any more.
    """
    request = workflow.lock_request(request_pk)
    if request.state == RequestState.PROPOSED and _lies_with(request, school):
        return request  # a double click, a resend: the same confirmation
    schools_answer = phases.require_open_and_ask(
        request.year, PhaseKind.REQUESTS, also=PhaseKind.ANSWERS
    )
    refused = schools_that_refused(request)
    if workflow.may(actor, Action.CHOOSE_NEXT_SCHOOL, RequestState(request.state)) and (
        why := why_not(request, school, refused) or _why_not_again(request)
    ):
        raise DomainError(why, field="school")
    because = Because(data={"school": school.name})
    workflow.apply(request, Action.CHOOSE_NEXT_SCHOOL, actor=actor, because=because)
    count_as_seen(request)
    _name_first(request, school, refused)
    if schools_answer:
        propose_many([(request, school)], actor=actor)
    return request


def _why_not_again(request: PlacementRequest) -> str:
    """A refused request gave its trainees free: another may have taken its place."""
    return why_double(request) if request.state == RequestState.REFUSED else ""


def _lies_with(request: PlacementRequest, school: PlacementSchool) -> bool:
    return request.proposals.filter(school=school, state=ProposalState.OPEN).exists()


def _name_first(request: PlacementRequest, school: PlacementSchool, refused: set[int]) -> None:
    """Put a school first, before the other preferences that did not refuse.

    A direct request names one school, so there the new one takes the place of the old one.
    """
    gone = refused | {school.pk}
    left: list[int] = []
    if request.route == Route.PREFERENCES:
        named = request.preferences.values_list("school_id", flat=True)
        left = [pk for pk in named if pk not in gone]
    request.preferences.all().delete()
    Preference.objects.bulk_create(
        Preference(request=request, school_id=pk, rank=rank)
        for rank, pk in enumerate([school.pk, *left][:MAX_PREFERENCES], start=1)
    )
    route = Route.PREFERENCES if left else Route.DIRECT
    if request.route != route:
        request.route = route
        request.save(update_fields=["route"])
