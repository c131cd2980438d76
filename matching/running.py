"""The life of a run between start and answer: read, split, solved part by part, joined.

Nothing holds a transaction while the engine computes. Each step is claimed by a conditional update
or under the lock of the run, so that any number of workers and sweeps can work on one run at once,
and a step that was done twice gives the same answer once (decision 0014).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from calendar_cfg import clock
from calendar_cfg.tasks_base import enqueue
from matching import storing
from matching.engine import parts, solver
from matching.engine.instance import Instance, Limits
from matching.engine.outcome import Assignment
from matching.enums import PartState, RunScope, RunState
from matching.exceptions import Stopped
from matching.models import MatchingPart, MatchingRun
from matching.progress import Reporter, beating
from matching.reading import Reading, looking_requests, read_instance
from matching.standing import STALE_AFTER

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
LONGEST_ERROR = 1000
CONNECTION_ERRORS = (OperationalError, InterfaceError)
"""Not the fault of a run: the task is tried again."""


def limits_of(run: MatchingRun) -> Limits:
    """How far the search of each part may go."""
    return Limits(seconds=run.seconds_limit, effort=run.effort_limit, seed=run.seed)


def work_on(run_id: int) -> None:
    """Take a queued or interrupted run in hand: read it where it was not, enqueue what is left."""
    run = _take_up(run_id)
    if run is None:
        return
    with _noting_failures(run_id):
        if not run.input_hash:
            _read(run)
        _enqueue_parts(run_id)
    join_when_done(run_id)


def work_through(run_id: int) -> None:
    """Do all that can be done of a run here and now, without a queue."""
    work_on(run_id)
    queued = MatchingPart.objects.filter(run=run_id, state=PartState.QUEUED).order_by("number")
    began = clock.real_now()
    for number in list(queued.values_list("number", flat=True)):
        if clock.real_now() - began < STALE_AFTER * 4:
            solve_part(run_id, number)


def _take_up(run_id: int) -> MatchingRun | None:
    """Claim it: of two workers one goes on. Parts whose worker was lost are free again."""
    with transaction.atomic():
        rows = MatchingRun.objects.filter(
            pk=run_id, state__in=[RunState.QUEUED, RunState.INTERRUPTED]
        ).exclude(scope=RunScope.LOOKING)
        if not rows.update(state=RunState.RUNNING, heartbeat_at=clock.real_now()):
            return None
        MatchingRun.objects.filter(pk=run_id, started_at=None).update(started_at=clock.now())
        MatchingPart.objects.filter(run=run_id, state=PartState.RUNNING).update(
            state=PartState.QUEUED
        )
    run: MatchingRun = MatchingRun.objects.without_files().select_related("year").get(pk=run_id)
    return run


def _read(run: MatchingRun) -> None:
    reading = read_for(run)
    pieces = parts.split(reading.instance)
    with transaction.atomic():
        stored = storing.store_reading(run.pk, reading)
        if stored:
            MatchingPart.objects.bulk_create(
                MatchingPart(run=run, number=number, requests=len(piece.requests))
                for number, piece in enumerate(pieces, start=1)
            )


def read_for(run: MatchingRun) -> Reading:
    """What a run is about, as it is now; who is refused waits for a choice, and is not in it."""
    rows = looking_requests(run.year)
    if run.scope == RunScope.TRIMESTER:
        rows = rows.filter(trimester=run.trimester)
    if run.scope == RunScope.INSTITUTION:
        rows = rows.filter(institution=run.institution_id)
    return read_instance(run.year, requests=rows)


def _enqueue_parts(run_id: int) -> None:
    from matching import tasks

    queued = MatchingPart.objects.filter(run=run_id, state=PartState.QUEUED).order_by("number")
    for number in queued.values_list("number", flat=True):
        enqueue(tasks.solve_part, run_id, number)


def solve_part(run_id: int, number: int) -> None:
    """Solve one part, unless another worker has it or the run was stopped."""
    run = MatchingRun.objects.filter(pk=run_id, state=RunState.RUNNING).first()
    if run is None or not _claim(run_id, number):
        return
    with _noting_failures(run_id):
        _solve(run, number)
    join_when_done(run_id)


def _solve(run: MatchingRun, number: int) -> None:
    try:
        with beating(run.pk):
            outcome = solver.solve_part(
                parts.split(storing.instance_of(run))[number - 1],
                limits_of(run),
                previous=previous_of(run),
                report=Reporter(run.pk, number),
            )
    except (Stopped, *CONNECTION_ERRORS):
        _give_back(run.pk, number)
        raise
    left = MatchingPart.objects.filter(run=run, number=number).exclude(state=PartState.DONE)
    left.update(
        state=PartState.DONE, outcome=storing.pack_outcome(outcome), heartbeat_at=clock.real_now()
    )


def _claim(run_id: int, number: int) -> bool:
    rows = MatchingPart.objects.filter(run=run_id, number=number, state=PartState.QUEUED)
    claimed = rows.update(state=PartState.RUNNING, heartbeat_at=clock.real_now())
    if claimed:
        MatchingRun.objects.filter(pk=run_id).update(heartbeat_at=clock.real_now())
    return bool(claimed)


def _give_back(run_id: int, number: int) -> None:
    rows = MatchingPart.objects.filter(run=run_id, number=number, state=PartState.RUNNING)
    rows.update(state=PartState.QUEUED)


def previous_of(run: MatchingRun) -> tuple[Assignment, ...]:
    """The answer from which the search starts: that of the run that this one is based on."""
    if run.based_on_id is None:
        return ()
    based_on = MatchingRun.objects.get(pk=run.based_on_id)
    return storing.outcome_of(based_on).assignments if based_on.outcome else ()


def join_when_done(run_id: int) -> None:
    """Join the parts when all are solved, and store the answer; who comes last does it."""
    run = MatchingRun.objects.filter(pk=run_id, state=RunState.RUNNING).first()
    if run is None or not run.input_hash:
        return
    pieces = list(run.parts.order_by("number"))
    if any(piece.state != PartState.DONE for piece in pieces):
        return
    with _noting_failures(run_id):
        _join(run, pieces)


def _join(run: MatchingRun, pieces: list[MatchingPart]) -> None:
    from matching import tasks

    whole: Instance = storing.instance_of(run)
    outcome = parts.join(whole, [storing.part_outcome_of(piece) for piece in pieces])
    with transaction.atomic():
        if storing.store_outcome(run.pk, whole, outcome) and run.publishes_itself:
            enqueue(tasks.publish_run, run.pk)


@contextmanager
def _noting_failures(run_id: int) -> Iterator[None]:
    """A fault of the engine, or of what it was given, interrupts the run, and ends here."""
    try:
        yield
    except Stopped:
        logger.info("matching run %s was stopped", run_id)
    except CONNECTION_ERRORS:
        raise
    except Exception as error:  # whatever it is: told to administrators, and tried again
        logger.exception("matching run %s failed", run_id)
        interrupt(run_id, f"{type(error).__name__}: {error}")


def interrupt(run_id: int, error: str) -> None:
    """Count an attempt that came to nothing; the sweep takes the run up again, up to five times."""
    with transaction.atomic():
        running = MatchingRun.objects.filter(pk=run_id, state=RunState.RUNNING)
        if not running.update(
            state=RunState.INTERRUPTED,
            attempts=F("attempts") + 1,
            error=error[:LONGEST_ERROR].replace("\x00", ""),
        ):
            return
        MatchingRun.objects.filter(pk=run_id, attempts__gte=MOST_ATTEMPTS).update(
            state=RunState.FAILED, finished_at=clock.now()
        )
