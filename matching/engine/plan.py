"""Who goes where while it is being worked out: an option per demand, and what room is left."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.engine.problem import NO_CELL, UNLIMITED, Ints, Problem, Rooms


class Plan:
    """An assignment of options to demands that keeps within the rooms of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rooms = problem.rooms.copy()
        self.option: dict[int, int] = {}

    def copy(self) -> Plan:
        """A plan to try something with."""
        other = Plan.__new__(Plan)
        other.problem, other.rooms, other.option = (
            self.problem,
            self.rooms.copy(),
            dict(self.option),
        )
        return other

    def add(self, option: int) -> None:
        """Take an option: its places are gone."""
        self.option[int(self.problem.options.demand[option])] = int(option)
        self._change(option, -1)

    def drop(self, demand: int) -> None:
        """Give the places of a demand back."""
        self._change(self.option.pop(demand), +1)

    def _change(self, option: int, sign: int) -> None:
        table = self.problem.options
        size = sign * int(self.problem.sizes[table.demand[option]])
        self.rooms.school[table.school[option]] += size
        for cell in table.cells[option]:
            if cell != NO_CELL:
                self.rooms.cell[cell] += size

    def fits(self, options: Ints) -> np.ndarray:
        """Which options have room for all their trainees."""
        return has_room(self.problem, options, self.rooms)

    def first_that_fits(self, options: Iterable[int]) -> int | None:
        """The first of some options with room; None when there is none."""
        for option in options:
            if self.fits(np.array([option]))[0]:
                return int(option)
        return None

    def is_free(self, demand: int) -> bool:
        """Whether a demand can be placed without placing anybody twice."""
        return not any(other in self.option for other in self.problem.rivals(demand))

    @property
    def simple(self) -> list[int]:
        """The placed demands that flow."""
        return [d for d in self.option if self.problem.is_simple[d]]

    def without_simple(self) -> Plan:
        """This plan with only those that do not flow."""
        other = self.copy()
        for demand in self.simple:
            other.drop(demand)
        return other

    @property
    def used(self) -> Ints:
        """Trainees at each school, also those that were there before."""
        table = self.problem.options
        used = self.problem.school_used.copy()
        for demand, option in self.option.items():
            used[table.school[option]] += self.problem.sizes[demand]
        return used

    @property
    def placed(self) -> int:
        """Sixtieths of trainees that have a place."""
        return sum(int(self.problem.values[demand]) for demand in self.option)


def has_room(problem: Problem, options: Ints, rooms: Rooms) -> np.ndarray:
    """Which options have room for all their trainees."""
    table = problem.options
    size = problem.sizes[table.demand[options]]
    free: np.ndarray = rooms.school[table.school[options]] >= size
    padded = np.append(rooms.cell, UNLIMITED)
    for column in range(table.cells.shape[1]):
        cell = table.cells[options, column]
        free &= padded[np.where(cell == NO_CELL, len(rooms.cell), cell)] >= size
    return free
