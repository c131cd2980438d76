"""The trainees that flow: one trainee in at most one subject, placed exactly.

Each goes from a demand through a cell and the total of its school; a school costs more the fuller
it is. Whoever finds no place pays for it. The levels of the objective are compared one after the
other (`network.best_flow`), so the answer is the best on each, given the rooms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from matching.engine.network import Network, best_flow, residual
from matching.engine.outcome import UNIT
from matching.engine.problem import NO_CELL, Ints, Problem, Rooms, options_of

STEPS = 10
"""In how many steps the filling of a school is told."""


@dataclass(frozen=True)
class SimpleFlow:
    """Simple demands on a network, with the flow that is best.

    Nodes are demands, then cells, then schools, then the end. Arcs are the options, then an arc
    for each demand that stays away, then from each cell to its school, then from each school to
    the end in steps of filling.
    """

    demands: Ints
    options: Ints
    network: Network
    flow: Ints

    @property
    def chosen(self) -> Ints:
        """The options taken, in order."""
        return self.options[self.flow[: len(self.options)] > 0]

    @property
    def unplaced(self) -> Ints:
        """The demands that stay away, in order."""
        start = len(self.options)
        return self.demands[self.flow[start : start + len(self.demands)] > 0]


def flow_of(problem: Problem, demands: Ints, rooms: Rooms, used: Ints) -> SimpleFlow:
    """Place simple demands in what room there is.

    Arguments:
        used: trainees that each school has already, for its filling.
    """
    options = options_of(problem, demands)
    network, steps = _network(problem, demands, options, rooms, used)
    levels = _levels(problem, demands, options, network, steps)
    return SimpleFlow(demands, options, network, best_flow(network, levels))


def _network(
    problem: Problem, demands: Ints, options: Ints, rooms: Rooms, used: Ints
) -> tuple[Network, Ints]:
    table, n, cells = problem.options, len(demands), len(problem.cell_keys)
    schools = problem.supply.count
    end = n + cells + schools
    number = np.full(len(problem.demands), -1, np.int64)
    number[demands] = np.arange(n)
    cell, school = table.cells[options, 0], table.school[options]
    step_school, step_room, step_cost = filling(problem.school_total, used, rooms.school)
    tails = [number[table.demand[options]], np.arange(n), n + np.arange(cells)]
    heads = [
        np.where(cell == NO_CELL, n + cells + school, n + cell),
        np.full(n, end),
        n + cells + problem.cell_school,
    ]
    room = [np.ones(len(options), np.int64), np.ones(n, np.int64), np.minimum(rooms.cell, n)]
    supply = np.zeros(end + 1, np.int64)
    supply[:n], supply[end] = 1, -n
    network = Network(
        tails=np.concatenate([*tails, n + cells + step_school]),
        heads=np.concatenate([*heads, np.full(len(step_school), end)]),
        capacities=np.concatenate([*room, np.minimum(step_room, n)]),
        supply=supply,
    )
    assert len(rooms.school) == schools
    return network, step_cost


def filling(total: Ints, used: Ints, room: Ints) -> tuple[Ints, Ints, Ints]:
    """The room of each school in steps of a tenth of its total: (school, places, cost each).

    A place costs as many as the tenths that the school is filled before it: the fuller, the more.
    """
    schools, places, costs = [], [], []
    own = np.maximum(total, 1)
    before = used.copy()
    left = room.copy()
    for step in range(STEPS + 1):
        until = -(-own * (step + 1) // STEPS) if step < STEPS else before + left
        width = np.clip(until - before, 0, left)
        here = np.flatnonzero(width > 0)
        schools.append(here)
        places.append(width[here])
        costs.append(np.full(len(here), step, np.int64))
        before, left = before + width, left - width
    return np.concatenate(schools), np.concatenate(places), np.concatenate(costs)


def _levels(
    problem: Problem, demands: Ints, options: Ints, network: Network, steps: Ints
) -> list[Ints]:
    table, n = problem.options, len(demands)
    arcs, o = len(network.tails), len(options)
    # Who flows can be placed together like the independent sets of a matroid: with twice the
    # weight for a hardship, as many are placed as can be, and of those most with a hardship.
    above_rank = 10 * n + 1
    first = np.zeros(arcs, np.int64)
    first[:o] = table.rank[options]
    first[o : o + n] = above_rank * (1 + problem.is_hardship[demands])
    above_load = (STEPS + 1) * n + 1
    second = np.zeros(arcs, np.int64)
    second[:o] = table.hectometres[options] * above_load
    second[arcs - len(steps) :] = steps
    third = np.zeros(arcs, np.int64)
    third[:o] = table.hectometres[options] ** 2
    return [first, second, third]


def reached_from(start: Ints, network: Network, flow: Ints) -> np.ndarray:
    """Which nodes more flow could reach from some nodes, were there a place at the end."""
    tails, heads, _length = residual(
        network.tails, network.heads, network.capacities, flow, np.zeros_like(flow)
    )
    source = network.nodes
    rows = np.concatenate([tails, np.full(len(start), source)])
    columns = np.concatenate([heads, start])
    graph = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(source + 1,) * 2)
    found = np.zeros(source + 1, bool)
    found[breadth_first_order(graph, source, return_predecessors=False)] = True
    return found[:source]


def prices_of_cut(problem: Problem, simple: SimpleFlow) -> Ints:
    """The prices (in sixtieths) that prove that no more of the simple demands can be placed.

    Those without a place, and all whom they could push out, can go only to full places: the
    places of that cut cost a whole trainee, all others nothing (max-flow min-cut).
    """
    n, cells = len(simple.demands), len(problem.cell_keys)
    waiting = np.flatnonzero(np.isin(simple.demands, simple.unplaced))
    network = simple.network
    stay_away = np.arange(len(simple.options), len(simple.options) + n)
    closed = Network(network.tails, network.heads, network.capacities.copy(), network.supply)
    closed.capacities[stay_away] = simple.flow[stay_away]
    flow = simple.flow.copy()
    reached = reached_from(waiting, closed, flow)
    cell, school = reached[n : n + cells], reached[n + cells : n + cells + problem.supply.count]
    cell = cell & ~school[problem.cell_school]
    return UNIT * np.concatenate([cell, school]).astype(np.int64)
