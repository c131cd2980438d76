"""One part of an instance in arrays: what is to be placed, where it can go, and what room there is.

A demand is a request that goes somewhere whole, or one subject of a request that may be split.
An option is a demand at a school. A cell is a subject at a school; each cell lies under the total
of its school. Everything is in order of key, so that the order of rows means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine.fitting import Fit, Supply, fit
from matching.engine.instance import Instance, Request, School
from matching.engine.outcome import UNIT, Assignment
from matching.engine.scoring import can_split

Ints = NDArray[np.int64]
NO_CELL = -1
UNLIMITED = 1_000_000
FAR = 2_500
"""Hectometres that an unknown distance counts for."""


@dataclass(frozen=True)
class Demand:
    """What is placed at once.

    Arguments:
        request: its place in `Problem.requests`.
        subjects: those that go together.
        size: trainees.
        value: sixtieths of trainees that are placed with it.
        is_part: one subject of a request that may be split.
    """

    request: int
    subjects: tuple[str, ...]
    size: int
    value: int
    is_part: bool = False

    @property
    def is_simple(self) -> bool:
        """One trainee in at most one subject, so that it flows."""
        return self.size == 1 and len(self.subjects) <= 1 and not self.is_part


@dataclass(frozen=True)
class Options:
    """Where each demand can go: option `first[d]` up to `first[d + 1]` belong to demand `d`.

    `cells` has a column per subject of the demand, `NO_CELL` where it has fewer.
    """

    first: Ints
    demand: Ints
    school: Ints
    cells: Ints
    rank: Ints
    hectometres: Ints
    """Unknown is `FAR` here; `Problem.known_hectometres` tells them apart."""

    def of(self, demand: int) -> slice:
        """The options of a demand."""
        return slice(int(self.first[demand]), int(self.first[demand + 1]))


@dataclass(frozen=True)
class Rooms:
    """What is left: per cell, and per school of its total."""

    cell: Ints
    school: Ints

    def copy(self) -> Rooms:
        """Rooms to take from without changing these."""
        return Rooms(self.cell.copy(), self.school.copy())


@dataclass
class Problem:
    """A part in arrays. `rooms` is what is left after all that is fixed."""

    supply: Supply
    requests: tuple[Request, ...]
    trimester: int
    cell_keys: list[tuple[int, str]]
    cell_school: Ints
    rooms: Rooms
    above: Rooms
    """What was taken above what is offered: so many places more are no room yet."""
    school_total: Ints
    school_used: Ints
    demands: list[Demand]
    options: Options
    fixed: list[Assignment]
    wholes: Ints
    """The demand of each request as a whole; -1 for a request that is fixed."""
    parts: dict[int, list[int]] = field(default_factory=dict)
    """Per request that may be split: the demands of its subjects."""

    @cached_property
    def cell_index(self) -> dict[tuple[int, str], int]:
        """The cell of a school and a subject."""
        return {key: place for place, key in enumerate(self.cell_keys)}

    @cached_property
    def sizes(self) -> Ints:
        """Trainees of each demand."""
        return np.array([demand.size for demand in self.demands], np.int64)

    @cached_property
    def values(self) -> Ints:
        """Sixtieths of trainees that each demand places."""
        return np.array([demand.value for demand in self.demands], np.int64)

    @cached_property
    def is_simple(self) -> NDArray[np.bool_]:
        """Which demands flow."""
        return np.array([demand.is_simple for demand in self.demands], bool)

    @cached_property
    def is_hardship(self) -> NDArray[np.bool_]:
        """Which demands come first."""
        return np.array([self.requests[d.request].is_hardship for d in self.demands], bool)

    def rivals(self, demand: int) -> list[int]:
        """The demands that cannot be placed beside this one: itself, its whole or its parts."""
        found = self.demands[demand]
        if found.is_part:
            return [demand, int(self.wholes[found.request])]
        return [demand, *self.parts.get(found.request, [])]

    def assignment(self, option: int) -> Assignment:
        """An option as it is told outside."""
        demand = self.demands[int(self.options.demand[option])]
        request = self.requests[demand.request]
        school = self.supply.schools[int(self.options.school[option])]
        distance = int(self.supply.distances.farthest_of(request.homes)[
            int(self.options.school[option])
        ])  # fmt: skip
        return Assignment(
            request=request.key,
            school=school.key,
            subjects=demand.subjects,
            rank=int(self.options.rank[option]),
            hectometres=None if distance < 0 else distance,
        )


def options_of(problem: Problem, demands: Ints) -> Ints:
    """All options of some demands, in order."""
    wanted = np.zeros(len(problem.demands), bool)
    wanted[demands] = True
    return np.flatnonzero(wanted[problem.options.demand])


def problem_of(instance: Instance) -> Problem:
    """The arrays of a part: an instance of one trimester."""
    supply = Supply(instance.schools)
    trimester = instance.requests[0].trimester if instance.requests else 1
    cells = _Cells(supply.schools, trimester)
    fixed = [_fix(supply, cells, request) for request in instance.requests if _is_fixed(request)]
    fixed += _first_of_the_queue(supply, cells, instance.requests)
    placed = {row.request for row in fixed}
    demands, fits, wholes, parts = _demands(supply, instance.requests, placed)
    options = _options(demands, fits, cells)  # makes cells where a school without offer is named
    return Problem(
        supply=supply,
        requests=instance.requests,
        trimester=trimester,
        cell_keys=cells.keys,
        cell_school=np.array([school for school, _subject in cells.keys], np.int64),
        rooms=Rooms(
            np.maximum(np.array(cells.room, np.int64), 0),
            np.maximum(np.array(cells.school_room, np.int64), 0),
        ),
        above=Rooms(
            np.maximum(-np.array(cells.room, np.int64), 0),
            np.maximum(-np.array(cells.school_room, np.int64), 0),
        ),
        school_total=np.array(cells.totals, np.int64),
        school_used=np.array(cells.used, np.int64),
        demands=demands,
        options=options,
        fixed=fixed,
        wholes=wholes,
        parts=parts,
    )


class _Cells:
    """Rooms while they are made: dictionaries that grow with what is asked."""

    def __init__(self, schools: Sequence[School], trimester: int) -> None:
        self.schools, self.trimester = schools, trimester
        self.keys: list[tuple[int, str]] = []
        self.room: list[int] = []
        self.index: dict[tuple[int, str], int] = {}
        self.totals: list[int] = []
        self.school_room: list[int] = []
        self.used: list[int] = []
        self._columns: dict[str, Ints] = {}
        for place, school in enumerate(schools):
            self._add_school(place, school)

    def _add_school(self, place: int, school: School) -> None:
        offered: dict[str, int] = {}
        for offer in school.offers:
            if offer.trimester in (None, self.trimester):
                offered[offer.subject] = offered.get(offer.subject, 0) + offer.places
        taken: dict[str, int] = {}
        for subject, trimester, count in school.taken:
            if trimester == self.trimester:
                taken[subject] = taken.get(subject, 0) + count
        for subject in sorted(offered):
            self._add(place, subject, offered[subject] - taken.get(subject, 0))
        used = sum(n for trimester, n in school.taken_in_all if trimester == self.trimester)
        self.totals.append(sum(offered.values()) if school.total is None else school.total)
        self.school_room.append(UNLIMITED if school.total is None else school.total - used)
        self.used.append(used)

    def _add(self, place: int, subject: str, room: int) -> int:
        self.index[place, subject] = len(self.keys)
        self.keys.append((place, subject))
        self.room.append(room)
        return len(self.keys) - 1

    def of(self, place: int, subject: str) -> int:
        """The cell of a school and a subject; made where a school without offer is named."""
        found = self.index.get((place, subject))
        return self._add(place, subject, UNLIMITED) if found is None else found

    def of_all(self, places: Ints, subject: str) -> Ints:
        """The cells of schools for one subject; made where a school without offer is named."""
        if subject not in self._columns:
            column = np.full(len(self.schools), NO_CELL, np.int64)
            for (place, own), number in self.index.items():
                if own == subject:
                    column[place] = number
            self._columns[subject] = column
        column = self._columns[subject]
        for place in places[column[places] == NO_CELL]:
            column[place] = self.of(int(place), subject)
        return column[places]

    def take(self, place: int, subjects: Iterable[str], size: int) -> None:
        """Take places, also where there are none left."""
        for subject in subjects:
            self.room[self.of(place, subject)] -= size
        self.school_room[place] -= size
        self.used[place] += size

    def has_room(self, place: int, subjects: Iterable[str], size: int) -> bool:
        """Whether there are places for everybody in each subject."""
        return self.school_room[place] >= size and all(
            self.room[self.of(place, subject)] >= size for subject in subjects
        )


def _is_fixed(request: Request) -> bool:
    return request.fixed_at is not None


def _fix(supply: Supply, cells: _Cells, request: Request) -> Assignment:
    """A request at the school where it goes whatever else, also above what is offered."""
    assert request.fixed_at is not None
    place = supply.index[request.fixed_at]
    school = supply.schools[place]
    offered = [s for s in request.subjects if not school.offers or (place, s) in cells.index]
    cells.take(place, offered, request.size)
    return _assignment(supply, request, place, is_fixed=True)


def _assignment(supply: Supply, request: Request, place: int, *, is_fixed: bool) -> Assignment:
    distance = int(supply.distances.farthest_of(request.homes)[place])
    return Assignment(
        request=request.key,
        school=supply.schools[place].key,
        subjects=request.subjects,
        rank=rank_of(request, supply.schools[place].key),
        hectometres=None if distance < 0 else distance,
        is_fixed=is_fixed,
    )


def rank_of(request: Request, school: int) -> int:
    """The place of a school in a request's preferences; a school it waits for comes first."""
    from matching.engine.instance import OTHER_RANK

    if school in (request.fixed_at, request.waits_for):
        return 1
    return request.preferences.index(school) + 1 if school in request.preferences else OTHER_RANK


def _first_of_the_queue(
    supply: Supply, cells: _Cells, requests: Sequence[Request]
) -> list[Assignment]:
    """Who waits for a school gets a place that came free there before anybody else does."""
    waiting = [r for r in requests if r.waits_for is not None and not _is_fixed(r)]
    found: list[Assignment] = []
    for request in sorted(waiting, key=lambda r: (str(r.waits_since or ""), r.key)):
        for place in fit(supply, request).schools:
            if cells.has_room(int(place), request.subjects, request.size):
                cells.take(int(place), request.subjects, request.size)
                found.append(_assignment(supply, request, int(place), is_fixed=False))
    return found


def _demands(
    supply: Supply, requests: Sequence[Request], placed: set[str]
) -> tuple[list[Demand], list[Fit], Ints, dict[int, list[int]]]:
    demands: list[Demand] = []
    fits: list[Fit] = []
    wholes = np.full(len(requests), -1, np.int64)
    parts: dict[int, list[int]] = {}
    for place, request in enumerate(requests):
        if request.key in placed:
            continue
        wholes[place] = len(demands)
        demands.append(Demand(place, request.subjects, request.size, request.size * UNIT))
        fits.append(fit(supply, request))
        if can_split(request):
            share = request.size * UNIT // len(request.subjects)
            parts[place] = list(range(len(demands), len(demands) + len(request.subjects)))
            for subject in request.subjects:
                demands.append(Demand(place, (subject,), request.size, share, is_part=True))
                fits.append(fit(supply, request, (subject,)))
    return demands, fits, wholes, parts


def _options(demands: Sequence[Demand], fits: Sequence[Fit], cells: _Cells) -> Options:
    counts = np.array([len(found.schools) for found in fits], np.int64)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    width = max((len(demand.subjects) for demand in demands), default=1) or 1
    school = _joined([found.schools for found in fits])
    hectometres = _joined([found.hectometres for found in fits])
    table = np.full((len(school), width), NO_CELL, np.int64)
    for number, demand in enumerate(demands):
        for column, subject in enumerate(demand.subjects):
            here = slice(int(first[number]), int(first[number + 1]))
            table[here, column] = cells.of_all(school[here], subject)
    return Options(
        first=first,
        demand=np.repeat(np.arange(len(demands)), counts),
        school=school,
        cells=table,
        rank=_joined([found.ranks for found in fits]),
        hectometres=np.where(hectometres < 0, FAR, hectometres),
    )


def _joined(rows: Sequence[Ints]) -> Ints:
    return np.concatenate(rows).astype(np.int64) if rows else np.zeros(0, np.int64)
