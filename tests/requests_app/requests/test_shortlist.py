"""The ranking of the shortlist: who fits, in which order, and what left out the others."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from requests_app.shortlist import (
    Candidate,
    Excluded,
    Line,
    Offered,
    Ranked,
    Wanted,
    Why,
    shortlist,
)

FRENCH, DUTCH = 1, 2
FRENCH_LINE = Line(FRENCH, "active", graad=2)
WANTED = Wanted((FRENCH_LINE,))
BOTH = Wanted((FRENCH_LINE, Line(DUTCH, "active")))


def school(number: int, **fields: object) -> Candidate:
    """A school at 10 km that confirmed two places Frans."""
    plain = Candidate(
        pk=number,
        number=number,
        name=f"School {number}",
        net="go",
        education_forms=frozenset({"aso"}),
        graden=frozenset({1, 2, 3}),
        distance_km=10.0,
        is_confirmed=True,
        has_offer=True,
        offers=(Offered(FRENCH, 2),),
        free={FRENCH: 2},
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def order(wanted: Wanted, *schools: Candidate) -> list[int]:
    """The numbers of the schools, best first."""
    found = shortlist(wanted, schools)
    return [row.school.number for row in (*found.confirmed, *found.unconfirmed)]


def only(wanted: Wanted, candidate: Candidate) -> Ranked:
    """How one school is ranked."""
    found = shortlist(wanted, [candidate])
    return (*found.confirmed, *found.unconfirmed)[0]


def left_out(wanted: Wanted, *schools: Candidate) -> list[tuple[Why, int]]:
    """Why schools fell out, with how many."""
    return [(row.why, row.count) for row in shortlist(wanted, schools).excluded]


def test_who_offers_all_comes_before_who_offers_a_part_even_when_farther() -> None:
    part = school(1, distance_km=1.0)
    offers = (Offered(FRENCH, 2), Offered(DUTCH, 1))
    whole = school(2, offers=offers, free={FRENCH: 2, DUTCH: 1}, distance_km=30.0)
    assert order(BOTH, part, whole) == [2, 1]
    assert only(BOTH, part).missing == 1


def test_who_has_places_comes_before_who_is_full_and_nearer() -> None:
    full = school(1, free={FRENCH: 0}, distance_km=1.0)
    assert order(WANTED, full, school(2)) == [2, 1]
    assert not only(WANTED, full).fits
    assert only(WANTED, school(2)).fits


def test_a_group_needs_a_place_for_each() -> None:
    assert only(replace(WANTED, size=2), school(1)).fits
    assert not only(replace(WANTED, size=3), school(1)).fits


def test_the_total_at_the_same_time_counts_too() -> None:
    assert not only(WANTED, school(1, free_in_all=0)).fits
    assert order(WANTED, school(1, free_in_all=0), school(2, distance_km=50.0)) == [2, 1]


def test_among_equals_the_nearest_comes_first_then_name_then_number() -> None:
    rows = [
        school(1, name="B"),
        school(2, name="A"),
        school(4, name="A", distance_km=3.0),
        school(3, name="A"),
        school(5, distance_km=None),
    ]
    assert order(WANTED, *rows) == [4, 2, 3, 1, 5]


def test_who_never_confirmed_comes_after_all_others() -> None:
    silent = school(1, is_confirmed=False, has_offer=False, offers=(), free={}, distance_km=0.5)
    carried_over = school(2, is_confirmed=False, distance_km=0.4)
    assert order(WANTED, silent, carried_over, school(3, free={FRENCH: 0})) == [3, 2, 1]


def test_an_offer_for_another_graad_or_kind_is_none() -> None:
    third = school(1, offers=(Offered(FRENCH, 2, graad=3),))
    watching = school(2, offers=(Offered(FRENCH, 2, kinds=frozenset({"observation"})),))
    second = school(3, offers=(Offered(FRENCH, 2, graad=2, kinds=frozenset({"active"})),))
    assert order(WANTED, third, watching, second) == [3]
    assert left_out(WANTED, third, watching) == [(Why.NO_OFFER, 2)]


def test_each_school_is_counted_once_under_the_first_reason() -> None:
    wanted = replace(
        WANTED, max_distance_km=20, nets=frozenset({"go"}), education_forms=frozenset({"aso"})
    )
    rows = [
        school(1, takes_nobody=True, is_blocked=True, net="free"),
        school(2, is_blocked=True, distance_km=90.0),
        school(3, has_refused=True, net="free"),
        school(4, net="free", distance_km=90.0),
        school(5, education_forms=frozenset({"bso"})),
        school(6, distance_km=20.1),
        school(7, graden=frozenset({1})),
        school(8, offers=(Offered(DUTCH, 1),)),
        school(9, distance_km=20.0),
    ]
    assert order(wanted, *rows) == [9]
    assert left_out(wanted, *rows) == [(why, 1) for why in sorted(Why)]


def test_no_offer_says_of_which_subject() -> None:
    rows = shortlist(WANTED, [school(1, offers=())]).excluded
    assert rows == (Excluded(Why.NO_OFFER, 1, FRENCH),)


def test_looking_wider_keeps_who_is_outside_a_wish_at_the_end() -> None:
    wanted = replace(WANTED, max_distance_km=5)
    near, far = school(1, distance_km=4.0, free={FRENCH: 0}), school(2, distance_km=6.0)
    found = shortlist(wanted, [far, near], wishes_exclude=False)
    assert [(row.school.number, row.outside) for row in found.confirmed] == [
        (1, ()),
        (2, (Why.TOO_FAR,)),
    ]


def test_an_unknown_distance_is_not_too_far() -> None:
    assert order(replace(WANTED, max_distance_km=5), school(1, distance_km=None)) == [1]


def test_a_cross_class_activity_asks_for_no_offer() -> None:
    wanted = Wanted((Line(None, "cross_class"),))
    assert order(wanted, school(1, offers=()), school(2, takes_nobody=True)) == [1]


@given(st.integers(min_value=0, max_value=2**32), st.integers(min_value=0, max_value=40))
def test_the_order_of_what_comes_in_does_not_matter_and_nobody_is_lost(
    seed: int, count: int
) -> None:
    chance = random.Random(seed)
    rows = [
        school(
            number,
            name=chance.choice("ABC"),
            distance_km=chance.choice([None, 1.0, 5.0, 30.0]),
            free={FRENCH: chance.randrange(3)},
            is_confirmed=chance.random() < 0.7,
            takes_nobody=chance.random() < 0.1,
        )
        for number in range(count)
    ]
    wanted = replace(WANTED, max_distance_km=20)
    first = shortlist(wanted, rows)
    chance.shuffle(rows)
    assert shortlist(wanted, rows) == first
    kept = len(first.confirmed) + len(first.unconfirmed)
    assert kept + sum(row.count for row in first.excluded) == count
