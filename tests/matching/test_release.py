"""The release: all held requests are matched, and reach their schools at one moment."""

from datetime import date

import pytest

from accounts.models import Membership
from calendar_cfg.enums import EffectState, PhaseKind, SweepTrigger
from calendar_cfg.ledger import sweep
from calendar_cfg.models import AcademicYear, EffectEntry, Phase
from institutions.enums import Stance
from matching.continuing import continue_matching
from matching.enums import ResultStatus, RunScope, RunState, RunTrigger
from matching.models import MatchingResult, MatchingRun
from matching.releasing import start_release
from matching.starting import start_run
from requests_app.enums import RequestState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from tests.factories import SchoolFactory, SchoolYearFactory, SubjectFactory
from tests.matching.world import ADMIN, looking, offering
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


def schools_of(*requests: PlacementRequest) -> list[object]:
    """The school with which each lies; None for none."""
    rows = Proposal.objects.filter(request__in=requests, state="open")
    found = {row.request_id: row.school for row in rows.select_related("school")}
    return [found.get(request.pk) for request in requests]


def test_direct_requests_go_first_and_the_rest_is_matched_on_what_is_left(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    near, far = offering(year_2017, french), offering(year_2017, french)
    with on("2017-06-06"):
        named = looking(coordinator, year_2017, french, near, far)
        direct = looking(coordinator, year_2017, french, near, route="direct")
        without = looking(coordinator, year_2017, french)
    with on("2017-06-14"):
        sweep(SweepTrigger.BEAT)
        continue_matching()
    assert not MatchingRun.objects.exists()
    with on("2017-06-15", hour=0):
        sweep(SweepTrigger.BEAT)
        continue_matching()
    assert schools_of(direct, named, without) == [near, far, None]
    run = MatchingRun.objects.get()
    assert (run.state, run.scope, run.trigger) == (
        RunState.PUBLISHED,
        RunScope.ALL,
        RunTrigger.EFFECT,
    )
    assert (run.wanted, run.placed, run.is_late) == (3, 2, False)
    assert set(Proposal.objects.values_list("released_at", flat=True)) == {run.published_at}
    assert sorted(run.results.values_list("request__reference", "status")) == sorted(
        [
            (direct.reference, ResultStatus.PUT_TO_SCHOOL),
            (named.reference, ResultStatus.PUT_TO_SCHOOL),
            (without.reference, ResultStatus.WITHOUT_PLACE),
        ]
    )
    assert broken_invariants() == {}


def test_who_files_preferences_while_the_release_is_late_does_not_overtake_those_who_were_held(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    school, other = offering(year_2017, french), offering(year_2017, french)
    with on("2017-06-06"):
        held = looking(coordinator, year_2017, french, school)
    with on("2017-06-16"):
        late = looking(coordinator, year_2017, french, other)
    assert late.state == RequestState.SUBMITTED
    with on("2017-06-17"):
        sweep(SweepTrigger.BEAT)
        continue_matching()
    assert schools_of(held, late) == [school, other]
    assert Proposal.objects.values("released_at").distinct().count() == 1
    with on("2017-06-17"):
        after = looking(coordinator, year_2017, french, offering(year_2017, french))
    assert after.state == RequestState.PROPOSED


def test_a_beat_that_was_down_until_the_17th_releases_once_and_late(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    school = offering(year_2017, french)
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, french, school)
    with on("2017-06-17"):
        sweep(SweepTrigger.WORKER)
        sweep(SweepTrigger.BEAT)
        continue_matching()
        continue_matching()
    entry = EffectEntry.objects.get(effect="release_held_requests")
    assert (entry.state, entry.scheduled_on) == (EffectState.DONE, date(2017, 6, 15))
    assert (entry.outcome, entry.late) == ({"looking": 1}, True)
    assert MatchingRun.objects.get(scope=RunScope.ALL).is_late
    assert Proposal.objects.get().request == request


def test_who_named_a_school_that_takes_nobody_stays_with_its_coordinator_with_the_reason(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french, school = SubjectFactory(name="Frans"), SchoolFactory()
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, french, school, route="direct")
    SchoolYearFactory(school=school, year=year_2017, stance=Stance.NO)
    with on("2017-06-15"):
        start_release(year_2017)
        continue_matching()
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED
    result = MatchingResult.objects.get()
    assert (result.status, result.skipped_because) == (
        ResultStatus.WITHOUT_PLACE,
        "De school neemt dit jaar geen stagiairs.",
    )
    assert result.run.figures["left_out"] == [
        {"request": request.reference, "why": "De school neemt dit jaar geen stagiairs."}
    ]


def test_the_release_twice_is_one_run_and_a_trial_run_makes_way_for_it(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    with on("2017-06-06"):
        looking(coordinator, year_2017, french, offering(year_2017, french))
    with on("2017-06-15"):
        trial = start_run(year=year_2017, actor=ADMIN)
        assert start_release(year_2017) == {"looking": 1}
        assert start_release(year_2017) == {"looking": 1}
        continue_matching()
    trial.refresh_from_db()
    assert trial.state == RunState.DISCARDED
    assert MatchingRun.objects.exclude(pk=trial.pk).get().state == RunState.PUBLISHED
    assert Proposal.objects.count() == 1


def test_a_release_on_a_new_date_asks_who_wants_to_choose(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    """An administrator moved the date after the release: it runs again, over what looks then."""
    french = SubjectFactory(name="Frans")
    with on("2017-06-15"):
        start_release(year_2017)
        continue_matching()
        request = looking(coordinator, year_2017, french)
        offering(year_2017, french)
        start_release(year_2017)
        continue_matching()
    assert request.matching_results.get().status == ResultStatus.SUGGESTED


def test_who_was_held_until_the_new_date_goes_along_with_that_release(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    """Their page said that they go together with all others on that day."""
    french = SubjectFactory(name="Frans")
    with on("2017-06-15"):
        start_release(year_2017)
        continue_matching()
    Phase.objects.filter(year=year_2017, kind=PhaseKind.ANSWERS).update(opens_on="2017-06-20")
    school = offering(year_2017, french)
    with on("2017-06-19"):
        request = looking(coordinator, year_2017, french)
        continue_matching()
        assert schools_of(request) == [None]
    with on("2017-06-20"):
        sweep(SweepTrigger.BEAT)
        continue_matching()
    assert schools_of(request) == [school]
    assert broken_invariants() == {}
