"""How far a run is: written while it computes, at most once a second, outside transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connection

from calendar_cfg import clock
from matching.engine.outcome import Progress
from matching.enums import PartState, RunState
from matching.exceptions import Stopped
from matching.models import MatchingPart, MatchingRun

EVERY = timedelta(seconds=1)
BEAT_SECONDS = 30
PHASES = ("reading", "relaxing", "rounding", "searching", "explaining", "done")


class Reporter:
    """What the engine calls as it goes; it is also the heartbeat of the run.

    Raises (from a call):
        Stopped: the run was stopped, or taken over after this worker was thought lost.
    """

    def __init__(self, run_id: int, number: int) -> None:
        self.run_id, self.number = run_id, number
        self._told: datetime | None = None

    def __call__(self, progress: Progress) -> None:
        """Write how far this part is, when the last time is a second ago."""
        now = clock.real_now()
        if self._told is not None and now - self._told < EVERY:
            return
        self._told = now
        part = MatchingPart.objects.filter(run=self.run_id, number=self.number)
        mine = part.filter(state=PartState.RUNNING)
        if not mine.update(progress=asdict(progress), heartbeat_at=now):
            raise Stopped
        run = MatchingRun.objects.filter(pk=self.run_id, state=RunState.RUNNING)
        if not run.update(progress=progress_of(self.run_id), heartbeat_at=now):
            raise Stopped


@contextmanager
def beating(run_id: int) -> Iterator[None]:
    """Keep the heartbeat of a run going beside an engine that is silent for long.

    Some steps of the engine report nothing for minutes. An engine that hangs is ended by the time
    limit of its task, and its heartbeat with it. Nothing is asked of the database in the first
    while, so that a small part costs nothing.
    """
    is_over = Event()

    def beat() -> None:
        try:
            while not is_over.wait(BEAT_SECONDS):
                rows = MatchingRun.objects.filter(pk=run_id, state=RunState.RUNNING)
                rows.update(heartbeat_at=clock.real_now())
        finally:
            connection.close()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def progress_of(run_id: int) -> dict[str, object]:
    """The progress of a run from that of its parts: the phase of the one that is least far."""
    rows = list(MatchingPart.objects.filter(run=run_id).values_list("state", "progress"))
    told = [progress for _state, progress in rows if progress]
    phases = [str(progress["phase"]) for progress in told]
    return {
        "phase": min(phases, key=PHASES.index, default=PHASES[0]),
        **{name: sum(row[name] for row in told) for name in ("placed", "bound", "wanted")},
        "parts": len(rows),
        "done": sum(state == PartState.DONE for state, _progress in rows),
    }
