"""What a peer gets: wants, options and rooms, fitted by the same rules as the engine's.

So a peer is compared on how well it matches, not on whether it reads a wish in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.judge import Answer, room
from matching.engine.fitting import Supply, fit
from matching.engine.instance import Instance, Request

UNKNOWN_HECTOMETRES = 2_500

Cell = tuple[int, str, int]
"""A school, a subject (empty for its total) and a trimester."""


@dataclass(frozen=True)
class Option:
    """A school for a want, with the cells in which it takes places."""

    school: int
    rank: int
    hectometres: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Want:
    """A request, or one subject of a request that may be split; best option first.

    `share` is the part of each trainee that it places: 1 when it is the whole request.
    """

    request: Request
    subjects: tuple[str, ...]
    options: tuple[Option, ...]
    share: float = 1.0

    @property
    def size(self) -> int:
        """Trainees."""
        return self.request.size

    @property
    def is_simple(self) -> bool:
        """One trainee in at most one subject: a flow can place it."""
        return self.size == 1 and len(self.subjects) <= 1

    def answer(self, option: Option) -> Answer:
        """The want at one of its options."""
        return Answer(self.request.key, option.school, self.subjects)


@dataclass
class Fitted:
    """An instance as a peer sees it; `rooms` has only cells that have a limit."""

    wants: list[Want]
    parts: dict[str, list[Want]]
    rooms: dict[Cell, int]
    fixed: list[Answer] = field(default_factory=list)

    def takes(self, want: Want, option: Option) -> bool:
        """Whether there is room for everybody."""
        return all(self.rooms.get(cell, want.size) >= want.size for cell in option.cells)

    def take(self, want: Want, option: Option, times: int = 1) -> None:
        """Take the places of an option; with `times=-1` give them back."""
        for cell in option.cells:
            if cell in self.rooms:
                self.rooms[cell] -= times * want.size

    def in_trimester(self, trimester: int) -> Fitted:
        """Only what happens in one trimester; it shares no place with another."""
        wants = [want for want in self.wants if want.request.trimester == trimester]
        keys = {want.request.key for want in wants}
        return Fitted(
            wants,
            {key: parts for key, parts in self.parts.items() if key in keys},
            {cell: left for cell, left in self.rooms.items() if cell[2] == trimester},
        )

    @property
    def trimesters(self) -> list[int]:
        """Those in which something is asked."""
        return sorted({want.request.trimester for want in self.wants})


def fitted(instance: Instance) -> Fitted:
    """The options of every request of an instance; who is fixed has taken its places."""
    supply = Supply(instance.schools)
    problem = Fitted([], {}, _rooms(instance))
    for request in instance.requests:
        if request.fixed_at is not None:
            _fix(problem, request, request.fixed_at)
            continue
        problem.wants.append(_want(supply, request, request.subjects, 1.0))
        if request.may_split and len(request.subjects) > 1:
            share = 1 / len(request.subjects)
            problem.parts[request.key] = [
                _want(supply, request, (subject,), share) for subject in request.subjects
            ]
    return problem


def _want(supply: Supply, request: Request, subjects: tuple[str, ...], share: float) -> Want:
    found = fit(supply, request, subjects)
    options = [
        Option(
            (key := supply.schools[place].key),
            rank,
            UNKNOWN_HECTOMETRES if hectometres < 0 else hectometres,
            cells_of(key, subjects, request.trimester),
        )
        for place, rank, hectometres in zip(
            found.schools.tolist(), found.ranks.tolist(), found.hectometres.tolist(), strict=True
        )
    ]
    options.sort(key=lambda option: (option.rank, option.hectometres, option.school))
    return Want(request, subjects, tuple(options), share)


def cells_of(school: int, subjects: Sequence[str], trimester: int) -> tuple[Cell, ...]:
    """The cells in which a placement takes places: each subject, and the total."""
    return tuple((school, subject, trimester) for subject in (*subjects, ""))


def _rooms(instance: Instance) -> dict[Cell, int]:
    found = {}
    trimesters = {request.trimester for request in instance.requests}
    for school in instance.schools:
        for subject in {"", *(offer.subject for offer in school.offers)}:
            for trimester in trimesters:
                left = room(school, subject, trimester)
                if left is not None:
                    found[school.key, subject, trimester] = left
    return found


def _fix(problem: Fitted, request: Request, school: int) -> None:
    problem.fixed.append(Answer(request.key, school, request.subjects))
    for cell in cells_of(school, request.subjects, request.trimester):
        if cell in problem.rooms:
            problem.rooms[cell] = max(0, problem.rooms[cell] - request.size)


def first_fit(problem: Fitted, wants: Iterable[Want]) -> list[tuple[Want, Option]]:
    """Each want in turn at its first option with room, else its subjects each on their own."""
    found = []
    for want in wants:
        if not _place(problem, want, found):
            for part in problem.parts.get(want.request.key, []):
                _place(problem, part, found)
    return found


def _place(problem: Fitted, want: Want, found: list[tuple[Want, Option]]) -> bool:
    for option in want.options:
        if problem.takes(want, option):
            problem.take(want, option)
            found.append((want, option))
            return True
    return False
