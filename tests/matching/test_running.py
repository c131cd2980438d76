"""The life of a run: one a year at a time, survived by its workers, and never done twice."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, User
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import Subject
from matching import running
from matching.continuing import continue_matching
from matching.engine.instance import Limits
from matching.enums import PartState, ResultStatus, RunScope, RunState
from matching.exceptions import RunActive, RunRefused, Stopped
from matching.models import MatchingResult, MatchingRun
from matching.progress import Reporter, beating
from matching.running import MOST_ATTEMPTS, solve_part, work_on, work_through
from matching.standing import STALE_AFTER
from matching.starting import MOST_SECONDS, About, discard, resume_run, start_run
from requests_app.models import Proposal
from tests.factories import SubjectFactory, actor_for
from tests.factories_matching import MatchingRunFactory
from tests.matching.world import ADMIN, looking, offering, progress
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(year_2017: AcademicYear, coordinator: Membership) -> Subject:
    """A subject that is asked in two trimesters, once each, with a place for both."""
    subject: Subject = SubjectFactory(name="Frans")
    offering(year_2017, subject)
    with on("2017-06-06"):
        looking(coordinator, year_2017, subject)
        looking(
            coordinator,
            year_2017,
            subject,
            trimester=2,
            period_start="2018-01-29",
            period_end="2018-02-09",
        )
    return subject


def fresh(run: MatchingRun) -> MatchingRun:
    """The run as it is stored now."""
    return MatchingRun.objects.get(pk=run.pk)


def lose_worker(run: MatchingRun, **fields: object) -> None:
    """As a worker that was killed leaves it: running, and silent for too long."""
    long_ago = clock.real_now() - STALE_AFTER - timedelta(seconds=1)
    MatchingRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, heartbeat_at=long_ago, **fields
    )


def test_a_run_is_read_solved_by_parts_and_joined(year_2017: AcademicYear, french: Subject) -> None:
    run = start_run(year=year_2017, actor=ADMIN, limits=Limits(seconds=5, effort=10, seed=3))
    assert (run.state, run.input_hash) == (RunState.QUEUED, "")
    work_on(run.pk)
    assert fresh(run).state == RunState.RUNNING
    assert list(run.parts.values_list("number", "state", "requests")) == [
        (1, PartState.QUEUED, 1),
        (2, PartState.QUEUED, 1),
    ]
    solve_part(run.pk, 2)
    assert fresh(run).state == RunState.RUNNING
    solve_part(run.pk, 1)
    done = fresh(run)
    assert done.state == RunState.READY
    assert (done.wanted, done.placed, done.bound) == (2, 2, 2)
    assert (done.seed, done.seconds_limit, done.effort_limit) == (3, 5, 10)
    assert len(done.input_hash) == 64
    assert done.started_at
    assert done.finished_at
    assert done.figures["requests"]["placed"] == 2
    assert set(done.results.values_list("status", flat=True)) == {ResultStatus.PLANNED}
    assert not Proposal.objects.exists()


def test_the_same_input_has_the_same_hash_and_the_same_answer(
    year_2017: AcademicYear, french: Subject
) -> None:
    runs = []
    for numbers in ((1, 2), (2, 1)):
        run = start_run(year=year_2017, actor=ADMIN)
        work_on(run.pk)
        for number in numbers:
            solve_part(run.pk, number)
        runs.append(fresh(run))
    first, second = runs
    assert first.input_hash == second.input_hash
    assert bytes(first.outcome or b"") == bytes(second.outcome or b"")


def test_nothing_is_done_twice_when_two_work_on_a_run(
    year_2017: AcademicYear, french: Subject
) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    for _again in range(2):
        work_through(run.pk)
        solve_part(run.pk, 1)
        continue_matching()
    assert MatchingResult.objects.count() == 2
    assert fresh(run).state == RunState.READY


def test_a_run_over_nothing_is_ready_at_once(year_2017: AcademicYear) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    work_on(run.pk)
    done = fresh(run)
    assert (done.state, done.wanted, done.placed, done.bound) == (RunState.READY, 0, 0, 0)


def test_a_run_is_about_a_trimester_or_an_institution(
    year_2017: AcademicYear, french: Subject, coordinator_elsewhere: Membership
) -> None:
    with on("2017-06-06"):
        elsewhere = looking(coordinator_elsewhere, year_2017, french)
    run = start_run(year=year_2017, actor=ADMIN, about=About(trimester=2))
    work_through(run.pk)
    assert fresh(run).scope == RunScope.TRIMESTER
    assert list(run.results.values_list("request__trimester", flat=True)) == [2]
    institution = coordinator_elsewhere.institution
    run = start_run(year=year_2017, actor=ADMIN, about=About(institution=institution))
    work_through(run.pk)
    assert list(run.results.values_list("request", flat=True)) == [elsewhere.pk]


def test_a_second_run_is_refused_with_whose_is_under_way(
    year_2017: AcademicYear, administrator: User
) -> None:
    actor = Actor(user=administrator, role=Role.ADMIN)
    with on("2017-06-15"):
        start_run(year=year_2017, actor=actor)
        with pytest.raises(RunActive, match=r"Ada.*do 15 juni 2017"):
            start_run(year=year_2017, actor=actor)


def test_only_administrators_start_runs_and_not_too_long_ones(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    with pytest.raises(PermissionDenied):
        start_run(year=year_2017, actor=actor_for(coordinator))
    with pytest.raises(RunRefused, match=str(MOST_SECONDS)):
        start_run(year=year_2017, actor=ADMIN, limits=Limits(seconds=MOST_SECONDS + 1))
    assert not MatchingRun.objects.exists()


def test_a_run_whose_worker_was_lost_goes_on_with_the_parts_that_are_left(
    year_2017: AcademicYear, french: Subject
) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    work_on(run.pk)
    solve_part(run.pk, 1)
    run.parts.filter(number=2).update(state=PartState.RUNNING)
    continue_matching()
    assert fresh(run).state == RunState.RUNNING, "its worker may be at work"
    lose_worker(run)
    continue_matching()
    done = fresh(run)
    assert (done.state, done.attempts, done.placed) == (RunState.READY, 1, 2)


def test_a_run_whose_worker_was_lost_while_reading_is_read_again(
    year_2017: AcademicYear, french: Subject
) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    lose_worker(run)
    continue_matching()
    assert (fresh(run).state, fresh(run).placed) == (RunState.READY, 2)


def test_a_fault_is_told_and_after_five_attempts_the_run_has_failed_until_it_is_resumed(
    year_2017: AcademicYear, french: Subject, caplog: pytest.LogCaptureFixture
) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    work_on(run.pk)
    whole = fresh(run).instance
    MatchingRun.objects.filter(pk=run.pk).update(instance=b"broken")
    with caplog.at_level(logging.CRITICAL):
        solve_part(run.pk, 1)
        assert (fresh(run).state, fresh(run).attempts) == (RunState.INTERRUPTED, 1)
        for _minute in range(MOST_ATTEMPTS):
            continue_matching()
    failed = fresh(run)
    assert (failed.state, failed.attempts) == (RunState.FAILED, MOST_ATTEMPTS)
    assert "BadGzipFile" in failed.error
    MatchingRun.objects.filter(pk=run.pk).update(instance=whole)
    resume_run(run, actor=ADMIN)
    continue_matching()
    assert (fresh(run).state, fresh(run).error, fresh(run).placed) == (RunState.READY, "", 2)
    with pytest.raises(RunRefused, match="niet onderbroken"):
        resume_run(run, actor=ADMIN)


def test_a_stopped_run_stops_who_is_at_work_on_it(year_2017: AcademicYear, french: Subject) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    work_on(run.pk)
    run.parts.filter(number=1).update(state=PartState.RUNNING)
    tell = Reporter(run.pk, 1)
    tell(progress(placed=1))
    assert fresh(run).progress == {
        "phase": "searching", "placed": 1, "bound": 1, "wanted": 1, "parts": 2, "done": 0,
    }  # fmt: skip
    discard(run, actor=ADMIN)
    discard(run, actor=ADMIN)
    with pytest.raises(Stopped):
        Reporter(run.pk, 1)(progress())
    work_on(run.pk)
    solve_part(run.pk, 2)
    assert fresh(run).state == RunState.DISCARDED
    assert not MatchingResult.objects.exists()


def test_progress_is_written_once_a_second(year_2017: AcademicYear, french: Subject) -> None:
    run = start_run(year=year_2017, actor=ADMIN)
    work_on(run.pk)
    run.parts.update(state=PartState.RUNNING)
    with on("2017-06-15"):
        tell = Reporter(run.pk, 1)
        tell(progress(placed=0))
        tell(progress(placed=1))
    assert run.parts.get(number=1).progress["placed"] == 0


def test_a_run_starts_from_the_answer_of_the_one_that_it_is_based_on(
    year_2017: AcademicYear, french: Subject
) -> None:
    first = start_run(year=year_2017, actor=ADMIN)
    work_through(first.pk)
    again = start_run(year=year_2017, actor=ADMIN, based_on=fresh(first))
    assert len(running.previous_of(fresh(again))) == 2
    work_through(again.pk)
    assert fresh(again).placed == 2


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_goes_on_beside_an_engine_that_is_silent(
    year_2017: AcademicYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.progress.BEAT_SECONDS", 0.01)
    run = MatchingRunFactory(year=year_2017, state=RunState.RUNNING, heartbeat_at=None)
    with beating(run.pk):
        while fresh(run).heartbeat_at is None:
            pass
    assert fresh(run).heartbeat_at
