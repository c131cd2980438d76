"""The full mix against one integer program over all of it."""

from dataclasses import replace

import pytest

from matching.engine.certificates import check
from matching.engine.instance import Instance
from matching.engine.outcome import UNIT
from matching.engine.solver import match
from tests.matching.engine.small import mixed
from tests.matching.engine.whole_program import most_placed

SEEDS = (0, 1, 2, 4)


def free(seed: int) -> Instance:
    """A full mix of 150 requests in which nobody is fixed."""
    made = mixed(seed, requests=150, schools=14)
    return Instance(tuple(replace(r, fixed_at=None) for r in made.requests), made.schools)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_lies_between_what_is_placed_and_the_bound(seed: int) -> None:
    wanted = free(seed)
    found = match(wanted)
    placed, at_most = (found.wanted * UNIT - row for row in (found.score.unplaced, found.bound))
    best, best_bound = most_placed(wanted)
    assert check(wanted, found) == []
    assert placed <= best_bound
    assert best <= at_most
    assert best - placed <= UNIT, f"{best - placed} sixtieths from the best"
