"""After the release: who looks for a school gets one, or a suggestion, within the minute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import Offer, Subject
from matching import tasks
from matching.continuing import continue_matching
from matching.engine import solver
from matching.enums import ResultStatus, RunScope, RunState, RunTrigger
from matching.looking import match_request
from matching.models import MatchingResult, MatchingRun
from matching.releasing import start_release
from matching.starting import start_run
from matching.suggesting import dismiss_suggestion, take_suggestion
from requests_app.enums import Onward, RequestState
from requests_app.exceptions import StaleForm
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from requests_app.waiting import wait_for
from requests_app.widen import change_wishes
from tests.factories import ActivityFactory, MentorFactory, SubjectFactory, actor_for
from tests.matching.world import ADMIN, looking, offering
from tests.requests_app.world import NO, YES, answer, on, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def french() -> Subject:
    """A subject."""
    subject: Subject = SubjectFactory(name="Frans")
    return subject


@pytest.fixture
def released(year_2017: AcademicYear) -> Iterator[AcademicYear]:
    """The year, in September: everything that was held has been released."""
    with on("2017-06-15"):
        start_release(year_2017)
        continue_matching()
    with on("2017-09-05"):
        yield year_2017


def last_run() -> MatchingRun:
    """The latest run."""
    run = MatchingRun.objects.order_by("pk").last()
    assert run is not None
    return run


def where(request: PlacementRequest) -> object:
    """The school with which a request lies; None for none."""
    proposal = Proposal.objects.filter(request=request, state="open").first()
    return proposal and proposal.school


def status_of(request: PlacementRequest) -> str | None:
    """What the last run gave for a request."""
    result = MatchingResult.objects.filter(request=request).order_by("pk").last()
    return None if result is None else str(result.status)


def test_a_new_request_is_suggested_a_school_or_put_to_it_as_its_coordinator_chose(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    school = offering(released, french, places=2)
    asks = looking(coordinator, released, french)
    goes = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    run = match_request(asks.pk)
    assert run is not None
    assert (run.scope, run.trigger) == (RunScope.LOOKING, RunTrigger.REQUEST)
    assert list(run.results.values_list("request", flat=True)) == [asks.pk]
    match_request(goes.pk)
    assert (status_of(asks), where(asks)) == (ResultStatus.SUGGESTED, None)
    assert (status_of(goes), where(goes)) == (ResultStatus.PUT_TO_SCHOOL, school)
    assert broken_invariants() == {}


def test_nothing_is_matched_before_the_release(
    year_2017: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    """Also not when schools can answer by the dates and the release still has to come."""
    offering(year_2017, french)
    with on("2017-06-16"):
        request = looking(coordinator, year_2017, french, onward=Onward.AUTOMATIC)
        assert match_request(request.pk) is None
        continue_matching()
    assert not MatchingRun.objects.exists()


def test_a_refusal_goes_on_by_itself_or_brings_a_suggestion_and_never_the_same_school(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    mentor = MentorFactory(school=offering(released, french, places=2))
    goes = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    asks = looking(coordinator, released, french, mentor.school, route="direct")
    match_request(goes.pk)
    other = offering(released, french, places=2)
    for request in (goes, asks):
        answer(proposal_of(request), mentor, NO)
    continue_matching()
    assert where(goes) == other
    assert (where(asks), status_of(asks)) == (None, ResultStatus.SUGGESTED)
    asks.refresh_from_db()
    assert asks.state == RequestState.REFUSED
    assert {result.school for result in last_run().results.all()} == {other}
    take_suggestion(result_pk=last_run().results.get(request=asks).pk, actor=actor_for(coordinator))
    assert where(asks) == other
    assert broken_invariants() == {}


def test_a_hopeless_request_is_not_matched_each_minute_but_when_a_place_comes_free(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    school = offering(released, french, places=0)
    request = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    continue_matching()
    runs = MatchingRun.objects.count()
    assert status_of(request) == ResultStatus.WITHOUT_PLACE
    for _minute in range(3):
        continue_matching()
    assert MatchingRun.objects.count() == runs
    Offer.objects.update(places=1)
    continue_matching()
    assert where(request) == school


def test_the_same_input_is_not_matched_again_even_where_there_is_room(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    """Two who want the one place that is left: room for each alone, and a place for one."""
    offering(released, french)
    for _number in range(2):
        looking(coordinator, released, french)
    continue_matching()
    runs = MatchingRun.objects.count()
    for _minute in range(3):
        continue_matching()
    assert MatchingRun.objects.count() <= runs + 1


def test_who_waits_for_a_school_gets_its_free_place_before_anybody_else(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    school = offering(released, french)
    mentor = MentorFactory(school=school)
    first = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    match_request(first.pk)
    assert where(first) == school
    actor = actor_for(coordinator)
    waiting = [looking(coordinator, released, french) for _number in range(2)]
    for day, request in zip(("2017-09-07", "2017-09-06"), waiting, strict=True):
        with on(day):
            wait_for(request_pk=request.pk, school=school, actor=actor)
    with on("2017-09-08"):
        continue_matching()
        assert [where(request) for request in waiting] == [None, None]
        answer(proposal_of(first), mentor, NO)
        newcomer = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
        match_request(newcomer.pk)
    late, early = waiting
    assert (where(early), where(late), where(newcomer)) == (school, None, None)
    assert broken_invariants() == {}


def test_while_another_run_is_under_way_requests_wait_for_the_next_round(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    school = offering(released, french)
    request = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    trial = start_run(year=released, actor=ADMIN)
    assert match_request(request.pk) is None
    continue_matching()  # does the trial, and then what looks
    trial.refresh_from_db()
    assert (trial.state, where(request)) == (RunState.READY, school)


def test_a_round_whose_worker_was_lost_is_made_anew(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    school = offering(released, french)
    request = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    lost = MatchingRun.objects.create(
        year=released,
        scope=RunScope.LOOKING,
        trigger=RunTrigger.SWEEP,
        state=RunState.RUNNING,
        heartbeat_at=clock.real_now(),
    )
    continue_matching()
    assert where(request) is None, "it may still be at work"
    with on("2017-09-05", hour=11):
        continue_matching()
    lost.refresh_from_db()
    assert (lost.state, where(request)) == (RunState.DISCARDED, school)


def test_a_fault_of_the_engine_is_told_and_the_same_is_not_tried_each_minute(
    released: AcademicYear,
    coordinator: Membership,
    french: Subject,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_args: object, **_kwargs: object) -> object:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(solver, "match", fails)
    offering(released, french)
    looking(coordinator, released, french)
    for _minute in range(3):
        continue_matching()
    run = last_run()
    assert (run.state, run.error) == (RunState.FAILED, "ZeroDivisionError: boom")
    assert MatchingRun.objects.filter(scope=RunScope.LOOKING).count() == 1


def suggested(
    coordinator: Membership, year: AcademicYear, french: Subject, **fields: object
) -> MatchingResult:
    """A suggestion for a request."""
    request = looking(coordinator, year, french, **fields)
    match_request(request.pk)
    return MatchingResult.objects.get(request=request)


def test_a_coordinator_takes_a_suggestion_in_one_click(
    released: AcademicYear,
    coordinator: Membership,
    colleague: Membership,
    french: Subject,
) -> None:
    school = offering(released, french)
    result = suggested(coordinator, released, french)
    with pytest.raises(PermissionDenied):
        take_suggestion(result_pk=result.pk, actor=actor_for(colleague))
    for _click in range(2):
        take_suggestion(result_pk=result.pk, actor=actor_for(coordinator))
    result.refresh_from_db()
    assert result.status == ResultStatus.PUT_TO_SCHOOL
    assert where(result.request) == school
    assert Proposal.objects.count() == 1
    assert broken_invariants() == {}


def test_a_suggestion_whose_place_is_gone_is_told_and_made_anew(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    offering(released, french)
    result = suggested(coordinator, released, french)
    Offer.objects.update(places=0)
    with pytest.raises(StaleForm, match="plaatsen van de school zijn intussen ingenomen"):
        take_suggestion(result_pk=result.pk, actor=actor_for(coordinator))
    other = offering(released, french)
    continue_matching()
    assert last_run().results.get().school == other


def test_a_suggestion_does_not_stand_once_the_request_changed(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    offering(released, french)
    result = suggested(coordinator, released, french)
    actor = actor_for(coordinator)
    change_wishes(request_pk=result.request_id, actor=actor, max_distance_km=30)
    with pytest.raises(StaleForm, match="intussen gewijzigd"):
        take_suggestion(result_pk=result.pk, actor=actor)


def test_a_suggestion_that_is_left_aside_does_not_come_back(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    first, second = offering(released, french), offering(released, french)
    result = suggested(coordinator, released, french)
    for _click in range(2):
        dismiss_suggestion(result_pk=result.pk, actor=actor_for(coordinator))
    continue_matching()
    again = last_run().results.get()
    assert {result.school, again.school} == {first, second}
    assert again.status == ResultStatus.SUGGESTED
    dismiss_suggestion(result_pk=again.pk, actor=actor_for(coordinator))
    continue_matching()
    assert status_of(result.request) == ResultStatus.WITHOUT_PLACE


def test_suggestions_for_the_subjects_of_a_request_split_it_when_they_are_taken(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    dutch = SubjectFactory(name="Nederlands")
    here, there = offering(released, french), offering(released, dutch)
    request = looking(coordinator, released, french, may_split=True)
    ActivityFactory(request=request, subject=dutch, position=1)
    match_request(request.pk)
    one, other = MatchingResult.objects.order_by("school")
    assert (one.school, other.school) == (here, there)
    actor = actor_for(coordinator)
    taken = take_suggestion(result_pk=other.pk, actor=actor)
    assert (taken.parent, where(taken)) == (request, there)
    take_suggestion(result_pk=one.pk, actor=actor)
    assert where(request) == here
    assert broken_invariants() == {}


def test_a_round_goes_on_until_no_improvement_is_left(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    """A third is refused, and what is refused goes on, until everybody is answered."""
    mentors = {}
    for _number in range(4):
        mentor = MentorFactory(school=offering(released, french, places=3))
        mentors[mentor.school_id] = mentor
    for _number in range(9):
        looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    for _round in range(6):
        continue_matching()
        waiting = list(Proposal.objects.filter(state="open").order_by("pk"))
        for number, proposal in enumerate(waiting):
            answer(proposal, mentors[proposal.school_id], NO if number % 3 == 0 else YES)
        assert broken_invariants() == {}
    runs = MatchingRun.objects.count()
    continue_matching()
    assert MatchingRun.objects.count() == runs


def test_the_tasks_call_their_services(
    released: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    school = offering(released, french)
    request = looking(coordinator, released, french, onward=Onward.AUTOMATIC)
    tasks.match_request.delay(request.pk)
    assert where(request) == school
    trial = start_run(year=released, actor=ADMIN)
    tasks.work_on_run.delay(trial.pk)
    tasks.publish_run.delay(trial.pk)
    tasks.continue_matching.delay()
    trial.refresh_from_db()
    assert trial.state == RunState.READY
