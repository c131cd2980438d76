"""The engines that are put side by side, and how each is run inside its own process."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from benchmarks.judge import Answer
from benchmarks.peers.fitted import fitted
from matching.engine.instance import Instance, Limits
from matching.engine.outcome import UNIT, Progress

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
    from matching.engine.solver import match

    begun = perf_counter()
    steps: list[tuple[float, Progress]] = []
    outcome = match(
        instance,
        limits,
        workers=workers,
        report=lambda progress: steps.append((perf_counter() - begun, progress)),
    )
    return Run(
        [Answer(row.request, row.school, row.subjects) for row in outcome.assignments],
        at_most=outcome.wanted - outcome.bound / UNIT,
        is_optimal=outcome.is_optimal,
        stopped_by_time=outcome.stopped_by_time,
        first_complete=first_complete(steps),
        notes={"engine": outcome.engine, "progress": _short(steps)},
    )


def first_complete(steps: list[tuple[float, Progress]]) -> float | None:
    """When every part had a complete answer; parts are told apart by how many they hold."""
    done: dict[int, float] = {}
    for when, progress in steps:
        if progress.phase not in UNFINISHED:
            done.setdefault(progress.wanted, when)
    return round(max(done.values()), 2) if done else None


def _short(steps: list[tuple[float, Progress]]) -> list[list[Any]]:
    """The first report of each phase of each part."""
    found: dict[tuple[str, int], list[Any]] = {}
    for when, one in steps:
        row = [round(when, 2), one.phase, one.placed, one.bound, one.wanted]
        found.setdefault((one.phase, one.wanted), row)
    return list(found.values())
