"""Why a request has no place: nothing fits, or a saturated cut; and what would help.

A cut is a set of full places such that whoever could be moved out of one of them can only go to
another of them. With those that do not flow where they are, nobody can make room: that is what
`certificates.check_cuts` checks again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from matching.engine.fitting import UNKNOWN_DISTANCE, excluded, fit
from matching.engine.instance import Request
from matching.engine.network import residual
from matching.engine.outcome import Cell, Help, WhyNot
from matching.engine.problem import NO_CELL, Ints, Problem, Rooms
from matching.engine.scoring import can_split
from matching.engine.search import unplaced_of
from matching.engine.solved import Solved

SHOWN = 5
MOST_NAMED = 20


def why_not(region: Solved, left: Rooms) -> Iterator[WhyNot]:
    """Each demand of a region without a place.

    Arguments:
        left: what all regions together leave free: another wish may lead to a school that is
            outside the region.
    """
    demands = unplaced_of(region.plan, region.demands)
    if not demands:
        return
    cuts = Cuts(region)
    for demand in demands:
        yield _explained(region, cuts, demand, left)


def _explained(region: Solved, cuts: Cuts, demand: int, left: Rooms) -> WhyNot:
    problem = region.plan.problem
    row = problem.demands[demand]
    request = problem.requests[row.request]
    subjects = row.subjects
    options = np.arange(problem.options.first[demand], problem.options.first[demand + 1])
    cut = cuts.of(demand, options) if len(options) else NO_CUT
    return WhyNot(
        request=request.key,
        subjects=subjects,
        kind="full" if len(options) else "no_school",
        excluded=tuple(
            (why.name, count) for why, count in excluded(problem.supply, request, subjects).items()
        ),
        blocking=cut.cells,
        is_cut=cut.is_cut,
        blocked_with=tuple(name for name in cut.people if name != request.key)[:MOST_NAMED],
        helps=(
            *_one_more_place(region, demand, options),
            *_other_wishes(problem, demand, left),
        ),
    )


@dataclass(frozen=True)
class Cut:
    """Places that block somebody, whether they are a saturated cut, and who is there."""

    cells: tuple[Cell, ...]
    is_cut: bool
    people: tuple[str, ...]


NO_CUT = Cut((), False, ())


class Cuts:
    """What is left of a region's network, condensed: the cut of a demand, worked out once each."""

    def __init__(self, region: Solved) -> None:
        self.region = region
        problem, simple = region.plan.problem, region.flow
        network = simple.network
        self.n, self.cells = len(simple.demands), len(problem.cell_keys)
        self.schools, self.end = problem.supply.count, network.nodes - 1
        tails, heads, _length = residual(
            network.tails, network.heads, network.capacities, simple.flow,
            np.zeros_like(simple.flow),
        )  # fmt: skip
        # Whoever stays away makes no room: the ways to and from the end do not count.
        inside = (tails != self.end) & (heads != self.end)
        rows, columns = tails[inside], heads[inside]
        shape = (network.nodes,) * 2
        graph = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=shape)
        count, self.label = connected_components(graph, directed=True, connection="strong")
        self._between = csr_array(
            (np.ones(len(rows), np.int8), (self.label[rows], self.label[columns])),
            shape=(count, count),
        )
        self._known: dict[int, Ints] = {}
        self._cut: dict[tuple[int, ...], Cut] = {}

    def of(self, demand: int, options: Ints) -> Cut:
        """The full places that block a demand, and who is blocked with it."""
        short = sorted(set(self._short(demand, options)))
        starts = tuple(sorted({int(self.label[node]) for node in short}))
        if starts not in self._cut:
            self._cut[starts] = self._closed(starts)
        found = self._cut[starts]
        if found.is_cut:
            return found
        return Cut(tuple(sorted(self._cell(node) for node in short)), False, ())

    def _short(self, demand: int, options: Ints) -> Iterator[int]:
        """The nodes of the places that are short at each option."""
        plan, problem = self.region.plan, self.region.plan.problem
        size = int(problem.sizes[demand])
        for option in options:
            short = [
                self.n + int(cell)
                for cell in problem.options.cells[option]
                if cell != NO_CELL and plan.rooms.cell[cell] < size
            ]
            school = int(problem.options.school[option])
            # Who finds the subject full does not come to press on the total.
            if not short and plan.rooms.school[school] < size:
                short = [self.n + self.cells + school]
            yield from short

    def _closed(self, starts: tuple[int, ...]) -> Cut:
        """All that can be reached from some places; no cut when there is room among it."""
        problem, rooms = self.region.plan.problem, self.region.plan.rooms
        labels = np.unique(np.concatenate([self._closure(start) for start in starts]))
        nodes = np.flatnonzero(np.isin(self.label, labels))
        cells = nodes[(nodes >= self.n) & (nodes < self.n + self.cells)]
        schools = nodes[(nodes >= self.n + self.cells) & (nodes < self.end)]
        roomy = cells[rooms.cell[cells - self.n] > 0] - self.n
        above = np.concatenate([schools - self.n - self.cells, problem.cell_school[roomy]])
        if (rooms.school[above] > 0).any():
            return NO_CUT
        schools = self.n + self.cells + np.unique(above)
        full = [int(node) for node in cells if rooms.cell[node - self.n] <= 0]
        found = [self._cell(node) for node in [*full, *schools.tolist()]]
        people = [
            problem.requests[problem.demands[int(self.region.flow.demands[node])].request].key
            for node in nodes[nodes < self.n]
        ]
        return Cut(tuple(sorted(found)), True, tuple(people))

    def _cell(self, node: int) -> Cell:
        problem = self.region.plan.problem
        if node < self.n + self.cells:
            school, subject = problem.cell_keys[node - self.n]
        else:
            school, subject = node - self.n - self.cells, ""
        return Cell(problem.supply.schools[school].key, subject, problem.trimester)

    def _closure(self, start: int) -> Ints:
        if start not in self._known:
            order = breadth_first_order(self._between, start, return_predecessors=False)
            self._known[start] = np.asarray(order, np.int64)
        return self._known[start]


def _one_more_place(region: Solved, demand: int, options: Ints) -> Iterator[Help]:
    """The schools where one thing alone is short, by what it is, nearest first."""
    plan, problem = region.plan, region.plan.problem
    table, size = problem.options, int(problem.sizes[demand])
    order = options[np.lexsort((options, table.hectometres[options], table.rank[options]))]
    short: dict[str, list[int]] = {}
    for option in order:
        school = int(table.school[option])
        above = problem.above
        lacking = [
            (problem.cell_keys[int(cell)][1], int(plan.rooms.cell[cell] - above.cell[cell]))
            for cell in table.cells[option]
            if cell != NO_CELL and plan.rooms.cell[cell] < size
        ]
        if plan.rooms.school[school] < size:
            lacking.append(("", int(plan.rooms.school[school] - above.school[school])))
        if len(lacking) == 1 and lacking[0][1] == size - 1:
            short.setdefault(lacking[0][0], []).append(problem.supply.schools[school].key)
    for subject in sorted(short):
        yield Help("place", subject=subject, schools=tuple(short[subject][:SHOWN]))


def _other_wishes(problem: Problem, demand: int, left: Rooms) -> Iterator[Help]:
    """Each wish by itself: where there would be room without it."""
    row = problem.demands[demand]
    request = problem.requests[row.request]
    changes: list[tuple[str, Request]] = []
    if request.waits_for is not None:
        changes.append(("waiting", replace(request, waits_for=None)))
    if not request.other_schools:
        changes.append(("other_schools", replace(request, other_schools=True)))
    if request.nets:
        changes.append(("net", replace(request, nets=frozenset())))
    if request.education_forms:
        changes.append(("education_form", replace(request, education_forms=frozenset())))
    for kind, changed in changes:
        schools, _far = _with_room(problem, left, changed, row.subjects)
        if schools:
            yield Help(kind, schools=tuple(schools[:SHOWN]))
    yield from _farther(problem, left, request, row.subjects)
    if not request.may_split and can_split(replace(request, may_split=True)):
        yield from _split(problem, left, request)


def _farther(
    problem: Problem, left: Rooms, request: Request, subjects: tuple[str, ...]
) -> Iterator[Help]:
    if request.max_distance_km is None:
        return
    wider = replace(request, max_distance_km=None)
    schools, far = _with_room(problem, left, wider, subjects)
    if schools and far[0] > 10 * request.max_distance_km:
        limit = -(-far[0] // 10)
        near = [s for s, hm in zip(schools, far, strict=True) if 0 <= hm <= 10 * limit]
        yield Help("distance", schools=tuple(near[:SHOWN]), kilometres=int(limit))


def _split(problem: Problem, left: Rooms, request: Request) -> Iterator[Help]:
    found: list[int] = []
    for subject in request.subjects:
        schools, _far = _with_room(problem, left, request, (subject,))
        if not schools:
            return
        found.append(schools[0])
    yield Help("split", schools=tuple(dict.fromkeys(found)))


def _with_room(
    problem: Problem, left: Rooms, request: Request, subjects: tuple[str, ...]
) -> tuple[list[int], list[int]]:
    """Keys of the schools that fit with room for everybody, nearest first, and how far."""
    found = fit(problem.supply, request, subjects)
    far = found.hectometres
    order = np.lexsort((found.schools, np.where(far == UNKNOWN_DISTANCE, 10**6, far)))
    schools: list[int] = []
    distances: list[int] = []
    for place in order:
        school = int(found.schools[place])
        cells = [problem.cell_index.get((school, subject)) for subject in subjects]
        room = left.school[school] >= request.size and all(
            cell is not None and left.cell[cell] >= request.size for cell in cells
        )
        if room:
            schools.append(problem.supply.schools[school].key)
            distances.append(int(far[place]))
    return schools, distances
