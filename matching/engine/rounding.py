"""Whole places for those that do not flow: groups, and requests in two subjects.

From the demand at the prices of the linear program the clearest wishes are granted first, as far
as there is room; then prices settle again for the others, and so on (a dive).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.plan import Plan
from matching.engine.prices import Floats, Market, Menu, menu_of, room_of
from matching.engine.problem import Ints, Problem, options_of


@dataclass(frozen=True)
class Manner:
    """How a dive goes: the share that is granted each time, and how prices settle in between."""

    share: float
    temperatures: tuple[float, ...]
    steps: int


MANNERS = (
    Manner(0.5, (0.01, 0.002), 15),
    Manner(0.5, (0.005,), 25),
    Manner(0.3, (0.003,), 15),
)
"""Tried one after the other while the bound is not reached; none is always the best."""
RANK_WEIGHT, DISTANCE_WEIGHT = 0.004, 0.02 / 500
WISHED = 0.02


def liking_of(problem: Problem, options: Ints) -> Floats:
    """A slight preference for the better ranked and the nearer, far below one trainee."""
    table = problem.options
    worse = RANK_WEIGHT * table.rank[options] + DISTANCE_WEIGHT * table.hectometres[options]
    liked: Floats = -worse * problem.sizes[table.demand[options]]
    return liked


def dive(plan: Plan, prices: Floats, demands: Ints, manner: Manner = MANNERS[0]) -> None:
    """Place those of some demands that do not flow, with the others in mind."""
    problem, table = plan.problem, plan.problem.options
    left = options_of(problem, demands)
    gone = np.zeros(len(problem.demands), bool)
    found = True
    while found:
        left = left[~gone[table.demand[left]]]
        left = left[plan.fits(left)]
        menu = menu_of(problem, left)
        market = Market(menu, room_of(plan.rooms), liking_of(problem, left))
        prices, wanted = market.settle(prices, manner.temperatures, manner.steps)
        found = False
        for option in _clearest(problem, menu, wanted, manner.share):
            demand = int(table.demand[option])
            if not gone[demand] and plan.fits(np.array([option]))[0]:
                plan.add(option)
                gone[problem.rivals(demand)] = found = True


def _clearest(problem: Problem, menu: Menu, wanted: Floats, share: float) -> list[int]:
    """The options wanted most, one per group that does not flow; the best part of them."""
    if not menu.groups:
        return []
    is_complex = ~problem.is_simple[menu.demand]
    best = np.maximum.reduceat(wanted, menu.first)
    order = np.lexsort((np.arange(len(wanted)), -wanted, menu.group))
    top = order[menu.first]
    groups = np.flatnonzero(is_complex & (best > WISHED))
    groups = groups[np.lexsort((groups, -best[groups]))]
    count = max(1, int(len(groups) * share)) if len(groups) else 0
    return [int(menu.options[top[g]]) for g in groups[:count]]
