"""A region that is done: what explains it."""

from __future__ import annotations

from dataclasses import dataclass

from matching.engine.flow import SimpleFlow
from matching.engine.plan import Plan
from matching.engine.problem import Ints


@dataclass(frozen=True)
class Solved:
    """The answer for some demands.

    Arguments:
        bound: sixtieths of trainees that can be placed at the most.
        certificate: prices in sixtieths, of cells and then schools, that prove the bound.
        is_optimal: proven best on every level.
    """

    demands: Ints
    plan: Plan
    flow: SimpleFlow
    bound: int
    certificate: Ints
    is_optimal: bool
