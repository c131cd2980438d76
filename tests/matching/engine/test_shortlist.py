"""The ranking of the shortlist: who fits, in which order, and what left out the others."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.fitting import Why
from matching.engine.instance import BlockedDays, Line, Offer, Request, School
from matching.engine.outcome import Price
from matching.engine.shortlist import Cost, Excluded, Ranked, shortlist

HOME = (51.05, 3.72)
KM = 1 / 111.195
FRENCH_LINE = Line("frans", "active", graad=2)
WANTED = Request("2017-1", 1, date(2017, 10, 16), date(2017, 10, 27), (FRENCH_LINE,), homes=(HOME,))
BOTH = replace(WANTED, lines=(FRENCH_LINE, Line("nederlands", "active")))


def at(km: float) -> tuple[tuple[float, float]]:
    """A campus so far to the north."""
    return ((HOME[0] + km * KM, HOME[1]),)


def school(number: int, km: float | None = 10.0, **fields: object) -> School:
    """A school at 10 km that confirmed two places Frans."""
    plain = School(
        key=number,
        points=() if km is None else at(km),
        net="go",
        education_forms=frozenset({"aso"}),
        graden=frozenset({1, 2, 3}),
        offers=(Offer("frans", 2),),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def full(number: int, km: float = 10.0) -> School:
    """A school of which both places Frans are taken."""
    return school(number, km, taken=(("frans", 1, 2),))


def order(wanted: Request, *schools: School) -> list[int]:
    """The numbers of the schools, best first."""
    return [row.school.key for row in shortlist(wanted, schools).rows]


def only(wanted: Request, one: School) -> Ranked:
    """How one school is ranked."""
    return shortlist(wanted, [one]).rows[0]


def left_out(wanted: Request, *schools: School) -> list[tuple[Why, int]]:
    """Why schools fell out, with how many."""
    return [(row.why, row.count) for row in shortlist(wanted, schools).excluded]


def test_who_offers_all_comes_before_who_offers_a_part_even_when_farther() -> None:
    part = school(1, 1.0)
    whole = school(2, 30.0, offers=(Offer("frans", 2), Offer("nederlands", 1)))
    assert order(BOTH, part, whole) == [2, 1]
    assert only(BOTH, part).missing == 1


def test_who_has_places_comes_before_who_is_full_and_nearer() -> None:
    assert order(WANTED, full(1, 1.0), school(2)) == [2, 1]
    assert not only(WANTED, full(1)).fits
    assert only(WANTED, school(2)).fits


def test_places_taken_in_another_trimester_are_free_in_this_one() -> None:
    assert only(WANTED, school(1, taken=(("frans", 2, 2),), taken_in_all=((2, 9),))).free == 2


def test_a_group_needs_a_place_for_each() -> None:
    assert only(replace(WANTED, size=2), school(1)).fits
    assert not only(replace(WANTED, size=3), school(1)).fits


def test_the_total_at_the_same_time_counts_too() -> None:
    no_room = school(1, total=3, taken_in_all=((1, 3),))
    assert not only(WANTED, no_room).fits
    assert only(WANTED, no_room).subjects[0].free == 0
    assert order(WANTED, no_room, school(2, 50.0)) == [2, 1]


def test_among_equals_the_nearest_comes_first_then_the_lowest_number() -> None:
    rows = [school(3), school(1), school(4, 3.0), school(2), school(5, None)]
    assert order(WANTED, *rows) == [4, 1, 2, 3, 5]


def test_a_named_school_comes_before_a_nearer_one_in_the_order_of_preference() -> None:
    wanted = replace(WANTED, preferences=(3, 2))
    assert order(wanted, school(1, 1.0), school(2), school(3, 20.0)) == [3, 2, 1]


def test_who_never_confirmed_comes_after_all_others() -> None:
    silent = school(1, 0.5, is_confirmed=False, offers=())
    carried_over = school(2, 0.4, is_confirmed=False)
    assert order(WANTED, silent, carried_over, full(3)) == [3, 2, 1]


def test_an_offer_for_another_graad_or_kind_is_none() -> None:
    third = school(1, offers=(Offer("frans", 2, graad=3),))
    watching = school(2, offers=(Offer("frans", 2, kinds=frozenset({"observation"})),))
    second = school(3, offers=(Offer("frans", 2, graad=2, kinds=frozenset({"active"})),))
    assert order(WANTED, third, watching, second) == [3]
    assert left_out(WANTED, third, watching) == [(Why.NO_OFFER, 2)]


def test_each_school_is_counted_once_under_the_first_reason() -> None:
    wanted = replace(
        WANTED,
        max_distance_km=20,
        nets=frozenset({"go"}),
        education_forms=frozenset({"aso"}),
        not_at=frozenset({3}),
    )
    closed = (BlockedDays(date(2017, 10, 27), date(2017, 11, 3)),)
    rows = [
        school(1, takes_nobody=True, blocked=closed, net="free"),
        school(2, 90.0, blocked=closed),
        school(3, net="free"),
        school(4, 90.0, net="free"),
        school(5, education_forms=frozenset({"bso"})),
        school(6, 20.2),
        school(7, graden=frozenset({1})),
        school(8, offers=(Offer("nederlands", 1),)),
        school(9, 20.0),
    ]
    assert order(wanted, *rows) == [9]
    reasons = [why for why in sorted(Why) if why != Why.NOT_NAMED]
    assert left_out(wanted, *rows) == [(why, 1) for why in reasons]


def test_who_names_schools_or_waits_for_one_still_sees_all() -> None:
    wanted = replace(WANTED, preferences=(2,), other_schools=False, waits_for=2)
    assert order(wanted, school(1), school(2)) == [2, 1]


def test_looking_wider_keeps_who_is_outside_a_wish_at_the_end() -> None:
    wanted = replace(WANTED, max_distance_km=5)
    found = shortlist(wanted, [school(2, 6.0), full(1, 4.0)], wishes_exclude=False)
    assert [(row.school.key, row.outside) for row in found.confirmed] == [
        (1, ()),
        (2, (Why.TOO_FAR,)),
    ]


def test_a_named_school_is_not_outside_a_wish() -> None:
    wanted = replace(WANTED, max_distance_km=5, preferences=(1,))
    assert order(wanted, school(1, 80.0)) == [1]


def test_an_unknown_distance_is_not_too_far() -> None:
    assert order(replace(WANTED, max_distance_km=5), school(1, None)) == [1]


def test_a_cross_class_activity_asks_for_no_offer() -> None:
    wanted = replace(WANTED, lines=(Line("", "cross_class"),))
    assert order(wanted, school(1, offers=()), school(2, takes_nobody=True)) == [1]


def test_without_schools_there_is_nothing() -> None:
    found = shortlist(WANTED, [])
    assert (found.rows, found.excluded) == ((), ())


class TestCost:
    """What a place costs the others."""

    def price(self, number: int, displaced: int = 0, rank: int = 0, km: int = 0) -> Price:
        return Price(number, "frans", 1, displaced, rank, 10 * km)

    def rows(self, wanted: Request, *prices: Price) -> list[tuple[int, Cost | None]]:
        rows = [school(1, 5.0), school(2), school(3, 20.0)]
        return [(row.school.key, row.cost) for row in shortlist(wanted, rows, prices=prices).rows]

    def test_a_place_that_nobody_loses_comes_before_a_nearer_one_that_displaces(self) -> None:
        found = self.rows(WANTED, self.price(1, displaced=1))
        assert found == [(2, Cost()), (3, Cost()), (1, Cost(1))]

    def test_kilometres_of_the_others_count_as_ones_own(self) -> None:
        found = self.rows(WANTED, self.price(1, km=4), self.price(2, km=50))
        assert [number for number, _cost in found] == [1, 3, 2]
        assert found[0] == (1, Cost(hectometres=40))

    def test_the_price_of_a_full_subject_counts_the_total_in_and_a_group_pays_for_each(
        self,
    ) -> None:
        total = Price(1, "", 1, 0, 2, 0)
        found = self.rows(replace(WANTED, size=2), self.price(1, rank=1), total)
        assert dict(found)[1] == Cost(rank=2)

    def test_where_no_subject_is_full_the_total_has_its_price(self) -> None:
        assert dict(self.rows(WANTED, Price(1, "", 1, 1, 0, 0)))[1] == Cost(1)

    def test_what_is_free_once_all_hold_their_places_costs_nobody_anything(self) -> None:
        rows = [school(1), full(2)]
        prices = [self.price(1, displaced=1), self.price(2, displaced=1)]
        found = shortlist(WANTED, rows, prices=prices, promised={})
        assert [(row.school.key, row.cost) for row in found.rows] == [(1, Cost()), (2, Cost(1))]

    @pytest.mark.parametrize(
        ("size", "promised", "displaced"), [(1, 1, 0), (1, 2, 1), (2, 1, 1), (1, 9, 1)]
    )
    def test_who_takes_a_suggested_place_displaces_its_trainee(
        self, size: int, promised: int, displaced: int
    ) -> None:
        wanted = replace(WANTED, size=size)
        found = shortlist(wanted, [school(1)], prices=[], promised={1: promised})
        assert found.rows[0].cost == Cost(displaced)

    def test_a_price_of_another_trimester_says_nothing(self) -> None:
        assert dict(self.rows(WANTED, Price(1, "frans", 2, 9, 9, 9)))[1] == Cost()

    def test_before_any_run_nothing_is_known_of_it(self) -> None:
        assert only(WANTED, school(1)).cost is None

    def test_who_is_full_stays_below_whatever_others_lose(self) -> None:
        found = shortlist(WANTED, [full(1), school(2)], prices=[self.price(2, displaced=5)])
        assert [row.school.key for row in found.rows] == [2, 1]


def test_what_left_out_is_told_with_how_many() -> None:
    assert shortlist(WANTED, [school(1, offers=(Offer("lo", 1),))]).excluded == (
        Excluded(Why.NO_OFFER, 1),
    )


@given(st.integers(min_value=0, max_value=2**32), st.integers(min_value=0, max_value=40))
def test_the_order_of_what_comes_in_does_not_matter_and_nobody_is_lost(
    seed: int, count: int
) -> None:
    chance = random.Random(seed)
    rows = [
        school(
            number,
            chance.choice([None, 1.0, 5.0, 30.0]),
            taken=(("frans", 1, chance.randrange(3)),),
            is_confirmed=chance.random() < 0.7,
            takes_nobody=chance.random() < 0.1,
        )
        for number in range(count)
    ]
    prices = [
        Price(number, "frans", 1, chance.randrange(2), chance.randrange(3), chance.randrange(90))
        for number in range(0, count, 2)
    ]
    wanted = replace(WANTED, max_distance_km=20)
    first = shortlist(wanted, rows, prices=prices)
    chance.shuffle(rows)
    chance.shuffle(prices)
    assert shortlist(wanted, rows, prices=prices) == first
    assert len(first.rows) + sum(row.count for row in first.excluded) == count
