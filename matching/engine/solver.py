"""The engine: an instance in, an outcome out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from matching.engine.explain import explain
from matching.engine.flow import SimpleFlow, prices_of_cut
from matching.engine.instance import DEFAULT_LIMITS, Instance, Limits
from matching.engine.outcome import UNIT, Assignment, Cell, Outcome, PartOutcome, Progress
from matching.engine.parts import join, split
from matching.engine.plan import Plan
from matching.engine.prices import Floats, Market, best_bound, menu_of, room_of
from matching.engine.problem import Ints, Problem, options_of, problem_of
from matching.engine.regions import regions_of
from matching.engine.rounding import MANNERS, dive
from matching.engine.search import (
    Clock,
    help_hardship,
    level,
    polish,
    search,
    unplaced_of,
    with_simple,
)
from matching.engine.solved import Solved

COOLING = (0.1, 0.01, 0.001, 0.0002)
STEPS = 60
Report = Callable[[Progress], None]


def ignore(_progress: Progress) -> None:
    """Tell nobody how far it is."""


def solve_part(
    instance: Instance,
    limits: Limits = DEFAULT_LIMITS,
    *,
    previous: Sequence[Assignment] = (),
    report: Report = ignore,
) -> PartOutcome:
    """Match one part: an instance of one trimester.

    Arguments:
        previous: an earlier answer to start from; what of it is still possible is kept as a
            first answer, and only looked at anew around those without a place.
        report: is told how far it is, now and then.
    """
    clock = Clock(limits)
    problem = problem_of(instance)
    told = _Told(problem, report)
    told.say("relaxing", 0, told.wanted)
    solved = [
        _solve_region(problem, demands, limits, clock, previous, told)
        for demands in regions_of(problem)
    ]
    told.say("explaining", told.placed, told.bound)
    outcome = _outcome(problem, solved, stopped=clock.ran_out)
    told.say("done", told.placed, told.bound)
    return outcome


class _Told:
    """Progress over all regions of a part, in trainees."""

    def __init__(self, problem: Problem, report: Report) -> None:
        self.report = report
        fixed = {row.request for row in problem.fixed}
        sizes = {request.key: request.size for request in problem.requests}
        self.wanted = sum(sizes.values())
        self.placed = sum(sizes[key] for key in fixed)
        self.bound = self.wanted

    def say(self, phase: str, placed: int, bound: int) -> None:
        """Report; `placed` and `bound` in trainees."""
        self.report(Progress(phase, placed, bound, self.wanted))

    def region(self, phase: str, plan: Plan, bound: int, worth: int) -> None:
        """Report on a region: its own figures on top of what is done."""
        now = self.bound - (worth - bound) // UNIT
        self.say(phase, self.placed + plan.placed // UNIT, now)

    def region_done(self, plan: Plan, bound: int, worth: int) -> None:
        """Count a region as done."""
        self.placed += plan.placed // UNIT
        self.bound -= (worth - bound) // UNIT


def _solve_region(
    problem: Problem,
    demands: Ints,
    limits: Limits,
    clock: Clock,
    previous: Sequence[Assignment],
    told: _Told,
) -> Solved:
    start = Plan(problem)
    wholes = [d for d in demands if not problem.demands[d].is_part]
    worth = int(problem.values[wholes].sum())
    if problem.is_simple[demands].all():
        plan, flow = with_simple(start, demands)
        told.region_done(plan, plan.placed, worth)
        return Solved(
            demands, plan, flow, plan.placed, prices_of_cut(problem, flow), is_optimal=True
        )
    if not len(options_of(problem, demands)):
        return _hopeless(start, demands, worth, told)
    bound, certificate, prices = _bound(problem, start, demands)
    told.region("rounding", start, bound, worth)
    plan = _first_answer(start, demands, prices, bound, clock, previous)
    told.region("searching", plan, bound, worth)
    plan = search(
        plan, demands, bound, limits, clock,
        lambda better: told.region("searching", better, bound, worth),
    )  # fmt: skip
    plan, flow = _finish(plan, demands)
    told.region_done(plan, bound, worth)
    return Solved(demands, plan, flow, bound, certificate, is_optimal=False)


def _first_answer(
    start: Plan,
    demands: Ints,
    prices: Floats,
    bound: int,
    clock: Clock,
    previous: Sequence[Assignment],
) -> Plan:
    """An earlier answer as far as it still holds, or the best of some dives."""
    warm = _warm(start.copy(), demands, previous) if previous else start
    if warm.option:
        return with_simple(warm, demands)[0]
    best: Plan | None = None
    for manner in MANNERS:
        plan = start.copy()
        dive(plan, prices, demands, manner)
        plan, _flow = with_simple(plan, demands)
        if best is None or level(plan) < level(best):
            best = plan
        if best.placed >= bound or not clock.has_time():
            break
    assert best is not None
    return best


def _hopeless(plan: Plan, demands: Ints, worth: int, told: _Told) -> Solved:
    """Demands that fit nowhere: nothing to search, and proven so."""
    told.region_done(plan, 0, worth)
    _same, flow = with_simple(plan, demands[:0])
    nothing = np.zeros(len(plan.rooms.cell) + len(plan.rooms.school), np.int64)
    return Solved(demands, plan, flow, 0, nothing, is_optimal=True)


def _bound(problem: Problem, start: Plan, demands: Ints) -> tuple[int, Ints, np.ndarray]:
    options = options_of(problem, demands)
    menu = menu_of(problem, options[start.fits(options)])
    market = Market(menu, room_of(start.rooms))
    prices, _wanted = market.settle(np.zeros(len(market.room)), COOLING, STEPS)
    rooms = np.concatenate([start.rooms.cell, start.rooms.school])
    bound, certificate = best_bound(menu, rooms, prices)
    return bound, certificate, prices


def _warm(plan: Plan, demands: Ints, previous: Sequence[Assignment]) -> Plan:
    """What is still possible of an earlier answer, of those that do not flow."""
    problem, table = plan.problem, plan.problem.options
    before = {(row.request, row.subjects): row.school for row in previous}
    for demand in demands:
        row = problem.demands[demand]
        school = before.get((problem.requests[row.request].key, row.subjects))
        place = problem.supply.index.get(school, -1) if school is not None else -1
        here = np.arange(table.first[demand], table.first[demand + 1])
        here = here[table.school[here] == place]
        if problem.is_simple[demand] or not len(here) or not plan.is_free(int(demand)):
            continue
        option = plan.first_that_fits(here)
        if option is not None:
            plan.add(option)
    return plan


def _finish(plan: Plan, demands: Ints) -> tuple[Plan, SimpleFlow]:
    """Hardship first, then everybody where they like it better, while it gets better."""
    best, flow = with_simple(help_hardship(plan, demands), demands)
    while True:
        tried, tried_flow = with_simple(polish(best.copy(), demands), demands)
        if level(tried) >= level(best):
            return best, flow
        best, flow = tried, tried_flow


def _outcome(problem: Problem, solved: Sequence[Solved], *, stopped: bool) -> PartOutcome:
    assignments = list(problem.fixed)
    unplaced: list[tuple[str, tuple[str, ...]]] = []
    missing = 0
    for region in solved:
        plan = region.plan
        demands = region.demands
        assignments += [problem.assignment(plan.option[d]) for d in sorted(plan.option)]
        for demand in unplaced_of(plan, demands):
            row = problem.demands[demand]
            unplaced.append((problem.requests[row.request].key, row.subjects))
        wholes = [int(d) for d in demands if not problem.demands[d].is_part]
        missing += int(problem.values[wholes].sum()) - region.bound
    explained = explain(problem, solved)
    return PartOutcome(
        assignments=tuple(sorted(assignments, key=lambda row: (row.request, row.subjects))),
        unplaced=tuple(sorted(unplaced)),
        bound=missing,
        is_optimal=all(region.is_optimal for region in solved),
        stopped_by_time=stopped,
        bound_certificate=_certificate(problem, solved),
        prices=explained.prices,
        why_here=explained.why_here,
        why_not=explained.why_not,
        calls=explained.calls,
    )


def _certificate(problem: Problem, solved: Sequence[Solved]) -> tuple[tuple[Cell, int], ...]:
    """Prices above zero; regions share no place, so each place has its price from one of them."""
    total = np.zeros(len(problem.cell_keys) + problem.supply.count, np.int64)
    for region in solved:
        total = np.maximum(total, region.certificate)
    found: list[tuple[Cell, int]] = []
    for place in np.flatnonzero(total):
        if place < len(problem.cell_keys):
            school, subject = problem.cell_keys[place]
        else:
            school, subject = int(place) - len(problem.cell_keys), ""
        key = problem.supply.schools[school].key
        found.append((Cell(key, subject, problem.trimester), int(total[place])))
    return tuple(found)


def match(
    instance: Instance,
    limits: Limits = DEFAULT_LIMITS,
    *,
    workers: int = 1,
    previous: Sequence[Assignment] = (),
    report: Report = ignore,
) -> Outcome:
    """Match a whole instance: its parts in order, or in processes of their own.

    Arguments:
        workers: processes; the answer does not depend on how many.
        report: is told of each part; not called from other processes.
    """
    parts = split(instance)
    if workers > 1 and len(parts) > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            largest_first = sorted(parts, key=lambda part: -len(part.requests))
            tasks = [pool.submit(solve_part, p, limits, previous=previous) for p in largest_first]
            outcomes = [task.result() for task in tasks]
    else:
        outcomes = [solve_part(p, limits, previous=previous, report=report) for p in parts]
    return join(instance, outcomes)
