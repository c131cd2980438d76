"""What people do in the year that is matched: file, answer, choose. Seeded draws decide what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from django.db.models import F

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import PlacementSchool
from matching.enums import ResultStatus, RunState
from matching.models import MatchingResult
from matching.suggesting import dismiss_suggestion, take_suggestion
from requests_app import workflow
from requests_app.completeness import facts_of_many, problems_of
from requests_app.enums import Action, ProposalState, RequestState
from requests_app.exceptions import StaleForm
from requests_app.filing import file_many
from requests_app.hardship import confirm_hardship
from requests_app.models import PlacementRequest, Proposal
from requests_app.workflow import NO_MORE
from tests.factories import actor_for
from tests.requests_app.world import NO, YES, answer_as, on
from tests.walk.flemish_demand import Demand

FIRST_DAYS = 14
"""From 1 to 14 June."""
REFUSES, ACCEPTS_PARTLY, ACCEPTS = 0.34, 0.05, 0.05
"""How many of the schools answer how; the others take their time."""
TAKES = 0.75
"""How many suggestions a coordinator takes; the others are left aside."""
LOOKING = (RequestState.SUBMITTED, RequestState.REFUSED)
ADMIN = Actor(user=None, role=Role.ADMIN)


@dataclass
class MatchedYear:
    """A year under way."""

    year: AcademicYear
    demand: Demand
    random: Random
    read: set[int] = field(default_factory=set)
    """Proposals that their schools answered, or put aside to answer later."""


def file_all(walk: MatchedYear, *, one_by_one: int) -> None:
    """A part of the drafts each day of the first two weeks of June; who asks voorrang gets it.

    Arguments:
        one_by_one: so many go through the service that a coordinator uses, the others in bulk
            through the same check and the same door, without its locks.
    """
    for day in range(FIRST_DAYS):
        with on(f"2017-06-{day + 1:02d}"):
            today = list(islice(walk.demand.drafts, day, None, FIRST_DAYS))
            for coordinator, drafts in _by_coordinator(walk, today):
                slowly = [row for row in drafts if row.pk <= _last_of(walk, one_by_one)]
                results = file_many(requests=slowly, actor=actor_for(coordinator))
                assert [result.error for result in results if result.error] == []
                _file_in_bulk([row for row in drafts if row not in slowly], coordinator)
            _confirm(today)


def _last_of(walk: MatchedYear, count: int) -> int:
    return walk.demand.drafts[:count][-1].pk


def _by_coordinator(
    walk: MatchedYear, drafts: Iterable[PlacementRequest]
) -> Iterable[tuple[Membership, list[PlacementRequest]]]:
    found: dict[int, list[PlacementRequest]] = defaultdict(list)
    for draft in drafts:
        found[draft.institution_id].append(draft)
    return [(walk.demand.coordinators[pk], rows) for pk, rows in found.items()]


def _file_in_bulk(drafts: Sequence[PlacementRequest], coordinator: Membership) -> None:
    facts = facts_of_many(drafts)
    assert [problems_of(row, facts[row.pk]) for row in drafts] == [[]] * len(drafts)
    PlacementRequest.objects.filter(pk__in=[row.pk for row in drafts]).update(
        filed_by=coordinator.user, filed_at=clock.now()
    )
    pairs = [(row, NO_MORE) for row in drafts]
    workflow.apply_many(pairs, Action.FILE, actor=actor_for(coordinator))


def _confirm(drafts: Iterable[PlacementRequest]) -> None:
    for row in drafts:
        if row.hardship:
            confirm_hardship(request_pk=row.pk, reason=row.hardship, actor=ADMIN)


def answer_some(walk: MatchedYear) -> Counter[str]:
    """A third of what schools read for the first time is refused; some is accepted, or partly."""
    rows = Proposal.objects.filter(state=ProposalState.OPEN).exclude(pk__in=walk.read)
    rows = rows.select_related("school").prefetch_related("lines__activity").order_by("pk")
    given: Counter[str] = Counter()
    for proposal in rows:
        walk.read.add(proposal.pk)
        draw = walk.random.random()
        if draw < REFUSES:
            answer_as(mentor_of(proposal.school), proposal, NO)
            given["refused"] += 1
        elif draw < REFUSES + ACCEPTS_PARTLY:
            given["partly"] += _accept_first_subject(proposal)
        elif draw < REFUSES + ACCEPTS_PARTLY + ACCEPTS:
            answer_as(mentor_of(proposal.school), proposal, YES, over_offer_known=True)
            given["accepted"] += 1
    return given


def mentor_of(school: PlacementSchool) -> Actor:
    """Somebody who handles the requests of a school."""
    return Actor(user=None, role=Role.SCHOOL_MENTOR, school=school, handles_requests=True)


def _accept_first_subject(proposal: Proposal) -> int:
    """Accept the lines of one subject and refuse the others, where there are two."""
    subjects = [line.activity.subject_id for line in proposal.lines.all()]
    if len(set(subjects) - {None}) < 2:
        return 0
    decisions = [YES if subject in (None, subjects[0]) else NO for subject in subjects]
    answer_as(mentor_of(proposal.school), proposal, *decisions, over_offer_known=True)
    return 1


def choose_suggestions(walk: MatchedYear) -> Counter[str]:
    """Coordinators take most of what is suggested to them, and leave the rest aside."""
    rows = MatchingResult.objects.filter(
        status=ResultStatus.SUGGESTED,
        run__state=RunState.PUBLISHED,
        request_version=F("request__version"),
    )
    given: Counter[str] = Counter()
    for result in rows.select_related("request").order_by("-run_id", "pk"):
        actor = actor_for(walk.demand.of(result.request))
        takes = walk.random.random() < TAKES
        act = take_suggestion if takes else dismiss_suggestion
        try:
            act(result_pk=result.pk, actor=actor)
            given["taken" if takes else "dismissed"] += 1
        except StaleForm:  # a newer one was taken, or somebody else has the place by now
            given["gone"] += 1
    return given


def without_place(year: AcademicYear) -> int:
    """Trainees of whom a request, or a part of one, looks for a school."""
    rows = PlacementRequest.objects.filter(year=year, state__in=LOOKING)
    return len(set(rows.values_list("trainees", flat=True)))
