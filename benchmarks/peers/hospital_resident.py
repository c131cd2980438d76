"""The `matching` library: its hospitals and residents on the requests of one trainee and subject.

A hospital is a subject at a school, as the library knows one capacity each; who comes out above
the total of a school is placed first come first served, and so are, before all, groups and
two-subject requests.
"""

from __future__ import annotations

from typing import Any

from benchmarks.judge import Answer
from benchmarks.peers.fitted import Cell, Fitted, Option, Want, first_fit
from benchmarks.peers.libraries import library

NO_LIMIT = 1_000


def solve(problem: Fitted, seconds: float, seed: int) -> list[Answer]:
    """A trimester at a time, as they share no place."""
    games = library("matching.games")
    found: list[Answer] = []
    for trimester in problem.trimesters:
        part = problem.in_trimester(trimester)
        chosen = first_fit(part, [want for want in part.wants if not want.is_simple])
        wants = [want for want in part.wants if want.is_simple]
        kept, left = _admit(part, wants, _solve(games, part, wants))
        chosen += kept + first_fit(part, left)
        found += [want.answer(option) for want, option in chosen]
    return found


def _solve(games: Any, part: Fitted, wants: list[Want]) -> dict[str, Cell]:
    """The cell of each request that gets one."""
    asked: dict[Cell, list[tuple[int, int, str]]] = {}
    wishes = {}
    for want in wants:
        options = [o for o in want.options if part.rooms.get(o.cells[0], NO_LIMIT) > 0]
        if options:
            wishes[want.request.key] = [option.cells[0] for option in options]
        for option in options:
            row = (option.rank, option.hectometres, want.request.key)
            asked.setdefault(option.cells[0], []).append(row)
    if not wishes:
        return {}
    ranked = {cell: [key for *_order, key in sorted(rows)] for cell, rows in asked.items()}
    places = {cell: part.rooms.get(cell, NO_LIMIT) for cell in asked}
    game = games.HospitalResident.create_from_dictionaries(wishes, ranked, places)
    answer = game.solve(optimal="resident")
    return {one.name: hospital.name for hospital, inside in answer.items() for one in inside}


def _admit(
    part: Fitted, wants: list[Want], cells: dict[str, Cell]
) -> tuple[list[tuple[Want, Option]], list[Want]]:
    """Who can stay where the library put them, and who has to look again."""
    kept: list[tuple[Want, Option]] = []
    left = []
    for want in wants:
        cell = cells.get(want.request.key)
        option = next((one for one in want.options if one.cells[0] == cell), None)
        if option and part.takes(want, option):
            part.take(want, option)
            kept.append((want, option))
        else:
            left.append(want)
    return kept, left
