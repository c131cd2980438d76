"""In the manner of OSIS: in random order at the first school with room, then a pass of swaps."""

from __future__ import annotations

from random import Random

from benchmarks.judge import Answer
from benchmarks.peers.fitted import Cell, Fitted, Option, Want, first_fit

Placed = dict[int, tuple[Want, Option]]


def solve(problem: Fitted, seconds: float, seed: int) -> list[Answer]:
    """Random order, first fit, then each who is left tries to move one other aside."""
    order = list(problem.wants)
    Random(seed).shuffle(order)
    placed = {id(want): (want, option) for want, option in first_fit(problem, order)}
    inside = _by_cell(placed)
    for want in order:
        if id(want) not in placed and not _has_a_part(problem, want, placed):
            _swap_in(problem, want, placed, inside)
    return [want.answer(option) for want, option in placed.values()]


def _by_cell(placed: Placed) -> dict[Cell, dict[int, None]]:
    inside: dict[Cell, dict[int, None]] = {}
    for key, (_want, option) in placed.items():
        for cell in option.cells:
            inside.setdefault(cell, {})[key] = None
    return inside


def _has_a_part(problem: Fitted, want: Want, placed: Placed) -> bool:
    return any(id(part) in placed for part in problem.parts.get(want.request.key, []))


def _swap_in(
    problem: Fitted, want: Want, placed: Placed, inside: dict[Cell, dict[int, None]]
) -> None:
    """Place a want where one other can be moved to a school with room."""
    for option in want.options:
        others = [key for cell in option.cells for key in inside.get(cell, {})]
        for key in dict.fromkeys(others):
            if _moves(problem, key, (want, option), placed, inside):
                return


def _moves(
    problem: Fitted, key: int, wanted: tuple[Want, Option], placed: Placed,
    inside: dict[Cell, dict[int, None]],
) -> bool:  # fmt: skip
    want, option = wanted
    other, here = placed[key]
    problem.take(other, here, -1)
    if problem.takes(want, option):
        problem.take(want, option)
        for there in other.options:
            if problem.takes(other, there):
                problem.take(other, there)
                _note(placed, inside, key, (other, there))
                _note(placed, inside, id(want), wanted)
                return True
        problem.take(want, option, -1)
    problem.take(other, here)
    return False


def _note(
    placed: Placed, inside: dict[Cell, dict[int, None]], key: int, now: tuple[Want, Option]
) -> None:
    if key in placed:
        for cell in placed[key][1].cells:
            inside[cell].pop(key, None)
    placed[key] = now
    for cell in now[1].cells:
        inside.setdefault(cell, {})[key] = None
