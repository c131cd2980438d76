"""What holds for every instance: sound, whatever the order of rows and the number of workers."""

from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.certificates import check
from matching.engine.files import dumps_instance, dumps_outcome, loads_instance, loads_outcome
from matching.engine.instance import Instance, Offer, School
from matching.engine.outcome import Outcome
from matching.engine.parts import join, split
from matching.engine.solver import match, solve_part
from tests.matching.engine.small import singles, year

Row = TypeVar("Row")
seeds = st.integers(min_value=0, max_value=10**6)
few = settings(deadline=None, max_examples=15)


def shuffled(instance: Instance, seed: int) -> Instance:
    """The same with all rows in another order, those inside a school and a request too."""
    rng = Random(seed)

    def mix(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(rng.sample(rows, len(rows)))

    return Instance(
        mix(tuple(replace(r, lines=mix(r.lines), homes=mix(r.homes)) for r in instance.requests)),
        mix(
            tuple(
                replace(s, offers=mix(s.offers), points=mix(s.points), taken=mix(s.taken))
                for s in instance.schools
            )
        ),
    )


@few
@given(seeds)
def test_the_checker_finds_nothing(seed: int) -> None:
    wanted = year(seed)
    assert check(wanted, match(wanted)) == []


@few
@given(seeds)
def test_the_order_of_rows_means_nothing(seed: int) -> None:
    wanted = year(seed)
    assert match(shuffled(wanted, seed)) == match(wanted)


@few
@given(seeds)
def test_parts_solved_in_another_order_give_the_same(seed: int) -> None:
    wanted = year(seed)
    parts = [solve_part(part) for part in reversed(split(wanted))]
    assert join(wanted, parts) == match(wanted)


@pytest.mark.processes
def test_two_workers_give_the_same_as_one() -> None:
    wanted = year(7, requests=40)
    assert match(wanted, workers=2) == match(wanted, workers=1)


@few
@given(seeds)
def test_a_run_replayed_from_its_file_gives_the_same(seed: int) -> None:
    wanted = year(seed)
    found = match(wanted)
    assert match(loads_instance(dumps_instance(wanted))) == found
    assert loads_outcome(dumps_outcome(found)) == found


@few
@given(seeds)
def test_one_more_place_never_places_fewer(seed: int) -> None:
    wanted = singles(seed, requests=12)
    rng = Random(seed)
    school = rng.choice(wanted.schools)
    more = Offer(rng.choice(("frans", "wiskunde")), 1)
    wider = with_school(wanted, replace(school, offers=(*school.offers, more)))
    if school.offers:  # a first offer is also a promise about all other subjects
        assert match(wider).score <= match(wanted).score


@few
@given(seeds)
def test_one_more_in_all_never_places_fewer(seed: int) -> None:
    wanted = singles(seed, requests=12)
    school = Random(seed).choice(wanted.schools)
    if school.total:
        # the load is told in tenths of the total, so it is another load with another total
        assert upper(match(with_school(wanted, replace(school, total=school.total + 1)))) <= upper(
            match(wanted)
        )


@few
@given(seeds)
def test_more_candidates_never_place_fewer(seed: int) -> None:
    wanted = singles(seed, requests=12)
    rng = Random(seed)
    one = rng.choice(wanted.requests)
    wider = replace(
        one,
        nets=frozenset(),
        education_forms=frozenset(),
        max_distance_km=None,
        not_at=frozenset(),
        other_schools=True,
    )
    rows = tuple(wider if row is one else row for row in wanted.requests)
    assert match(Instance(rows, wanted.schools)).score <= match(wanted).score


@few
@given(seeds)
def test_the_bound_is_never_better_than_can_be_nor_worse_than_nothing(seed: int) -> None:
    wanted = year(seed)
    found = match(wanted)
    assert 0 <= found.bound <= found.score.unplaced


@few
@given(seeds)
def test_groups_stay_whole_and_who_is_fixed_stays_there(seed: int) -> None:
    wanted = year(seed)
    found = match(wanted)
    for request in wanted.requests:
        rows = [row for row in found.assignments if row.request == request.key]
        if not request.may_split:
            assert [row.subjects for row in rows] in ([], [request.subjects])
        if request.fixed_at is not None:
            assert [(row.school, row.is_fixed) for row in rows] == [(request.fixed_at, True)]


@few
@given(seeds)
def test_whoever_has_no_place_reads_why(seed: int) -> None:
    found = match(year(seed))
    assert {(row.request, row.subjects) for row in found.why_not} == set(found.unplaced)
    assert all(row.blocking for row in found.why_not if row.kind == "full")
    assert all(row.excluded for row in found.why_not if row.kind == "no_school")


@few
@given(seeds)
def test_for_singles_it_is_always_a_saturated_cut(seed: int) -> None:
    found = match(singles(seed, requests=14))
    assert all(row.is_cut for row in found.why_not if row.kind == "full")
    assert found.is_optimal
    assert found.bound == found.score.unplaced


def with_school(instance: Instance, school: School) -> Instance:
    """The instance with this school instead of the one with its number."""
    rows = tuple(school if row.key == school.key else row for row in instance.schools)
    return Instance(instance.requests, rows)


def upper(outcome: Outcome) -> tuple[int, int, int, int]:
    """The levels of the score that do not depend on how the load is told."""
    score = outcome.score
    return score.unplaced, score.hardship_unplaced, score.rank, score.hectometres
