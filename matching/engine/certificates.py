"""Whether an outcome is what it says: checked from the instance, by nothing that made it.

Plain loops over dictionaries, on purpose: slow, short, and independent of the arrays, the flow
and the prices of the engine. Only which school fits which request is asked of `fitting`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from matching.engine.fitting import Supply, distances, fit
from matching.engine.instance import OTHER_RANK, Instance, Request, School
from matching.engine.outcome import UNIT, Assignment, Cell, Outcome, WhyNot
from matching.engine.scoring import can_split, score_of, units_of


def check(instance: Instance, outcome: Outcome) -> list[str]:
    """All that is wrong with an outcome, in words; empty when it is sound."""
    ledger = Ledger(instance, outcome)
    if strangers := list(ledger.strangers()):
        return strangers
    return [
        *ledger.wrong_assignments(),
        *ledger.wrong_rooms(),
        *ledger.wrong_counts(),
        *ledger.wrong_bound(),
        *ledger.wrong_cuts(),
    ]


class Ledger:
    """An instance and an outcome, side by side."""

    def __init__(self, instance: Instance, outcome: Outcome) -> None:
        self.instance, self.outcome = instance, outcome
        self.requests = {request.key: request for request in instance.requests}
        self.schools = {school.key: school for school in instance.schools}
        self.supply = Supply(instance.schools)
        self.own: dict[str, list[Assignment]] = defaultdict(list)
        for row in outcome.assignments:
            self.own[row.request].append(row)

    def fitting(self, request: Request, subjects: tuple[str, ...]) -> set[int]:
        """Keys of the schools that fit."""
        found = fit(self.supply, request, subjects)
        return {self.supply.schools[int(place)].key for place in found.schools}

    def strangers(self) -> Iterator[str]:
        """What the instance does not know; nothing else can be looked at then."""
        keys = {row.request for row in self.outcome.assignments}
        keys |= {row.request for row in self.outcome.why_not}
        keys |= {key for key, _subjects in self.outcome.unplaced}
        for key in sorted(keys - self.requests.keys()):
            yield f"request {key} is not in the instance"
        cells = [cell for cell, _price in self.outcome.bound_certificate]
        cells += [cell for why in self.outcome.why_not for cell in why.blocking]
        schools = {row.school for row in self.outcome.assignments} | {c.school for c in cells}
        for number in sorted(schools - self.schools.keys()):
            yield f"school {number} is not in the instance"

    def wrong_assignments(self) -> Iterator[str]:
        """Each goes to a candidate, once, whole unless it may be split; fixed ones stay."""
        for key, request in self.requests.items():
            rows = self.own[key]
            yield from self._wrong_whole(request, rows)
            for row in rows:
                yield from self._wrong_school(request, row)
            if request.fixed_at is not None and not any(row.is_fixed for row in rows):
                yield f"{key} is not where it was fixed"

    def _wrong_whole(self, request: Request, rows: list[Assignment]) -> Iterator[str]:
        subjects = [subject for row in rows for subject in row.subjects]
        if len(subjects) != len(set(subjects)) or (not subjects and len(rows) > 1):
            yield f"{request.key} is placed twice"
        if not set(subjects) <= set(request.subjects):
            yield f"{request.key} goes for {subjects}, which it did not ask"
        if not can_split(request) and any(row.subjects != request.subjects for row in rows):
            yield f"{request.key} is split and may not be"

    def _wrong_school(self, request: Request, row: Assignment) -> Iterator[str]:
        if row.is_fixed:
            if row.school != request.fixed_at:
                yield f"{row.request} is fixed at {row.school}, not at {request.fixed_at}"
        elif row.school not in self.fitting(request, row.subjects):
            yield f"{row.request} goes to {row.school}, which does not fit"
        told, true = (row.rank, row.hectometres), self._rank_and_distance(request, row.school)
        if told != true:
            yield f"{row.request} has rank and distance {true} at {row.school}, not {told}"

    def _rank_and_distance(self, request: Request, school: int) -> tuple[int, int | None]:
        first = [key for key in (request.fixed_at, request.waits_for) if key is not None]
        named = request.preferences
        rank = named.index(school) + 1 if school in named else OTHER_RANK
        distance = int(distances(self.supply, request)[self.supply.index[school]])
        return (1 if school in first else rank), (None if distance < 0 else distance)

    @cached_property
    def used(self) -> Counter[Cell]:
        """Trainees by cell, and by school with an empty subject."""
        found: Counter[Cell] = Counter()
        for row in self.outcome.assignments:
            request = self.requests[row.request]
            for subject in (*row.subjects, ""):
                found[Cell(row.school, subject, request.trimester)] += request.size
        return found

    @cached_property
    def fixed(self) -> Counter[Cell]:
        """The same of those that were fixed, who may go above what is offered."""
        found: Counter[Cell] = Counter()
        for row in self.outcome.assignments:
            if row.is_fixed:
                request = self.requests[row.request]
                for subject in (*row.subjects, ""):
                    found[Cell(row.school, subject, request.trimester)] += request.size
        return found

    def room(self, cell: Cell) -> int | None:
        """Places in a cell that are not taken beforehand or fixed; None without a limit."""
        offered = _offered(self.schools[cell.school], cell)
        return None if offered is None else max(0, offered - self.fixed[cell])

    def wrong_rooms(self) -> Iterator[str]:
        """No place is used twice."""
        for cell, count in sorted(self.used.items()):
            room = self.room(cell)
            if room is not None and count - self.fixed[cell] > room:
                yield f"{cell} holds {count - self.fixed[cell]}, but has room for {room}"

    def wrong_counts(self) -> Iterator[str]:
        """The score, what is unplaced, and the number of those who look, are as told."""
        score = score_of(self.instance, self.outcome.assignments)
        if score != self.outcome.score:
            yield f"the score is {score}, not {self.outcome.score}"
        wanted = sum(request.size for request in self.instance.requests)
        if wanted != self.outcome.wanted:
            yield f"{wanted} trainees look, not {self.outcome.wanted}"
        told: dict[str, list[str]] = defaultdict(list)
        for key, subjects in self.outcome.unplaced:
            told[key] += subjects or ("",)
        for key, request in self.requests.items():
            placed = [subject for row in self.own[key] for subject in row.subjects or ("",)]
            if sorted(placed + told[key]) != list(request.subjects or ("",)):
                yield f"{key} is placed for {placed} and unplaced for {told[key]}"
        missing = sum(
            self._missing(self.requests[key], subjects) for key, subjects in self.outcome.unplaced
        )
        if missing != score.unplaced:
            yield f"{missing} sixtieths are told to be unplaced, but {score.unplaced} are"

    def _missing(self, request: Request, subjects: tuple[str, ...]) -> int:
        return units_of(request.size, max(1, len(request.subjects)), max(1, len(subjects)))

    def wrong_bound(self) -> Iterator[str]:
        """The prices prove the bound, and the result is not above it."""
        outcome = self.outcome
        if outcome.score.unplaced < outcome.bound:
            yield f"{outcome.score.unplaced} unplaced is below the bound {outcome.bound}"
        proven = self.proven_bound()
        if proven < outcome.bound:
            yield f"the prices prove only {proven} unplaced, not {outcome.bound}"

    def proven_bound(self) -> int:
        """Sixtieths of trainees that stay without a place at the least, by the prices."""
        prices = dict(self.outcome.bound_certificate)
        if any(price < 0 or self.free(cell) is None for cell, price in prices.items()):
            return 0
        most = sum(price * (self.free(cell) or 0) for cell, price in prices.items())
        settled = self._settled
        looking = [r for r in self.instance.requests if r.key not in settled]
        most += sum(self._gain(request, prices) for request in looking)
        return max(0, sum(request.size * UNIT for request in looking) - most)

    @cached_property
    def _settled(self) -> set[str]:
        """Those who took no part in the search: fixed, or whole where they waited."""
        return {
            key
            for key, rows in self.own.items()
            if rows and (rows[0].is_fixed or self._came_from_queue(self.requests[key], rows[0]))
        }

    def _came_from_queue(self, request: Request, row: Assignment) -> bool:
        return request.waits_for is not None and row.subjects == request.subjects

    def free(self, cell: Cell) -> int | None:
        """Places in a cell for those who took part in the search; None without a limit."""
        offered = _offered(self.schools[cell.school], cell)
        if offered is None:
            return None
        return max(0, offered - self._settled_in[cell])

    def _holds(self, cell: Cell, size: int) -> bool:
        free = self.free(cell)
        return free is None or free >= size

    @cached_property
    def _settled_in(self) -> Counter[Cell]:
        found: Counter[Cell] = Counter()
        for key in self._settled:
            for row in self.own[key]:
                request = self.requests[key]
                for subject in (*row.subjects, ""):
                    found[Cell(row.school, subject, request.trimester)] += request.size
        return found

    def _gain(self, request: Request, prices: dict[Cell, int]) -> int:
        """What a request is worth above the cheapest place for it."""
        whole = self._cheapest(request, request.subjects, request.size * UNIT, prices)
        if not can_split(request):
            return whole
        share = request.size * UNIT // len(request.subjects)
        return max(
            whole, sum(self._cheapest(request, (s,), share, prices) for s in request.subjects)
        )

    def _cheapest(
        self, request: Request, subjects: tuple[str, ...], worth: int, prices: dict[Cell, int]
    ) -> int:
        best = 0
        for school in self.fitting(request, subjects):
            cells = [Cell(school, subject, request.trimester) for subject in (*subjects, "")]
            if all(self._holds(cell, request.size) for cell in cells):
                paid = request.size * sum(prices.get(cell, 0) for cell in cells)
                best = max(best, worth - paid)
        return best

    def wrong_cuts(self) -> Iterator[str]:
        """Whoever has no place is blocked as told, and a cut is closed."""
        told = {(row.request, row.subjects) for row in self.outcome.why_not}
        for missing in sorted(set(self.outcome.unplaced) - told):
            yield f"{missing[0]} has no place and no reason"
        closed: dict[frozenset[Cell], list[str]] = {}
        for why in self.outcome.why_not:
            yield from self._wrong_reason(why)
            if why.is_cut:
                cut = frozenset(why.blocking)
                if cut not in closed:
                    closed[cut] = list(self._not_closed(cut))
                yield from closed[cut]

    def _wrong_reason(self, why: WhyNot) -> Iterator[str]:
        request = self.requests[why.request]
        schools = self.fitting(request, why.subjects)
        if (why.kind == "no_school") != (not schools):
            yield f"{why.request}: {why.kind}, with {len(schools)} schools that fit"
        blocking = set(why.blocking)
        for school in schools:
            cells = [Cell(school, s, request.trimester) for s in (*why.subjects, "")]
            if not any(cell in blocking and self.left(cell) < request.size for cell in cells):
                yield f"{why.request} is not blocked at {school}"

    def left(self, cell: Cell) -> int:
        """Places left in a cell."""
        room = self.room(cell)
        return 10**9 if room is None else room - (self.used[cell] - self.fixed[cell])

    def _not_closed(self, cut: frozenset[Cell]) -> Iterator[str]:
        """Every place of a cut is full, and who flows there can only go to others of it."""
        for cell in cut:
            if self.left(cell) > 0:
                yield f"{cell} is in a cut and has {self.left(cell)} places left"
        for key, request in self.requests.items():
            rows = self.own[key]
            if not rows or key in self._settled or not _flows(request):
                continue
            cells = {Cell(rows[0].school, s, request.trimester) for s in (*rows[0].subjects, "")}
            if not cells & cut:
                continue
            for school in self.fitting(request, rows[0].subjects):
                there = {Cell(school, s, request.trimester) for s in (*rows[0].subjects, "")}
                if not there & cut:
                    yield f"{key} could leave a cut for {school}"


def _flows(request: Request) -> bool:
    return request.size == 1 and len(request.subjects) <= 1


def _offered(school: School, cell: Cell) -> int | None:
    """Places of a cell that are not taken beforehand; None without a limit."""
    if not cell.subject:
        taken = sum(n for trimester, n in school.taken_in_all if trimester == cell.trimester)
        return None if school.total is None else school.total - taken
    if not school.offers:
        return None
    offered = sum(
        offer.places
        for offer in school.offers
        if offer.subject == cell.subject and offer.trimester in (None, cell.trimester)
    )
    taken = sum(
        n for s, trimester, n in school.taken if (s, trimester) == (cell.subject, cell.trimester)
    )
    return offered - taken
