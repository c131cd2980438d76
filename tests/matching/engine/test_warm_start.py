"""From an earlier answer, after a few requests changed: most of it stays, and it is no worse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.certificates import check
from matching.engine.instance import Instance
from matching.engine.outcome import Assignment, Outcome
from matching.engine.scoring import score_of
from matching.engine.solver import match
from tests.matching.engine.small import instance, mixed, request, school

seeds = st.integers(min_value=0, max_value=10**6)
few = settings(deadline=None, max_examples=8)


def refused(wanted: Instance, found: Outcome, count: int) -> Instance:
    """The instance after the first few who are not fixed were refused where they are."""
    gone = {row.request: row.school for row in found.assignments if not row.is_fixed}
    some = dict(list(gone.items())[:count])
    return Instance(
        tuple(
            replace(row, not_at=row.not_at | {some[row.key]}) if row.key in some else row
            for row in wanted.requests
        ),
        wanted.schools,
    )


def kept(wanted: Instance, found: Outcome, after: Instance) -> list[Assignment]:
    """What is still possible of an earlier answer."""
    same = {row.key for row in wanted.requests} & {
        row.key for row in after.requests if row in wanted.requests
    }
    return [row for row in found.assignments if row.request in same]


@few
@given(seeds)
def test_it_is_checked_and_never_places_fewer_than_what_it_started_from(seed: int) -> None:
    wanted = mixed(seed, requests=40, schools=10)
    found = match(wanted)
    after = refused(wanted, found, 3)
    again = match(after, previous=found.assignments)
    assert check(after, again) == []
    start = score_of(after, kept(wanted, found, after))
    assert again.score.unplaced <= start.unplaced


@few
@given(seeds)
def test_the_same_question_gets_an_answer_as_good(seed: int) -> None:
    wanted = mixed(seed, requests=30, schools=8)
    found = match(wanted)
    again = match(wanted, previous=found.assignments)
    assert again.score.unplaced <= found.score.unplaced


@pytest.mark.parametrize("seed", range(3))
def test_most_stays_as_it_was(seed: int) -> None:
    wanted = mixed(seed, requests=60, schools=14)
    found = match(wanted)
    after = refused(wanted, found, 2)
    again = match(after, previous=found.assignments)
    before = {(row.request, row.school) for row in kept(wanted, found, after)}
    now = {(row.request, row.school) for row in again.assignments}
    assert len(before & now) >= 0.8 * len(before)


def test_an_answer_about_others_and_about_schools_that_are_gone_does_no_harm() -> None:
    previous = [
        Assignment("gone", 1, ("frans",), 1, 10),
        Assignment("a", 9, ("frans", "wiskunde"), 1, 10),
        Assignment("b", 1, ("frans", "wiskunde"), 1, 10),
        Assignment("c", 1, ("frans", "wiskunde"), 1, 10),
    ]
    asked = [request(key, "frans", "wiskunde") for key in "abc"]
    wanted = instance(*asked, school(1, frans=2, wiskunde=2), school(2, frans=1, wiskunde=1))
    found = match(wanted, previous=previous)
    assert check(wanted, found) == []
    assert {row.request: row.school for row in found.assignments} == {"a": 2, "b": 1, "c": 1}


def test_a_lone_request_finds_a_place_between_others_that_are_fixed() -> None:
    others = [request(f"f{n}", "wiskunde", fixed_at=1 + n % 3) for n in range(9)]
    lone = request("a", "frans", "wiskunde", preferences=(2, 1))
    full = [school(n, frans=1, wiskunde=3) for n in (1, 2, 3)]
    wanted = instance(*others, lone, *full, school(4, 30, frans=1, wiskunde=1))
    found = match(wanted)
    assert check(wanted, found) == []
    assert {row.school for row in found.assignments if row.request == "a"} == {4}
    assert all(row.is_fixed for row in found.assignments if row.request != "a")
