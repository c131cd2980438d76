"""Why each request is where it is, or nowhere; what places cost; where to telephone.

Everything is read from the plan and from what is left of the network of those that flow: who
could move where if one more place came free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.explain_placed import why_here
from matching.engine.explain_places import calls_of, prices_of
from matching.engine.explain_unplaced import why_not
from matching.engine.outcome import Call, Price, WhyHere, WhyNot
from matching.engine.problem import Problem, Rooms
from matching.engine.solved import Solved


@dataclass(frozen=True)
class Explained:
    """All that is said about a part."""

    prices: tuple[Price, ...]
    why_here: tuple[WhyHere, ...]
    why_not: tuple[WhyNot, ...]
    calls: tuple[Call, ...]


def explain(problem: Problem, solved: Sequence[Solved]) -> Explained:
    """Explain every request of a part."""
    here = [row for region in solved for row in why_here(region)]
    left = rooms_left(problem, solved)
    away = [(region, row) for region in solved for row in why_not(region, left)]
    return Explained(
        prices=tuple(sorted(row for region in solved for row in prices_of(region))),
        why_here=tuple(sorted(here, key=lambda row: (row.request, row.school))),
        why_not=tuple(
            sorted((row for _region, row in away), key=lambda row: (row.request, row.subjects))
        ),
        calls=calls_of(problem, away),
    )


def rooms_left(problem: Problem, solved: Sequence[Solved]) -> Rooms:
    """What is free once all regions have their places; the plan of a region knows its own only."""
    left = problem.rooms.copy()
    for region in solved:
        own = region.plan.rooms
        np.add(left.cell, own.cell - problem.rooms.cell, out=left.cell)
        np.add(left.school, own.school - problem.rooms.school, out=left.school)
    return left
