"""A closer look around somebody without a place: a window, solved anew as a whole.

A window frees everybody who is in the way at the schools that would do, and those in their way,
up to a size; then a small integer program finds the best for all of them together. It is tried
only with limits that count work, not time, so that the same input gives the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from matching.engine.plan import Plan
from matching.engine.prices import Menu, menu_of
from matching.engine.problem import NO_CELL, Ints, Problem, options_of

NODES = 50
MOST_OPTIONS = 12
NEAREST = 6
FIRST, SPLIT = 20.0, 100.0
"""In ranks: what a sixtieth of a trainee with a hardship is worth more, and what a subject apart
costs: more than any school lower, less than a hardship, far less than a trainee."""


@dataclass(frozen=True)
class Window:
    """The demands that are decided anew."""

    demands: Ints


class Occupants:
    """Who has places in which cell, and at which school."""

    def __init__(self, plan: Plan) -> None:
        self.of_cell: dict[int, list[int]] = defaultdict(list)
        self.of_school: dict[int, list[int]] = defaultdict(list)
        table = plan.problem.options
        for demand in sorted(plan.option):
            option = plan.option[demand]
            self.of_school[int(table.school[option])].append(demand)
            for cell in table.cells[option]:
                if cell != NO_CELL:
                    self.of_cell[int(cell)].append(demand)


def window_around(plan: Plan, occupants: Occupants, start: int, size: int) -> Window:
    """Those in the way of a demand, and those in theirs, until there are `size`."""
    problem = plan.problem
    found: dict[int, None] = dict.fromkeys(problem.rivals(start))
    queue = list(found)
    while queue and len(found) < size:
        demand = queue.pop(0)
        for other in _in_the_way(plan, occupants, demand):
            if other not in found:
                found.update(dict.fromkeys(problem.rivals(other)))
                queue.append(other)
                if len(found) >= size:
                    break
    siblings = [part for d in found for part in _family(problem, d)]
    return Window(np.array(sorted({*found, *siblings}), np.int64))


def _family(problem: Problem, demand: int) -> list[int]:
    request = problem.demands[demand].request
    return [int(problem.wholes[request]), *problem.parts.get(request, [])]


def _in_the_way(plan: Plan, occupants: Occupants, demand: int) -> Iterable[int]:
    """Who fills the schools where a demand would like to go, the best of them first."""
    problem, table = plan.problem, plan.problem.options
    size = int(problem.sizes[demand])
    for option in _best_options(problem, demand)[:NEAREST]:
        for cell in table.cells[option]:
            if cell != NO_CELL and plan.rooms.cell[cell] < size:
                yield from occupants.of_cell[int(cell)]
        school = int(table.school[option])
        if plan.rooms.school[school] < size:
            yield from occupants.of_school[school]


def _best_options(problem: Problem, demand: int) -> Ints:
    here = np.arange(problem.options.first[demand], problem.options.first[demand + 1])
    table = problem.options
    return here[np.lexsort((here, table.hectometres[here], table.rank[here]))]


def solve_window(plan: Plan, window: Window) -> Plan:
    """The best for all in a window, with everybody else where they are; or the plan as it was."""
    free = plan.copy()
    for demand in window.demands:
        if int(demand) in free.option:
            free.drop(int(demand))
    options = options_of(plan.problem, window.demands)
    options = options[free.fits(options)]
    options = _few(plan, options)
    if not len(options):
        return plan
    menu = menu_of(plan.problem, options)
    for option in _solve(plan.problem, menu, free):
        free.add(option)
    return free


def _few(plan: Plan, options: Ints) -> Ints:
    """Of each demand the best options, and the one it has."""
    table = plan.problem.options
    order = options[
        np.lexsort(
            (options, table.hectometres[options], table.rank[options], table.demand[options])
        )
    ]
    demand = table.demand[order]
    starts = np.flatnonzero(np.diff(demand, prepend=-1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    kept = place < MOST_OPTIONS
    has = np.array(sorted(plan.option.values()), np.int64)
    kept |= np.isin(order, has)
    few: Ints = np.sort(order[kept])
    return few


def _solve(problem: Problem, menu: Menu, free: Plan) -> Sequence[int]:
    """The options that a small integer program takes."""
    groups = _one_of_each(menu)
    table = vstack([groups, menu.used_by]).tocsr()
    limit = np.concatenate([np.ones(groups.shape[0]), free.rooms.cell, free.rooms.school])
    binding = table.sum(axis=1) > limit
    table = table[np.flatnonzero(binding)].tocsc()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for name, value in (
        ("output_flag", False), ("threads", 1), ("mip_max_nodes", NODES), ("random_seed", 1),
        ("mip_rel_gap", 0.0),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(menu.options), table.shape[0]
    program.col_cost_ = _costs(problem, menu)
    program.col_lower_ = np.zeros(len(menu.options))
    program.col_upper_ = np.ones(len(menu.options))
    program.row_lower_ = np.full(table.shape[0], -highspy.kHighsInf)
    program.row_upper_ = limit[binding].astype(float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = table.indptr
    program.a_matrix_.index_ = table.indices
    program.a_matrix_.value_ = table.data
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(menu.options)
    solver.passModel(program)
    solver.run()
    taken = np.array(solver.getSolution().col_value)
    return [int(option) for option in menu.options[taken > 0.5]] if len(taken) else []


def _one_of_each(menu: Menu) -> csr_array:
    """A row per group; a request that may be split has a row per subject, with its whole."""
    count = len(menu.options)
    rows, columns, number = [], [], 0
    with_parts = set(menu.parent[menu.parent >= 0].tolist())
    ends = np.append(menu.first, count)
    for group in range(menu.groups):
        if group in with_parts:
            continue
        own = list(range(int(ends[group]), int(ends[group + 1])))
        parent = int(menu.parent[group])
        if parent >= 0:
            own += range(int(ends[parent]), int(ends[parent + 1]))
        rows += [number] * len(own)
        columns += own
        number += 1
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(number, count))


def _costs(problem: Problem, menu: Menu) -> np.ndarray:
    """Trainees first, then rank, then distance; small, as a window is."""
    table = problem.options
    demand = table.demand[menu.options]
    size = problem.sizes[demand]
    gain = problem.values[demand] * (1000.0 + FIRST * problem.is_hardship[demand])
    worse = size * (table.rank[menu.options] + table.hectometres[menu.options] / 2500.0)
    apart = np.array([problem.demands[d].is_part for d in menu.demand], bool)
    cost: np.ndarray = worse - gain + SPLIT * size * apart[menu.group]
    return cost
