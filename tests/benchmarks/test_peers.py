"""The peers of the benchmark: each gives an answer that breaks no rule."""

import importlib

import pytest

from benchmarks.engines import PEERS
from benchmarks.flanders import make_instance
from benchmarks.judge import Answer, judge
from benchmarks.peers.fitted import fitted
from benchmarks.peers.libraries import NotInstalled
from tests.benchmarks.building import instance, request, school

SECONDS = 20.0


def solved(name, asked, seed=1):
    solve = importlib.import_module(f"benchmarks.peers.{name}").solve
    problem = fitted(asked)
    try:
        return problem.fixed + solve(problem, SECONDS, seed)
    except NotInstalled as error:
        pytest.skip(f"{error} is not installed; `make bench-matching` installs it")


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("mix", ["full", "single"])
def test_a_peer_breaks_no_rule(name, mix):
    asked = make_instance(60, mix=mix)

    verdict = judge(asked, solved(name, asked))

    assert verdict.broken == ()
    assert verdict.placed > verdict.wanted / 2


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_gives_the_same_answer_twice(name):
    asked = make_instance(60)

    assert sorted(map(repr, solved(name, asked))) == sorted(map(repr, solved(name, asked)))


@pytest.mark.parametrize("name", PEERS)
def test_nothing_asked_gives_nothing(name):
    assert solved(name, instance([], [school()])) == []


def test_who_comes_first_is_served_first():
    asked = instance(
        [request("A1", preferences=(2,)), request("A2", preferences=(2,))], [school(1), school(2)]
    )

    assert solved("greedy", asked) == [Answer("A1", 2, ("frans",)), Answer("A2", 1, ("frans",))]


def test_a_swap_makes_room_for_who_has_one_school():
    """Whoever comes first takes the only place that the other can use; the swap mends it."""
    asked = instance(
        [request("A1", preferences=(2,)), request("A2", preferences=(2,), other_schools=False)],
        [school(1), school(2)],
    )

    answers = [sorted(a.request for a in solved("osis", asked, seed)) for seed in range(6)]

    assert answers == [["A1", "A2"]] * 6


def test_a_school_prefers_who_names_it_highest():
    asked = instance(
        [request("A1", preferences=(2, 1)), request("A2", preferences=(1,), other_schools=False)],
        [school(1), school(2, subjects=("latijn",))],
    )

    assert solved("deferred_acceptance", asked) == [Answer("A2", 1, ("frans",))]


def test_who_may_be_split_is_placed_for_what_there_is():
    asked = instance([request("A1", "frans", "latijn", may_split=True)], [school(1)])

    for name in ("greedy", "osis", "deferred_acceptance"):
        assert solved(name, asked) == [Answer("A1", 1, ("frans",))]


def test_who_is_fixed_has_taken_the_place():
    asked = instance([request("A1"), request("A2", fixed_at=1)], [school(1)])

    assert solved("greedy", asked) == [Answer("A2", 1, ("frans",))]
