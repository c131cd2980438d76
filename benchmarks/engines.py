"""The engines that are put side by side, and how each is run inside its own process."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from multiprocessing import get_context
from time import perf_counter
from typing import Any

from benchmarks.judge import Answer
from benchmarks.peers.fitted import fitted
from matching.engine.instance import Instance, Limits
from matching.engine.outcome import UNIT, PartOutcome, Progress

OURS = "ours"
READ = "read"
PEERS = {
    "greedy": "first come, first served",
    "osis": "OSIS manner: random order, first fit, swap pass",
    "deferred_acceptance": "deferred acceptance",
    "hospital_resident": "`matching`: HospitalResident on single requests, the rest first fit",
    "networkx_flow": "networkx: exact flow on single requests, the rest first fit",
    "pulp_cbc": "PuLP with CBC: the whole problem as one integer program",
}
LABELS = {OURS: "lerarenstage", **PEERS}
Step = tuple[float, Progress]
UNFINISHED = ("reading", "relaxing", "rounding")


@dataclass
class Run:
    """What an engine gave: its answers, and for ours what it proved."""

    answers: list[Answer]
    at_most: float | None = None
    """Trainees that could be placed at the most, when the engine proves that."""
    is_optimal: bool = False
    stopped_by_time: bool = False
    first_complete: float | None = None
    """Seconds of solving until the first complete answer."""
    notes: dict[str, Any] = field(default_factory=dict)


def run(engine: str, instance: Instance, seconds: float, workers: int, seed: int) -> Run:
    """Match an instance with one of the engines.

    Arguments:
        seconds: ours: for each part; a peer: in all. A peer may well ignore it, and is then
            stopped from outside.
        workers: how many processes ours may use.
    """
    if engine == READ:
        return Run([])
    if engine == OURS:
        return _ours(instance, Limits(seconds=seconds, seed=seed), workers)
    solve: Callable[..., list[Answer]]
    solve = importlib.import_module(f"benchmarks.peers.{engine}").solve
    begun = perf_counter()
    problem = fitted(instance)
    fitting = perf_counter() - begun
    answers = problem.fixed + solve(problem, seconds, seed)
    return Run(answers, notes={"fitting": round(fitting, 3)})


def _ours(instance: Instance, limits: Limits, workers: int) -> Run:
    """As `matching.engine.solver.match` does it, but noting how far each part is, and when."""
    from matching.engine import solver  # noqa: F401 (read before the processes part ways)
    from matching.engine.parts import join, split

    begun = perf_counter()
    parts = sorted(split(instance), key=lambda part: -len(part.requests))
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        solved = list(pool.map(_solve_part, parts, repeat(limits), repeat(begun)))
    outcome = join(instance, [part for part, _steps in solved])
    steps = [step for _part, steps in solved for step in steps]
    return Run(
        [Answer(row.request, row.school, row.subjects) for row in outcome.assignments],
        at_most=outcome.wanted - outcome.bound / UNIT,
        is_optimal=outcome.is_optimal,
        stopped_by_time=outcome.stopped_by_time,
        first_complete=first_complete(steps),
        notes={"engine": outcome.engine, "progress": _short(steps)},
    )


def _solve_part(part: Instance, limits: Limits, begun: float) -> tuple[PartOutcome, list[Step]]:
    """In a process of its own: the clock that counts is the same for all of them."""
    from matching.engine.solver import solve_part

    steps: list[Step] = []
    outcome = solve_part(
        part, limits, report=lambda progress: steps.append((perf_counter() - begun, progress))
    )
    return outcome, steps


def first_complete(steps: list[Step]) -> float | None:
    """When every part had a complete answer; parts are told apart by how many they hold.

    A part of several regions goes through them one by one, so that the last counts.
    """
    done: dict[int, float] = {}
    for when, progress in sorted(steps, key=lambda step: step[0]):
        if progress.phase in UNFINISHED:
            done.pop(progress.wanted, None)
        else:
            done.setdefault(progress.wanted, when)
    return round(max(done.values()), 2) if done else None


def _short(steps: list[Step]) -> list[list[Any]]:
    """The first report of each phase of each part."""
    found: dict[tuple[str, int], list[Any]] = {}
    for when, one in steps:
        row = [round(when, 2), one.phase, one.placed, one.bound, one.wanted]
        found.setdefault((one.phase, one.wanted), row)
    return list(found.values())
