"""Real threads on a real PostgreSQL: who comes second is told, and nothing is promised twice.

Each guard has its negative control: the same race with the guard off, which goes wrong.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, SchoolYear
from matching.releasing import start_release
from requests_app import answering, places
from requests_app.ending import expire_unfinished, withdraw_request
from requests_app.enums import ProposalState
from requests_app.exceptions import StaleForm, WrongState
from requests_app.filing import file_request
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.factories import MentorFactory, OfferFactory, SchoolYearFactory, actor_for
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run these at the same moment, each on its own connection; what each gave or raised."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return action()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def kinds(outcomes: list[object]) -> list[str]:
    """The types of what came out, sorted."""
    return sorted(type(outcome).__name__ for outcome in outcomes)


@pytest.fixture
def open_day() -> Iterator[None]:
    """A day on which requests are filed and answered."""
    with on("2017-09-05"):
        yield


Pair = tuple[Proposal, Proposal]


@pytest.fixture
def pair_for_one_place(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, open_day: None
) -> Callable[[], Pair]:
    """Makes two requests for the one place of a school in a new subject."""

    def make() -> Pair:
        first = filed(coordinator, mentor, year_2017)
        line = first.activities.get()
        here = SchoolYearFactory(school=mentor.school, year=year_2017, total_at_same_time=100)
        OfferFactory(school_year=here, subject=line.subject, places=1)
        second = filed(coordinator, mentor, year_2017, subject=line.subject)
        return proposal_of(first), proposal_of(second)

    return make


def accepted_over(proposals: tuple[Proposal, Proposal]) -> list[bool]:
    """For each accepted one: whether its mentor was told that it goes over the offer."""
    rows = Proposal.objects.filter(pk__in=[p.pk for p in proposals], state=ProposalState.ACCEPTED)
    return list(rows.values_list("over_offer", flat=True))


def test_two_mentors_never_both_take_the_last_place_unknowingly(
    pair_for_one_place: Callable[[], Pair], mentor: Membership
) -> None:
    colleague = MentorFactory(school=mentor.school)
    for _round in range(ROUNDS):
        pair = pair_for_one_place()
        outcomes = at_once(
            partial(answer, pair[0], mentor, YES), partial(answer, pair[1], colleague, YES)
        )
        assert kinds(outcomes) == ["OverOffer", "Proposal"]
        assert accepted_over(pair) == [False]
        assert broken_invariants() == {}


def test_without_the_lock_both_take_the_last_place(
    pair_for_one_place: Callable[[], Pair], mentor: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: each counts before the other writes, as on a slow machine."""
    pair = pair_for_one_place()
    meet = Barrier(2)
    count = places.shortages

    def count_then_wait(proposal: Proposal, subjects: dict[int, str]) -> object:
        short = count(proposal, subjects)
        meet.wait(timeout=10)
        return short

    def no_lock(school: PlacementSchool, year: AcademicYear) -> SchoolYear:
        return SchoolYear.objects.get(school=school, year=year)

    monkeypatch.setattr(answering, "locked_school_year", no_lock)
    monkeypatch.setattr(places, "shortages", count_then_wait)
    outcomes = at_once(partial(answer, pair[0], mentor, YES), partial(answer, pair[1], mentor, YES))
    assert kinds(outcomes) == ["Proposal", "Proposal"]
    assert accepted_over(pair) == [False, False]
    assert "places_taken_unknowingly" in broken_invariants()


def test_accept_against_withdraw_one_wins_and_the_other_is_told(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, open_day: None
) -> None:
    for _round in range(ROUNDS):
        request = filed(coordinator, mentor, year_2017)
        proposal = proposal_of(request)
        withdraw = partial(
            withdraw_request,
            request_pk=request.pk,
            reason="Gestopt.",
            actor=actor_for(coordinator),
        )
        outcomes = at_once(partial(answer, proposal, mentor, YES), withdraw)
        losers = [outcome for outcome in outcomes if isinstance(outcome, WrongState)]
        assert len(losers) == 1
        assert "di 5 september 2017" in losers[0].message
        assert broken_invariants() == {}


def test_accept_against_refuse_one_wins_and_the_other_is_told(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, open_day: None
) -> None:
    colleague = MentorFactory(school=mentor.school)
    for _round in range(ROUNDS):
        proposal = proposal_of(filed(coordinator, mentor, year_2017))
        outcomes = at_once(
            partial(answer, proposal, mentor, YES), partial(answer, proposal, colleague, NO)
        )
        assert kinds(outcomes) == ["Proposal", "StaleForm"]
        assert "antwoordde al op di 5 september 2017" in next(
            str(o) for o in outcomes if isinstance(o, StaleForm)
        )
        assert broken_invariants() == {}


def test_a_double_click_on_file_makes_one_proposal(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, open_day: None
) -> None:
    request = draft(coordinator, mentor, year_2017)
    file_it = partial(file_request, request_pk=request.pk, actor=actor_for(coordinator))
    assert kinds(at_once(file_it, file_it)) == ["PlacementRequest", "PlacementRequest"]
    assert Proposal.objects.filter(request=request).count() == 1
    assert request.events.filter(action="file").count() == 1


def test_one_trainee_is_not_filed_twice_in_the_same_days(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership, open_day: None
) -> None:
    first = draft(coordinator, mentor, year_2017)
    second = draft(coordinator, mentor, year_2017, trainee=first.trainees.get())
    actor = actor_for(coordinator)
    outcomes = at_once(
        lambda: file_request(request_pk=first.pk, actor=actor),
        lambda: file_request(request_pk=second.pk, actor=actor),
    )
    assert kinds(outcomes) == ["Incomplete", "PlacementRequest"]


@pytest.mark.parametrize(
    ("day", "effect", "counted"),
    [
        ("2017-06-14", start_release, {"looking": 1}),
        ("2018-07-03", expire_unfinished, {"proposed": 1}),
    ],
)
def test_what_is_filed_just_before_midnight_is_not_missed_by_the_effects_of_midnight(
    year_2017: AcademicYear,
    coordinator: Membership,
    mentor: Membership,
    day: str,
    effect: Callable[[AcademicYear], dict[str, int]],
    counted: dict[str, int],
) -> None:
    """The effect waits for the filing that has not committed; without the gate it would not."""

    def run() -> dict[str, int]:
        try:
            return effect(year_2017)
        finally:
            connection.close()

    with on(day, hour=23), ThreadPoolExecutor(1) as pool:
        request = draft(coordinator, mentor, year_2017)
        with transaction.atomic():
            file_request(request_pk=request.pk, actor=actor_for(coordinator))
            at_midnight = pool.submit(run)
            with pytest.raises(TimeoutError):
                at_midnight.result(timeout=1)
        outcome = at_midnight.result(timeout=10)
    assert {name: outcome[name] for name in counted} == counted
    assert broken_invariants() == {}
