"""Why a request is where it is: the schools that stood higher, and what filled them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.engine.fitting import UNKNOWN_DISTANCE
from matching.engine.outcome import Higher, WhyHere
from matching.engine.plan import Plan
from matching.engine.problem import NO_CELL, Ints
from matching.engine.solved import Solved

SHOWN = 3


def why_here(region: Solved) -> Iterator[WhyHere]:
    """Each placed demand of a region, with the first few schools that stood higher."""
    plan, problem = region.plan, region.plan.problem
    table = problem.options
    for demand in sorted(plan.option):
        now = plan.option[demand]
        here = np.arange(table.first[demand], table.first[demand + 1])
        rank, far = table.rank[here], table.hectometres[here]
        better = here[
            (rank < table.rank[now]) | ((rank == table.rank[now]) & (far < table.hectometres[now]))
        ]
        order = np.lexsort((better, table.hectometres[better], table.rank[better]))
        row = problem.demands[demand]
        yield WhyHere(
            request=problem.requests[row.request].key,
            school=problem.supply.schools[int(table.school[now])].key,
            higher=tuple(_higher(plan, int(option)) for option in better[order][:SHOWN]),
            higher_in_all=len(better),
            left=left_at(plan, now),
        )


def _higher(plan: Plan, option: int) -> Higher:
    problem, table = plan.problem, plan.problem.options
    school = int(table.school[option])
    request = problem.requests[problem.demands[int(table.demand[option])].request]
    distance = int(problem.supply.distances.farthest_of(request.homes)[school])
    return Higher(
        school=problem.supply.schools[school].key,
        rank=int(table.rank[option]),
        hectometres=None if distance == UNKNOWN_DISTANCE else distance,
        full=full_at(plan, option),
    )


def full_at(plan: Plan, option: int) -> str:
    """The subject whose places are short for an option; empty when it is the school's total."""
    problem, table = plan.problem, plan.problem.options
    size = int(problem.sizes[table.demand[option]])
    for cell in table.cells[option]:
        if cell != NO_CELL and plan.rooms.cell[cell] < size:
            return problem.cell_keys[int(cell)][1]
    return ""


def left_at(plan: Plan, option: int) -> int:
    """Places left at an option, in the scarcest of its subjects and in all."""
    table = plan.problem.options
    cells: Ints = table.cells[option]
    left = [int(plan.rooms.cell[cell]) for cell in cells if cell != NO_CELL]
    return min([*left, int(plan.rooms.school[table.school[option]])])
