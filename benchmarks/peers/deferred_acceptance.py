"""Deferred acceptance (Gale and Shapley): requests ask in turn, schools keep whom they rank best.

A school ranks hardship first, then who named it highest, then who lives nearest. With groups and
two subjects a stable matching need not exist; asking down the list always ends, as nobody asks
the same school twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from benchmarks.judge import Answer
from benchmarks.peers.fitted import Cell, Fitted, Option, Want

Priority = tuple[bool, int, int, str]


class _Market:
    def __init__(self, problem: Fitted) -> None:
        self.problem = problem
        self.held: dict[int, tuple[Want, Option]] = {}
        self.inside: dict[Cell, set[int]] = {}
        self.next: dict[int, int] = {}

    def run(self, wants: Iterable[Want]) -> list[Want]:
        """Let them ask until everybody is held or has asked everywhere; those are returned."""
        queue, left = deque(wants), []
        while queue:
            want = queue.popleft()
            place = self.next.get(id(want), 0)
            if place == len(want.options):
                left.append(want)
                continue
            self.next[id(want)] = place + 1
            queue.extend(self._ask(want, want.options[place]))
        return left

    def _ask(self, want: Want, option: Option) -> list[Want]:
        """Hold it for now, and send away who does not fit any more."""
        self._hold(want, option)
        sent_away = []
        for cell in option.cells:
            while self.problem.rooms.get(cell, 0) < 0:
                worst = max(self.inside[cell], key=self._priority)
                sent_away.append(self.held[worst][0])
                self._let_go(worst)
        return sent_away

    def _priority(self, key: int) -> Priority:
        want, option = self.held[key]
        request = want.request
        return (not request.is_hardship, option.rank, option.hectometres, request.key)

    def _hold(self, want: Want, option: Option) -> None:
        self.held[id(want)] = (want, option)
        self.problem.take(want, option)
        for cell in option.cells:
            self.inside.setdefault(cell, set()).add(id(want))

    def _let_go(self, key: int) -> None:
        want, option = self.held.pop(key)
        self.problem.take(want, option, -1)
        for cell in option.cells:
            self.inside[cell].discard(key)


def solve(problem: Fitted, seconds: float, seed: int) -> list[Answer]:
    """All whole requests first; then who may be split asks again, a subject at a time."""
    market = _Market(problem)
    left = market.run(problem.wants)
    tried: set[str] = set()
    while left:
        keys = {want.request.key for want in left} - tried
        tried |= keys
        left = market.run(part for key in sorted(keys) for part in problem.parts.get(key, []))
    return [want.answer(option) for want, option in market.held.values()]
