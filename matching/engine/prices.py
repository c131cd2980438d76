"""Prices on places, and the bound that they prove.

Give each place a price. Whoever takes places pays for them; who finds none below its worth stays
away. What all gain at these prices, and what all places bring in, is together at least what any
matching places: a bound, whatever the prices (Lagrangian duality). Good prices make it as sharp as
that of the linear program, which is within 0.1 % of what can be reached.

Finding them: the demand at some temperature is smooth (each trainee spreads over its options as in
a logit model), so that prices follow from accelerated gradient steps, each cell with a step of its
own. The temperature falls, and the prices with it, to the best of the linear program. The bound
itself is worked out from prices rounded to sixtieths, in exact integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.engine.outcome import UNIT
from matching.engine.problem import NO_CELL, Ints, Problem, Rooms

Floats = NDArray[np.float64]
COOLING = (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001)
STEPS = 120
PLACES_PER_TRAINEE = 3.0
ROUNDINGS = (2, 4, 6, 12, 20, 30, 60)


@dataclass(frozen=True)
class Menu:
    """The options that can still be taken, in groups of which at most one is.

    Arguments:
        options: the options, in order; `group` is the number of each one's group.
        first: where each group starts; `demand` is what it is for.
        worth: sixtieths of trainees placed with a group.
        uses: a row per option, a column per cell and then per school: places taken.
        parent: -1, or for one subject of a request that may be split the group of the whole,
            which excludes it.
    """

    options: Ints
    group: Ints
    first: Ints
    demand: Ints
    worth: Ints
    uses: csr_array
    parent: Ints

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.first)

    @cached_property
    def used_by(self) -> csr_array:
        """A row per cell and school, a column per option."""
        return self.uses.T.tocsr()


def menu_of(problem: Problem, options: Ints) -> Menu:
    """The menu of some options of a problem, given in order."""
    table = problem.options
    demand, group = np.unique(table.demand[options], return_inverse=True)
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    number = {int(d): place for place, d in enumerate(demand)}
    parent = [
        number.get(int(problem.wholes[problem.demands[d].request]), -1)
        if problem.demands[d].is_part
        else -1
        for d in demand
    ]
    return Menu(
        options=options,
        group=group.astype(np.int64),
        first=starts.astype(np.int64),
        demand=demand,
        worth=problem.values[demand],
        uses=_uses(problem, options),
        parent=np.array(parent, np.int64),
    )


def _uses(problem: Problem, options: Ints) -> csr_array:
    table, cells = problem.options, len(problem.cell_keys)
    wanted = table.cells[options]
    row, column = np.nonzero(wanted != NO_CELL)
    rows = np.concatenate([row, np.arange(len(options))])
    columns = np.concatenate([wanted[row, column], cells + table.school[options]])
    size = problem.sizes[table.demand[options]].astype(float)
    shape = (len(options), cells + problem.supply.count)
    return csr_array((size[rows], (rows, columns)), shape=shape)


def room_of(rooms: Rooms) -> Floats:
    """Rooms of cells and schools, one after the other."""
    return np.concatenate([rooms.cell, rooms.school]).astype(float)


class Market:
    """Demand at given prices: smooth at a temperature, or exact."""

    def __init__(self, menu: Menu, room: Floats, liking: Floats | None = None) -> None:
        """`liking`: what an option is worth beside its trainees, in trainees (small)."""
        self.menu, self.room = menu, room
        self._is_part = menu.parent >= 0
        self._worth = (menu.worth / UNIT)[menu.group]
        if liking is not None:
            self._worth = self._worth + liking

    def demanded(self, prices: Floats, temperature: float) -> tuple[Floats, Floats]:
        """How much of each option is wanted, and of each cell and school."""
        menu = self.menu
        gain = (self._worth - menu.uses @ prices) / temperature
        top = np.maximum(np.maximum.reduceat(gain, menu.first), 0.0)
        weight = np.exp(gain - top[menu.group])
        inside = np.add.reduceat(weight, menu.first)
        outside = np.exp(-top)
        if self._is_part.any():
            share = self._with_parts(top, inside, outside)
        else:
            share = 1.0 / (outside + inside)
        wanted = weight * share[menu.group]
        return wanted, menu.used_by @ wanted

    def _with_parts(self, top: Floats, inside: Floats, outside: Floats) -> Floats:
        """Subjects apart are what a whole may do instead: they compete with it, not each other."""
        menu, parts = self.menu, self._is_part
        instead = np.zeros(menu.groups)
        total = np.log(outside[parts] + inside[parts]) + top[parts]
        known = menu.parent[parts]
        np.add.at(instead, known, total)
        # exp(instead) stands beside the whole's options, on the scale of `top`
        scale = np.maximum(top, instead)
        away, here = np.exp(instead - scale), np.exp(top - scale)
        share = here / (away + inside * here)
        alone = away / (away + inside * here)
        share[parts] = alone[known] / (outside[parts] + inside[parts])
        return share

    def settle(
        self, prices: Floats, temperatures: Sequence[float] = COOLING, steps: int = STEPS
    ) -> tuple[Floats, Floats]:
        """Lower the temperature step by step. Returns the prices and what is wanted at the end."""
        wanted = np.zeros(len(self.menu.options))
        if not self.menu.groups:
            return prices, wanted
        for temperature in temperatures:
            ahead, momentum = prices, 1.0
            for _step in range(steps):
                wanted, used = self.demanded(ahead, temperature)
                stride = temperature / (PLACES_PER_TRAINEE * np.maximum(used, 1.0))
                moved = np.clip(ahead - stride * (self.room - used), 0.0, 1.0)
                following = (1.0 + np.sqrt(1.0 + 4.0 * momentum**2)) / 2.0
                ahead = np.maximum(moved + (momentum - 1.0) / following * (moved - prices), 0.0)
                prices, momentum = moved, following
        return prices, wanted


def bound_at(menu: Menu, room: Ints, prices: Ints) -> int:
    """No matching places more than this, in sixtieths of trainees; prices in sixtieths.

    Every trainee gains what its worth exceeds the cheapest of its options by; every place that is
    sold brings in its price.
    """
    sold = int((room * prices).sum())
    if not menu.groups:
        return sold
    paid = np.rint(menu.uses @ prices).astype(np.int64)
    gain = np.maximum(menu.worth - np.minimum.reduceat(paid, menu.first), 0)
    parts = menu.parent >= 0
    apart = np.zeros(menu.groups, np.int64)
    np.add.at(apart, menu.parent[parts], gain[parts])
    return int(np.maximum(gain, apart)[~parts].sum()) + sold


def best_bound(menu: Menu, room: Ints, prices: Floats) -> tuple[int, Ints]:
    """The sharpest bound among these prices rounded in some ways, and its prices in sixtieths."""
    found: list[tuple[int, Ints]] = []
    for steps in ROUNDINGS:
        rounded = np.rint(prices * steps).astype(np.int64) * (UNIT // steps)
        found.append((bound_at(menu, room, rounded), rounded))
    nothing = np.zeros(len(prices), np.int64)
    found.append((bound_at(menu, room, nothing), nothing))
    return min(found, key=lambda row: row[0])
