"""Against every answer that there is, on instances so small that all of them can be looked at."""

import pytest

from matching.engine.certificates import check
from matching.engine.instance import Instance
from matching.engine.solver import match
from tests.matching.engine.brute import best_score
from tests.matching.engine.small import mixed, singles


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_singles_are_the_best_on_every_level(first: int) -> None:
    for seed in range(first, first + 20):
        wanted = singles(seed)
        assert match(wanted).score == best_score(wanted), seed


@pytest.mark.parametrize("first", range(0, 120, 10))
def test_the_full_mix_places_as_many_trainees_and_of_those_with_a_hardship(first: int) -> None:
    for seed in range(first, first + 10):
        wanted = mixed(seed)
        found, best = match(wanted).score, best_score(wanted)
        assert (found.unplaced, found.hardship_unplaced) == (
            best.unplaced,
            best.hardship_unplaced,
        ), seed


@pytest.mark.parametrize("seed", [312, 491, 605, 2187])
def test_what_takes_a_swap_of_several_at_once_is_found_too(seed: int) -> None:
    wanted = mixed(seed)
    found, best = match(wanted).score, best_score(wanted)
    assert (found.unplaced, found.hardship_unplaced) == (best.unplaced, best.hardship_unplaced)


@pytest.mark.parametrize("make", [singles, mixed])
def test_whatever_is_called_optimal_is_the_best_on_every_level(make: object) -> None:
    for seed in range(200, 260):
        wanted: Instance = make(seed)  # type: ignore[operator]
        found = match(wanted)
        if found.is_optimal:
            assert found.score == best_score(wanted), seed


def test_the_checker_finds_nothing_wrong() -> None:
    for seed in range(300, 360):
        for wanted in (singles(seed), mixed(seed)):
            assert check(wanted, match(wanted)) == [], seed
