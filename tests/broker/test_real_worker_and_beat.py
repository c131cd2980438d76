"""A real worker and a real beat on a real Redis open a phase, once, also when a worker dies."""

import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from calendar_cfg.enums import EffectState
from calendar_cfg.models import EffectEntry, Heartbeat, PracticeClock
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest, Proposal
from tests.broker.programs import beat, worker

pytestmark = [
    pytest.mark.broker,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server here"),
]

RELEASE = "release_held_requests"


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
