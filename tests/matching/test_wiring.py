"""How the service hangs together with the rest: signals, commands, clock, schedule, checks."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from calendar_cfg.practice import move_clock
from institutions.actors import SYSTEM
from institutions.models import Subject
from lerarenstage.celery import app
from matching.enums import LockKind, ResultStatus, RunState
from matching.models import MatchingResult, MatchingRun, PairLock
from requests_app.enums import Onward
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.factories import MentorFactory, SubjectFactory
from tests.matching.world import looking, offering, release
from tests.requests_app.world import NO, answer, on, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def french() -> Subject:
    """A subject."""
    subject: Subject = SubjectFactory(name="Frans")
    return subject


def test_a_refusal_is_heard_and_matched_at_once(
    year_2017: AcademicYear,
    coordinator: Membership,
    french: Subject,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    mentor = MentorFactory(school=offering(year_2017, french))
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, french, onward=Onward.AUTOMATIC)
    with on("2017-06-15"):
        release(year_2017)
    other = offering(year_2017, french)
    with on("2017-09-05"), django_capture_on_commit_callbacks(execute=True):
        answer(proposal_of(request), mentor, NO)
    assert proposal_of(request).school == other


def test_the_release_of_the_ledger_goes_through_its_tasks_to_the_end(
    year_2017: AcademicYear,
    coordinator: Membership,
    french: Subject,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with on("2017-06-06"):
        looking(coordinator, year_2017, french, offering(year_2017, french))
    with on("2017-06-15"), django_capture_on_commit_callbacks(execute=True):
        call_command("sweep")
    assert MatchingRun.objects.get().state == RunState.PUBLISHED
    assert Proposal.objects.count() == 1


def test_the_command_of_cron_does_what_a_worker_would(
    year_2017: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    """The callbacks after a commit never come here: as with a broker that is down."""
    with on("2017-06-06"):
        looking(coordinator, year_2017, french, offering(year_2017, french))
    with on("2017-06-15"):
        call_command("sweep")
    assert Proposal.objects.count() == 1


def test_the_practice_clock_lives_through_the_release(
    year_2017: AcademicYear, coordinator: Membership, french: Subject, settings: Settings
) -> None:
    settings.PRACTICE_CLOCK_ALLOWED = True
    move_clock(to=date(2017, 6, 6), actor=SYSTEM)
    looking(coordinator, year_2017, french, offering(year_2017, french))
    move_clock(to=date(2017, 9, 5), actor=SYSTEM)
    assert Proposal.objects.get().released_at.date() == date(2017, 6, 15)


def test_beat_goes_on_with_the_matching_each_minute() -> None:
    entry = app.conf.beat_schedule["continue-matching"]
    assert (entry["task"], entry["schedule"]) == ("matching.tasks.continue_matching", 60.0)
    assert entry["task"] in app.tasks


def test_the_checks_find_what_never_may_be(
    year_2017: AcademicYear, coordinator: Membership, french: Subject
) -> None:
    """Negative controls: each fault is made by hand and found."""
    school = offering(year_2017, french)
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, french)
    with on("2017-06-15"):
        release(year_2017)
    assert broken_invariants() == {}
    result = MatchingResult.objects.get()
    MatchingResult.objects.update(status=ResultStatus.PLANNED)
    assert list(broken_invariants()) == ["published_result_is_still_planned"]
    MatchingResult.objects.update(
        status=ResultStatus.PUT_TO_SCHOOL, school=offering(year_2017, french)
    )
    assert list(broken_invariants()) == ["result_put_to_school_without_proposal"]
    MatchingResult.objects.update(school=school)
    MatchingRun.objects.update(state=RunState.READY)
    assert list(broken_invariants()) == ["result_without_a_run_made_known"]
    MatchingRun.objects.update(state=RunState.PUBLISHED)
    proposal = proposal_of(request)
    Proposal.objects.create(
        request=request,
        school=school,
        state="refused",
        released_at=proposal.released_at,
        due_on=proposal.due_on,
    )
    assert "run_put_a_request_to_a_school_twice" in broken_invariants()
    request.trainees.get().excluded_schools.add(school)
    assert "matched_where_a_trainee_does_not_go" in broken_invariants()
    request.trainees.get().excluded_schools.clear()
    PairLock.objects.create(
        request=request, school=school, kind=LockKind.FORBIDDEN, made_at=request.created_at
    )
    assert "matched_where_a_trainee_does_not_go" in broken_invariants()
    assert result.request == request
    with pytest.raises(CommandError, match="invariants are broken"):
        call_command("check_invariants")
