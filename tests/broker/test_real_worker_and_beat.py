"""A real worker and a real beat on a real Redis open a phase, once, also when a worker dies."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.enums import EffectState
from calendar_cfg.models import AcademicYear, EffectEntry, Heartbeat, PracticeClock
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from tests.broker.programs import Program, celery, real_redis, running
from tests.requests_app.world import filed, on

pytestmark = [
    pytest.mark.broker,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server here"),
]

RELEASE = "release_held_requests"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a worker of ours: this test's database, a Redis of its own."""
    database = connection.settings_dict
    host = database["OPTIONS"].get("host") or database["HOST"]
    with real_redis(tmp_path) as redis:
        yield {
            "DJANGO_SETTINGS_MODULE": "lerarenstage.settings",
            "DATABASE_URL": (
                f"postgresql://{database['USER']}:{database['PASSWORD'] or ''}@"
                f"/{database['NAME']}?host={host}"
            ),
            "REDIS_URL": redis,
            "DEMO": "1",
            "PRACTICE_CLOCK": "1",
            "SWEEP_SECONDS": "1",
            "CELERY_EAGER": "0",
        }


@pytest.fixture
def held(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> list[PlacementRequest]:
    """Three requests filed on 6 June; the practice clock of the worker says 15 June."""
    with on("2017-06-06"):
        requests = [filed(coordinator, mentor, year_2017) for _ in range(3)]
    PracticeClock.objects.create(believed_date=date(2017, 6, 15), set_at=clock.real_now())
    return requests


def worker(environment: dict[str, str], stack: ExitStack) -> Program:
    """A worker that says what it does."""
    command = celery("worker", "--concurrency", "1", "--loglevel", "INFO")
    return stack.enter_context(running(*command, environment=environment))


def beat(environment: dict[str, str], stack: ExitStack, folder: Path, name: str) -> Program:
    """A beat with a schedule file of its own."""
    command = celery(
        "beat", "--schedule", str(folder / name), "--pidfile", "", "--loglevel", "INFO"
    )
    return stack.enter_context(running(*command, environment=environment))


def assert_released_once(held: list[PlacementRequest]) -> None:
    """The effect is done, and each request lies with its school once, waiting."""
    entry = EffectEntry.objects.get(effect=RELEASE)
    assert (entry.state, entry.outcome["looking"]) == (EffectState.DONE, len(held))
    states = Proposal.objects.filter(request__in=held).values_list("state", flat=True)
    assert list(states) == ["open"] * len(held)
    assert broken_invariants() == {}


def test_beat_and_worker_open_the_phase_that_became_due_while_they_run(
    environment: dict[str, str], held: list[PlacementRequest], tmp_path: Path
) -> None:
    PracticeClock.objects.update(believed_date=date(2017, 6, 14))
    with ExitStack() as stack:
        works = worker(environment, stack)
        works.wait_for("celery@")
        works.wait_for("sweep done=")  # what was due before 15 June
        beat(environment, stack, tmp_path, "one")
        beat(environment, stack, tmp_path, "two")  # a second beat by mistake
        assert not Proposal.objects.exists()
        PracticeClock.objects.update(believed_date=date(2017, 6, 15))
        works.wait_for("is made known")
        for _sweep_again in range(4):
            works.wait_for("open_and_close_phases")
    assert_released_once(held)
    assert Heartbeat.objects.exists()


def test_a_worker_that_starts_after_the_day_catches_up_without_beat(
    environment: dict[str, str], held: list[PlacementRequest]
) -> None:
    with ExitStack() as stack:
        worker(environment, stack).wait_for("is made known")
    assert_released_once(held)


def test_a_worker_killed_in_the_middle_leaves_it_to_the_next_once(
    environment: dict[str, str], held: list[PlacementRequest]
) -> None:
    with ExitStack() as stack:
        first = worker(environment, stack)
        first.wait_for("celery@")
        first.kill()
        worker(environment, stack).wait_for("is made known")
    assert_released_once(held)
