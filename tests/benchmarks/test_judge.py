"""The judge of the benchmark: what an answer is worth, and every rule that it breaks."""

from datetime import date

import pytest

from benchmarks.judge import Answer, judge
from matching.engine.instance import BlockedDays, Offer
from tests.benchmarks.building import FAR, instance, request, school

AT_ONE = [Answer("A1", 1, ("frans",))]
TWO = ("frans", "latijn")


def test_an_answer_that_holds_is_worth_what_it_places():
    asked = instance(
        [request("A1", preferences=(1,)), request("A2", size=2, is_hardship=True)], [school()]
    )

    verdict = judge(asked, AT_ONE)

    assert verdict.broken == ()
    assert (verdict.wanted, verdict.placed, verdict.unplaced) == (3, 1, 2)
    assert (verdict.rank, verdict.named, verdict.hardship_unplaced) == (1, 1, 2)
    assert verdict.kilometres == 1.3


@pytest.mark.parametrize(
    ("wish", "offered", "reason"),
    [
        ({}, {"takes_nobody": True}, "takes nobody"),
        ({}, {"blocked": (BlockedDays(date(2017, 10, 13), date(2017, 10, 20)),)}, "these days"),
        ({"not_at": frozenset({1})}, {}, "ruled out"),
        ({"other_schools": False}, {}, "not named"),
        ({"waits_for": 7}, {}, "waits for another school"),
        ({"nets": frozenset({"free"})}, {}, "another net"),
        (
            {"education_forms": frozenset({"aso"})},
            {"education_forms": frozenset({"bso"})},
            "another onderwijsvorm",
        ),
        ({"max_distance_km": 20}, {"points": (FAR,)}, "too far"),
        ({}, {"graden": frozenset({1, 3})}, "no class for frans"),
        ({}, {"offers": (Offer("latijn", 1),)}, "no offer of frans"),
        ({}, {"offers": (Offer("frans", 1, trimester=2),)}, "no offer of frans"),
        ({}, {"offers": (Offer("frans", 1, graad=3),)}, "no offer of frans"),
        ({}, {"offers": (Offer("frans", 1, kinds=frozenset({"observation"})),)}, "no offer"),
        ({}, {"offers": ()}, "made no promise"),
        ({"fixed_at": 7}, {}, "moved from where it was fixed"),
    ],
)
def test_a_school_that_does_not_fit_is_caught(wish, offered, reason):
    asked = instance([request(**wish)], [school(**offered), school(7, subjects=("latijn",))])

    assert reason in judge(asked, AT_ONE).broken[0]


def test_to_name_a_school_is_to_want_it_whatever_the_wishes():
    asked = instance(
        [request(preferences=(1,), max_distance_km=5, nets=frozenset({"free"}))],
        [school(points=(FAR,))],
    )

    assert judge(asked, AT_ONE).broken == ()


def test_more_than_the_places_of_a_subject_is_caught():
    asked = instance([request("A1"), request("A2")], [school(places=1)])

    verdict = judge(asked, [*AT_ONE, Answer("A2", 1, ("frans",))])

    assert verdict.broken == ("1 frans T1: 2 of 1",)


def test_more_than_the_total_is_caught():
    asked = instance([request("A1"), request("A2")], [school(places=5, total=1)])

    verdict = judge(asked, [*AT_ONE, Answer("A2", 1, ("frans",))])

    assert verdict.broken == ("1 total T1: 2 of 1",)


def test_places_that_were_taken_before_count():
    asked = instance([request()], [school(taken=(("frans", 1, 1),))])

    assert judge(asked, AT_ONE).broken == ("1 frans T1: 1 of 0",)


def test_a_group_takes_a_place_for_each():
    asked = instance([request(size=3)], [school(places=2)])

    assert judge(asked, AT_ONE).broken == ("1 frans T1: 3 of 2",)


def test_who_is_placed_twice_is_caught():
    asked = instance([request()], [school(), school(2)])

    assert "A1: placed twice" in judge(asked, [*AT_ONE, Answer("A1", 2, ("frans",))]).broken


def test_who_is_unknown_is_caught():
    asked = instance([request()], [school()])

    assert judge(asked, [Answer("A9", 1, ("frans",))]).broken == ("A9 at 1: no such pair",)


def test_a_split_that_was_not_allowed_is_caught():
    asked = instance([request("A1", *TWO)], [school(subjects=TWO)])

    verdict = judge(asked, AT_ONE)

    assert verdict.broken == ("A1: split",)


def test_a_split_that_was_allowed_counts_each_half():
    asked = instance(
        [request("A1", *TWO, may_split=True), request("A2", *TWO, may_split=True)],
        [school(subjects=TWO, places=2), school(2, subjects=TWO)],
    )

    verdict = judge(asked, [*AT_ONE, Answer("A1", 2, ("latijn",)), Answer("A2", 1, ("frans",))])

    assert verdict.broken == ()
    assert (verdict.placed, verdict.split, verdict.rank) == (1.5, 1, 9)


def test_who_is_fixed_may_come_above_the_places():
    asked = instance([request(fixed_at=1)], [school(places=0, total=0)])

    assert judge(asked, AT_ONE).broken == ()
