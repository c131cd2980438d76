"""PuLP and CBC: the whole problem as one integer program per trimester, with tuned weights.

CBC takes one objective, so that the levels are put into one by weights, as such a model does.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from time import perf_counter
from typing import Any

from benchmarks.judge import Answer
from benchmarks.peers.fitted import Cell, Fitted, Option, Want
from benchmarks.peers.libraries import library

PLACED, HARDSHIP, SPLIT, RANK, KILOMETRE = 1_000.0, 1_000.0, 30.0, 10.0, 0.1
LEAST_SECONDS = 1.0
SHARE_FOR_SOLVING = 0.9
"""The rest is for building models and reading answers."""


def solve(problem: Fitted, seconds: float, seed: int) -> list[Answer]:
    """A trimester at a time; each may use its share of what is left of the time."""
    pulp = library("pulp")
    ends = perf_counter() + seconds * SHARE_FOR_SOLVING
    found: list[Answer] = []
    left = len(problem.wants)
    for trimester in problem.trimesters:
        part = problem.in_trimester(trimester)
        share = len(part.wants) / left
        left -= len(part.wants)
        with warnings.catch_warnings():
            # It announces how its next major version will want this.
            warnings.simplefilter("ignore", DeprecationWarning)
            found += _solve(pulp, part, ends, share)
    return found


def _solve(pulp: Any, part: Fitted, ends: float, share: float) -> list[Answer]:
    until = perf_counter() + (ends - perf_counter()) * share
    model = pulp.LpProblem("matching", pulp.LpMaximize)
    chosen: list[tuple[Any, Want, Option]] = []
    rooms: dict[Cell, list[Any]] = defaultdict(list)
    goal: list[Any] = []
    for want in part.wants:
        whole = _variables(pulp, part, want, chosen, rooms, goal)
        if whole:
            model += pulp.lpSum(whole) <= 1
        for piece in part.parts.get(want.request.key, []):
            own = _variables(pulp, part, piece, chosen, rooms, goal)
            if own:
                model += pulp.lpSum(own + whole) <= 1
    for cell, terms in rooms.items():
        model += pulp.lpSum(terms) <= part.rooms[cell]
    model.setObjective(pulp.lpSum(goal))
    limit = max(LEAST_SECONDS, until - perf_counter())
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit, threads=2))
    return [want.answer(option) for variable, want, option in chosen if _is_set(variable)]


def _variables(
    pulp: Any, part: Fitted, want: Want, chosen: list[tuple[Any, Want, Option]],
    rooms: dict[Cell, list[Any]], goal: list[Any],
) -> list[Any]:  # fmt: skip
    """A yes or no for each option, put in the goal and in the rooms it would take."""
    found = []
    for option in want.options:
        variable = pulp.LpVariable(f"x{len(chosen)}", cat="Binary")
        chosen.append((variable, want, option))
        found.append(variable)
        goal.append(_worth(want, option) * variable)
        for cell in option.cells:
            if cell in part.rooms:
                rooms[cell].append(want.size * variable)
    return found


def _worth(want: Want, option: Option) -> float:
    gained = PLACED + (HARDSHIP if want.request.is_hardship else 0)
    lost = RANK * option.rank + KILOMETRE * option.hectometres / 10
    return want.size * want.share * (gained - lost - (SPLIT if want.share < 1 else 0))


def _is_set(variable: Any) -> bool:
    return variable.value() is not None and variable.value() > 0.5
