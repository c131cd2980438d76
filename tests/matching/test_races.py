"""Real threads on a real PostgreSQL: one run a year, and nothing made known twice."""

from __future__ import annotations

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from matching.continuing import continue_matching
from matching.enums import RunState
from matching.exceptions import RunActive
from matching.models import MatchingResult, MatchingRun
from matching.publishing import publish, publish_batches
from matching.running import work_through
from matching.starting import start_run
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.factories import MentorFactory, SubjectFactory
from tests.matching.world import ADMIN, looking, offering, release
from tests.requests_app.test_races import at_once, kinds
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db(transaction=True)


def fill(year: AcademicYear, coordinator: Membership, count: int) -> None:
    """Held requests, each with a school that has a place."""
    french = SubjectFactory(name="Frans")
    with on("2017-06-06"):
        for _number in range(count):
            school = offering(year, french)
            MentorFactory(school=school)
            looking(coordinator, year, french, school)


def test_of_two_runs_started_at_once_one_is_refused(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    fill(year_2017, coordinator, 3)  # else the first is ready before the second comes
    for _round in range(3):
        outcomes = at_once(*[lambda: start_run(year=year_2017, actor=ADMIN)] * 2)
        assert kinds(outcomes) == ["MatchingRun", "RunActive"]
        refused = next(error for error in outcomes if isinstance(error, RunActive))
        assert "loopt al een matchingronde" in refused.message
        MatchingRun.objects.update(state=RunState.DISCARDED)


def test_two_workers_on_one_run_give_one_answer(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    fill(year_2017, coordinator, 3)
    run = start_run(year=year_2017, actor=ADMIN)
    at_once(*[lambda: work_through(run.pk)] * 3)
    work_through(run.pk)
    run.refresh_from_db()
    assert (run.state, MatchingResult.objects.count()) == (RunState.READY, 3)


def test_two_workers_that_make_a_run_known_put_each_request_to_its_school_once(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    fill(year_2017, coordinator, 6)
    with on("2017-06-15"):
        run = start_run(year=year_2017, actor=ADMIN)
        work_through(run.pk)
        at_once(*[lambda: publish(run, actor=ADMIN)] * 2)
        at_once(*[lambda: publish_batches(run.pk)] * 3)
    run.refresh_from_db()
    assert (run.state, Proposal.objects.count()) == (RunState.PUBLISHED, 6)
    assert broken_invariants() == {}


def test_several_rounds_at_once_release_once(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    fill(year_2017, coordinator, 4)
    with on("2017-06-15"):
        at_once(lambda: release(year_2017), continue_matching, continue_matching)
        continue_matching()
    assert Proposal.objects.count() == 4
    assert set(MatchingRun.objects.values_list("state", flat=True)) == {RunState.PUBLISHED}
    assert broken_invariants() == {}
