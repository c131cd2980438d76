"""What a place costs the others, and where one more would help most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from matching.engine.network import FAR_AWAY, distances_to, residual
from matching.engine.outcome import Call, Cell, Price, WhyNot
from matching.engine.problem import Problem, options_of
from matching.engine.solved import Solved

# One number for three levels: what is added up along a way stays far below the next level.
RANK, AWAY = 10**8, 10**14
MOST_CALLS = 200


def prices_of(region: Solved) -> Iterator[Price]:
    """What one more trainee in each full cell or school costs those that flow.

    The cheapest way to make room: somebody moves on, and perhaps another in turn, until one
    finds a free place or loses his. A place held by those that do not flow costs one trainee.
    """
    problem, simple = region.plan.problem, region.flow
    table, network = problem.options, simple.network
    n, o, cells = len(simple.demands), len(simple.options), len(problem.cell_keys)
    length = np.zeros(len(network.tails), np.int64)
    length[:o] = table.rank[simple.options] * RANK + table.hectometres[simple.options]
    length[o : o + n] = AWAY * (1 + problem.is_hardship[simple.demands])
    ways = residual(network.tails, network.heads, network.capacities, simple.flow, length)
    to_end = distances_to(network.nodes - 1, network.nodes, *ways)
    rooms = region.plan.rooms
    own = sorted(set(table.school[options_of(problem, region.demands)].tolist()))
    here = frozenset(own)
    for number, (school, subject) in enumerate(problem.cell_keys):
        if rooms.cell[number] <= 0 and school in here:
            yield _price(problem, school, subject, int(to_end[n + number]))
    for school in own:
        if rooms.school[school] <= 0:
            yield _price(problem, school, "", int(to_end[n + cells + school]))


def _price(problem: Problem, school: int, subject: str, cost: int) -> Price:
    key = problem.supply.schools[school].key
    if cost >= FAR_AWAY or cost >= AWAY // 2:
        rest = 0 if cost >= FAR_AWAY else cost - AWAY * round(cost / AWAY)
        displaced = 1
    else:
        rest, displaced = cost, 0
    rank = round(rest / RANK)
    return Price(key, subject, problem.trimester, displaced, rank, rest - rank * RANK)


def calls_of(problem: Problem, unplaced: Sequence[tuple[Solved, WhyNot]]) -> tuple[Call, ...]:
    """The schools to telephone: where one more place would let most trainees in."""
    sizes = {request.key: request.size for request in problem.requests}
    count: Counter[Cell] = Counter()
    for region, row in unplaced:
        size = sizes[row.request]
        count.update(dict.fromkeys(_where_one_helps(region, row, size), size))
    found = [
        Call(cell.school, cell.subject, cell.trimester, trainees)
        for cell, trainees in count.items()
    ]
    found.sort(key=lambda call: (-call.trainees, call.school, call.subject))
    return tuple(found[:MOST_CALLS])


def _where_one_helps(region: Solved, row: WhyNot, size: int) -> Iterator[Cell]:
    """The places of which one more, by itself, would place one trainee more.

    Anywhere in a cut, for one trainee in one subject: others move up. Not where the total is full
    as well, nor where more is taken than offered. For all others: where they would go themselves.
    """
    problem, rooms = region.plan.problem, region.plan.rooms
    if not (row.is_cut and size == 1 and len(row.subjects) <= 1):
        for help_ in row.helps:
            if help_.kind == "place":
                for key in help_.schools:
                    yield Cell(key, help_.subject, problem.trimester)
        return
    for cell in row.blocking:
        school = problem.supply.index[cell.school]
        if not cell.subject:
            helps = problem.above.school[school] == 0
        else:
            above = problem.above.cell[problem.cell_index[school, cell.subject]]
            helps = above == 0 and rooms.school[school] > 0
        if helps:
            yield cell
