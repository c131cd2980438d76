"""From a first answer to a better one, within limits, with the bound in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

import numpy as np

from matching.engine.flow import SimpleFlow, flow_of
from matching.engine.instance import Limits
from matching.engine.plan import Plan
from matching.engine.problem import Ints, Problem
from matching.engine.windows import Occupants, solve_window, window_around

WINDOW_SIZES = (80, 240)
PASSES = 4


class Clock:
    """Whether there is time left; the only clock of the engine, and it only ends a search."""

    def __init__(self, limits: Limits) -> None:
        self._end = monotonic() + limits.seconds
        self.ran_out = False

    def has_time(self) -> bool:
        """Whether the search may go on; remembers that it had to stop."""
        self.ran_out = self.ran_out or monotonic() > self._end
        return not self.ran_out


def with_simple(plan: Plan, demands: Ints) -> tuple[Plan, SimpleFlow]:
    """A plan with those that flow placed anew, the best way for the others where they are."""
    bare = plan.without_simple()
    problem = plan.problem
    flow = flow_of(problem, demands[problem.is_simple[demands]], bare.rooms, bare.used)
    for option in flow.chosen:
        bare.add(int(option))
    return bare, flow


def unplaced_of(plan: Plan, demands: Ints) -> list[int]:
    """The wholes without a place, and the subjects without one of a request that is split."""
    problem = plan.problem
    found: list[int] = []
    for demand in demands:
        number = int(demand)
        row = problem.demands[number]
        if row.is_part or number in plan.option:
            continue
        parts = problem.parts.get(row.request, [])
        placed = [part for part in parts if part in plan.option]
        found += [part for part in parts if part not in placed] if placed else [number]
    return found


def search(
    plan: Plan, demands: Ints, bound: int, limits: Limits, clock: Clock,
    tell: Callable[[Plan], None],
) -> Plan:  # fmt: skip
    """Look around each demand without a place, in wider and wider windows; then around wishes.

    Stops when all windows were tried, or at a limit. Once the bound is reached, only who has a
    hardship is still helped to a place.
    """
    effort = limits.effort
    for around, size in _steps(demands):
        for demand in around(plan, limits.seed):
            if effort <= 0 or not clock.has_time():
                return plan
            if not _is_worth_it(plan, demand, bound):
                continue
            effort -= 1
            window = window_around(plan, Occupants(plan), demand, size)
            better = solve_window(plan, window)
            if _is_better(better, plan):
                plan = better
                tell(plan)
    return plan


def _steps(demands: Ints) -> Iterator[tuple[Callable[[Plan, int], list[int]], int]]:
    """Around whom windows are tried, and how large."""

    def without_place(plan: Plan, seed: int) -> list[int]:
        return _in_some_order(unplaced_of(plan, demands), seed)

    def below_their_wish(plan: Plan, _seed: int) -> list[int]:
        return _below_their_wish(plan, demands)

    for size in WINDOW_SIZES:
        yield without_place, size
    yield below_their_wish, WINDOW_SIZES[0]


def _is_worth_it(plan: Plan, demand: int, bound: int) -> bool:
    if demand in plan.option:
        return not plan.problem.is_simple[demand]
    may_help = plan.placed < bound or bool(plan.problem.is_hardship[demand])
    return may_help and plan.is_free(demand)


def _below_their_wish(plan: Plan, demands: Ints) -> list[int]:
    """Those that do not flow and named a school that they like better, farthest below it first."""
    problem, table = plan.problem, plan.problem.options
    found: list[tuple[int, int]] = []
    for demand in demands:
        number = int(demand)
        if problem.is_simple[number] or number not in plan.option:
            continue
        best = int(table.rank[table.of(number)].min())
        below = int(table.rank[plan.option[number]]) - best
        if below:
            found.append((-below * int(problem.sizes[number]), number))
    return [number for _below, number in sorted(found)]


def _in_some_order(demands: list[int], seed: int) -> list[int]:
    order = np.random.default_rng(seed).permutation(len(demands))
    return [demands[place] for place in order]


def _is_better(one: Plan, other: Plan) -> bool:
    return level(one) < level(other)


def level(plan: Plan) -> tuple[int, int, int, int, int]:
    """How good a plan is, in the order of the objective; less is better."""
    problem, table = plan.problem, plan.problem.options
    demands = np.array(sorted(plan.option), np.int64)
    options = np.array([plan.option[int(d)] for d in demands], np.int64)
    if not len(demands):
        return (0, 0, 0, 0, 0)
    size = problem.sizes[demands]
    return (
        -int(problem.values[demands].sum()),
        -int(problem.values[demands][problem.is_hardship[demands]].sum()),
        _split(plan),
        int((table.rank[options] * size).sum()),
        int((table.hectometres[options] * size).sum()),
    )


def _split(plan: Plan) -> int:
    """Trainees whose subjects are at different schools."""
    problem, table = plan.problem, plan.problem.options
    found = 0
    for own in problem.parts.values():
        schools = {int(table.school[plan.option[part]]) for part in own if part in plan.option}
        found += int(problem.sizes[own[0]]) if len(schools) > 1 else 0
    return found


def polish(plan: Plan, demands: Ints) -> Plan:
    """Whoever has room after all, whole rather than apart, and where they like it better."""
    problem = plan.problem
    for demand in demands:
        _unite(plan, int(demand))
    for demand in unplaced_of(plan, demands):
        for one in problem.rivals(demand):
            if plan.is_free(one):
                _let_in(plan, one)
    complex_ones = [int(d) for d in demands if not problem.is_simple[d] and int(d) in plan.option]
    for _pass in range(PASSES):
        moved = sum(_move_up(plan, demand) for demand in complex_ones)
        if not moved:
            break
    return plan


def _unite(plan: Plan, demand: int) -> None:
    """Place a request whole whose subjects are apart, where there is room for that."""
    problem = plan.problem
    apart = [d for d in problem.rivals(demand) if d != demand and d in plan.option]
    if problem.demands[demand].is_part or not apart:
        return
    before = [plan.option[part] for part in apart]
    for part in apart:
        plan.drop(part)
    if not _let_in(plan, demand):
        for option in before:
            plan.add(option)


def _let_in(plan: Plan, demand: int) -> bool:
    """Place somebody where he likes it best among where there is room, if there is any."""
    table = plan.problem.options
    here = np.arange(table.first[demand], table.first[demand + 1])
    fitting = here[plan.fits(here)]
    if not len(fitting):
        return False
    order = np.lexsort((fitting, table.hectometres[fitting], table.rank[fitting]))
    plan.add(int(fitting[order[0]]))
    return True


def _move_up(plan: Plan, demand: int) -> bool:
    table = plan.problem.options
    now = plan.option[demand]
    here = np.arange(table.first[demand], table.first[demand + 1])
    rank, far = table.rank[here], table.hectometres[here]
    better = here[
        (rank < table.rank[now]) | ((rank == table.rank[now]) & (far < table.hectometres[now]))
    ]
    if not len(better):
        return False
    plan.drop(demand)
    fitting = better[plan.fits(better)]
    if not len(fitting):
        plan.add(now)
        return False
    order = np.lexsort((fitting, table.hectometres[fitting], table.rank[fitting]))
    plan.add(int(fitting[order[0]]))
    return True


def help_hardship(plan: Plan, demands: Ints) -> Plan:
    """Give a request that comes first the place of one that does not, where nobody else suffers."""
    problem = plan.problem
    for demand in unplaced_of(plan, demands):
        if problem.is_hardship[demand]:
            _swap_in(plan, demand)
    return plan


def _swap_in(plan: Plan, demand: int) -> bool:
    problem: Problem = plan.problem
    table = problem.options
    for other in sorted(plan.option):
        if problem.is_hardship[other] or problem.values[other] > problem.values[demand]:
            continue
        now = plan.option[other]
        here = np.arange(table.first[demand], table.first[demand + 1])
        here = here[table.school[here] == table.school[now]]
        if not len(here):
            continue
        plan.drop(other)
        option = plan.first_that_fits(here)
        if option is not None and plan.is_free(demand):
            plan.add(option)
            return True
        plan.add(now)
    return False
