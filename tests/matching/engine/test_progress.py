"""What is told while it works: from reading to done, never more than can be."""

from itertools import pairwise

import pytest

from matching.engine.outcome import UNIT, Progress
from matching.engine.parts import most_placed, placed
from matching.engine.solver import match
from tests.matching.engine.small import instance, mixed, request, school, singles


def told(seed: int, *, simple: bool) -> list[Progress]:
    """All that is reported about an instance of one trimester."""
    rows: list[Progress] = []
    make = singles if simple else mixed
    match(make(seed, requests=40, schools=8), report=rows.append)
    return rows


@pytest.mark.parametrize("simple", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_placed_stays_below_the_bound_and_the_bound_only_falls(seed: int, simple: bool) -> None:
    rows = told(seed, simple=simple)
    assert rows[-1].phase == "done"
    assert all(0 <= row.placed <= row.bound <= row.wanted for row in rows)
    assert all(one.bound >= following.bound for one, following in pairwise(rows))
    assert all(one.wanted == following.wanted for one, following in pairwise(rows))


def test_the_last_that_is_told_is_the_outcome() -> None:
    wanted = singles(3, requests=40, schools=8)
    rows: list[Progress] = []
    found = match(wanted, report=rows.append)
    assert (rows[-1].placed, rows[-1].bound) == (placed(found), most_placed(found))
    assert rows[-1].placed == found.wanted - found.score.unplaced // UNIT


def test_each_part_is_told_by_itself() -> None:
    rows: list[Progress] = []
    asked = (request("a", trimester=1), request("b", trimester=2), request("c", trimester=2))
    match(instance(*asked, school(1, frans=1)), report=rows.append)
    assert [(row.placed, row.wanted) for row in rows if row.phase == "done"] == [(1, 1), (1, 2)]
