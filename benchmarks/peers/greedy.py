"""First come, first served: each request at the best school that still has room."""

from __future__ import annotations

from benchmarks.judge import Answer
from benchmarks.peers.fitted import Fitted, first_fit


def solve(problem: Fitted, seconds: float, seed: int) -> list[Answer]:
    """Best rank first, then nearest, in the order in which requests were filed."""
    return [want.answer(option) for want, option in first_fit(problem, problem.wants)]
