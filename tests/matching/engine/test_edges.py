"""The edges: nothing, too much, unknown, and what cannot be right."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching.engine.certificates import check
from matching.engine.instance import BlockedDays, Instance, Limits, Line, Offer, Request, School
from matching.engine.outcome import Outcome
from matching.engine.solver import match
from tests.matching.engine.small import FIRST, LAST, at, instance, mixed, request, school

DAY = timedelta(days=1)


def solved(*rows: Request | School, limits: Limits | None = None) -> Outcome:
    """The answer for some rows, which is always sound."""
    wanted = instance(*rows)
    found = match(wanted, limits or Limits())
    assert check(wanted, found) == []
    return found


def where(*rows: Request | School) -> dict[str, int]:
    """The school of each request that has one."""
    return {row.request: row.school for row in solved(*rows).assignments}


def test_nothing_at_all() -> None:
    found = solved()
    assert (found.assignments, found.bound, found.wanted, found.is_optimal) == ((), 0, 0, True)


def test_no_request() -> None:
    assert solved(school(1, frans=2)).assignments == ()


@pytest.mark.parametrize(
    "wanted", [request("a"), request("a", "frans", "wiskunde", may_split=True)]
)
def test_no_school(wanted: Request) -> None:
    found = solved(wanted)
    assert (found.unplaced, found.bound, found.is_optimal) == (
        (("a", wanted.subjects),),
        60,
        True,
    )
    assert found.why_not[0].kind == "no_school"


def test_the_bound_of_a_whole_is_that_of_its_parts_together() -> None:
    asked = [request(key, trimester=number) for number, key in enumerate("abc", 1)]
    assert solved(*asked, school(1, wiskunde=1)).bound == 180


def test_no_places() -> None:
    assert solved(request("a"), school(1, frans=0)).why_not[0].excluded == (("NO_OFFER", 1),)


@pytest.mark.parametrize(
    "one",
    [
        replace(school(1, frans=2), taken=(("frans", 1, 2),)),
        replace(school(1, frans=2), taken=(("frans", 1, 5),)),
        replace(school(1, frans=2), taken=(("frans", 1, 1), ("frans", 1, 1))),
        replace(school(1, frans=2, total=1), taken_in_all=((1, 1),)),
        replace(school(1, frans=2, total=1), taken_in_all=((1, 4),)),
    ],
)
def test_all_places_taken_or_more_than_there_are(one: School) -> None:
    found = solved(request("a"), one)
    assert found.assignments == ()
    assert found.why_not[0].is_cut


def test_places_taken_in_another_trimester_are_free_in_this_one() -> None:
    assert where(request("a"), replace(school(1, frans=1), taken=(("frans", 2, 1),))) == {"a": 1}


def test_a_group_larger_than_any_school() -> None:
    group = request("a", size=3, homes=(at(0),) * 3)
    assert where(group, school(1, frans=2), school(2, frans=2)) == {}


def test_a_group_that_just_fits() -> None:
    group = request("a", size=3, homes=(at(0),) * 3)
    assert where(group, school(1, frans=2), school(2, frans=3, total=3)) == {"a": 2}


def test_the_same_school_three_times_in_the_preferences_is_the_first_choice() -> None:
    found = solved(request("a", preferences=(1, 1, 1)), school(1, frans=1))
    assert [row.rank for row in found.assignments] == [1]


def test_preferences_that_name_unknown_schools() -> None:
    found = solved(request("a", preferences=(9, 1), not_at=frozenset({8})), school(1, frans=1))
    assert [(row.school, row.rank) for row in found.assignments] == [(1, 2)]


def test_only_cross_class_lines_take_a_place_of_the_total_and_of_no_subject() -> None:
    lines = (Line("", "observation"),)
    asked = [request(key, lines=lines) for key in "abc"]
    found = solved(*asked, request("d"), school(1, 5, total=2, frans=1), school(2, 9, wiskunde=0))
    assert len(found.assignments) == 4
    assert sum(row.school == 1 for row in found.assignments) == 2


def test_a_cross_class_request_does_not_go_where_nothing_is_offered_unless_named() -> None:
    lines = (Line("", "observation"),)
    assert where(request("a", lines=lines), school(1)) == {}
    assert where(request("a", lines=lines, preferences=(1,)), school(1)) == {"a": 1}


def test_nought_kilometres_and_ties_go_by_key() -> None:
    asked = [request(key) for key in "dcba"]
    assert where(*asked, school(2, 0, frans=1), school(1, 0, frans=1)) == where(
        *reversed(asked), school(1, 0, frans=1), school(2, 0, frans=1)
    )


def test_unknown_homes_and_schools_are_far_but_never_too_far() -> None:
    near, unknown = school(1, 5, frans=1), school(2, None, frans=1)
    nowhere = request("a", homes=(None,), max_distance_km=1)
    somewhere = request("b", max_distance_km=10)
    found = solved(nowhere, somewhere, near, unknown)
    assert {row.request: (row.school, row.hectometres) for row in found.assignments} == {
        "a": (2, None),
        "b": (1, 50),
    }


def test_no_home_at_all() -> None:
    assert solved(request("a", homes=()), school(1, frans=1)).score.hectometres == 2500


def test_a_school_without_any_offer_takes_only_who_names_it_within_its_total() -> None:
    asked = [request(key, preferences=(1,)) for key in "abc"]
    assert len(where(*asked, request("d"), school(1, total=2))) == 2
    assert len(where(*asked, request("d"), school(1))) == 3


def test_a_total_of_nought_and_a_school_that_takes_nobody() -> None:
    named = request("a", preferences=(1, 2))
    closed = replace(school(2, frans=3), takes_nobody=True)
    found = solved(named, school(1, total=0, frans=3), closed)
    assert found.why_not[0].excluded == (("TAKES_NOBODY", 2),)


@pytest.mark.parametrize(
    ("first", "last", "is_out"),
    [
        (LAST, LAST + DAY, True),
        (FIRST - DAY, FIRST, True),
        (LAST + DAY, LAST + 9 * DAY, False),
        (FIRST - 9 * DAY, FIRST - DAY, False),
    ],
)
def test_blocked_days_that_touch_by_one_day(first: date, last: date, is_out: bool) -> None:
    one = replace(school(1, frans=1), blocked=(BlockedDays(first, last),))
    assert where(request("a"), one) == ({} if is_out else {"a": 1})


@pytest.mark.parametrize(
    ("offer", "fits"),
    [
        (Offer("frans", 1), True),
        (Offer("frans", 1, trimester=1), True),
        (Offer("frans", 1, trimester=2), False),
        (Offer("frans", 1, graad=2), True),
        (Offer("frans", 1, graad=3), False),
        (Offer("frans", 1, kinds=frozenset({"active", "observation"})), True),
        (Offer("frans", 1, kinds=frozenset({"observation"})), False),
        (Offer("wiskunde", 1), False),
    ],
)
def test_offers_by_trimester_graad_and_kind(offer: Offer, fits: bool) -> None:
    asked = request("a", lines=(Line("frans", "active", graad=2),))
    one = replace(school(1), offers=(offer,))
    assert where(asked, one) == ({"a": 1} if fits else {})


def test_a_school_without_the_graad() -> None:
    asked = request("a", lines=(Line("frans", "active", graad=2),))
    assert where(asked, replace(school(1, frans=1), graden=frozenset({3}))) == {}
    assert where(asked, replace(school(1, frans=1), graden=frozenset({2, 3}))) == {"a": 1}


def test_who_waited_longest_comes_first_even_before_who_names_it() -> None:
    early = request("z", waits_for=1, waits_since=date(2017, 9, 1))
    late = request("a", waits_for=1, waits_since=date(2017, 9, 2))
    named = request("b", preferences=(1,), other_schools=False, is_hardship=True)
    assert where(early, late, named, school(1, frans=1), school(2, frans=5)) == {"z": 1}


def test_who_waits_and_does_not_fit_any_more_lets_the_next_one_in() -> None:
    refused = request("a", waits_for=1, waits_since=date(2017, 9, 1), not_at=frozenset({1}))
    following = request("b", waits_for=1, waits_since=date(2017, 9, 2))
    assert where(refused, following, school(1, frans=1)) == {"b": 1}


def test_a_group_that_waits_does_not_block_who_fits_behind_it() -> None:
    group = request("a", size=2, homes=(at(0),) * 2, waits_for=1, waits_since=date(2017, 9, 1))
    one = request("b", waits_for=1, waits_since=date(2017, 9, 2))
    assert where(group, one, school(1, frans=1)) == {"b": 1}


def test_to_wait_for_a_school_is_to_want_it_whatever_the_wishes() -> None:
    waiting = request("a", waits_for=1, max_distance_km=1, nets=frozenset({"go"}))
    found = solved(waiting, replace(school(1, 50, frans=1), net="vrij"))
    assert [(row.school, row.rank) for row in found.assignments] == [(1, 1)]


def test_who_waits_and_may_be_split_gets_what_there_is() -> None:
    waiting = request("a", "frans", "wiskunde", may_split=True, waits_for=1, preferences=(2, 1))
    found = solved(waiting, school(1, frans=1), school(2, wiskunde=1))
    assert [(row.school, row.subjects, row.rank) for row in found.assignments] == [
        (1, ("frans",), 1)
    ]
    assert found.unplaced == (("a", ("wiskunde",)),)


def test_who_is_fixed_goes_there_also_when_it_is_full_and_takes_from_others() -> None:
    fixed = [request(key, fixed_at=1) for key in "abc"]
    found = solved(*fixed, request("d"), school(1, frans=2))
    assert [(row.request, row.is_fixed) for row in found.assignments] == [
        ("a", True),
        ("b", True),
        ("c", True),
    ]
    assert found.why_not[0].request == "d"


def test_who_is_fixed_may_go_for_a_subject_that_is_not_offered() -> None:
    assert where(request("a", "latijn", fixed_at=1), school(1, frans=1)) == {"a": 1}


@pytest.mark.parametrize("count", [6, 7])
def test_six_and_seven_subjects(count: int) -> None:
    subjects = tuple("abcdefg"[:count])
    schools = [school(number, **{subject: 1}) for number, subject in enumerate(subjects, 1)]
    found = solved(request("a", *subjects, may_split=True), *schools[:-1])
    if count == 6:
        assert (found.score.unplaced, found.bound, found.score.split) == (10, 10, 1)
    else:  # sixty is not divisible by seven: such a request goes whole or nowhere
        assert (found.score.unplaced, found.bound, found.score.split) == (60, 60, 0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((request("a"), request("a", "wiskunde")), "request a stands there twice"),
        ((school(1), school(1, frans=2)), "school 1 stands there twice"),
        ((request("a", fixed_at=9), school(1)), "fixed at school 9, which is not there"),
        ((request("a", trimester=4),), "request a: 1 trainees in trimester 4"),
        ((request("a", size=0),), "request a: 0 trainees in trimester 1"),
    ],
)
def test_an_instance_that_cannot_be_right_is_refused(
    rows: tuple[Request | School, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        instance(*rows)


def tight() -> Instance:
    """More groups and pairs than there is room for."""
    made = mixed(2, requests=60, schools=8)
    return Instance(made.requests, made.schools)


def test_without_time_the_answer_is_complete_with_a_bound_and_says_so() -> None:
    wanted = tight()
    found = match(wanted, Limits(seconds=0.0))
    assert check(wanted, found) == []
    assert found.stopped_by_time
    assert len(found.assignments) > 10
    assert 0 < found.bound <= found.score.unplaced


def test_without_effort_the_answer_is_complete_with_a_bound() -> None:
    wanted = tight()
    found = match(wanted, Limits(effort=0))
    assert check(wanted, found) == []
    assert not found.stopped_by_time
    assert 0 < found.bound <= found.score.unplaced
    assert match(wanted).score <= found.score


@pytest.mark.parametrize("seed", [31, 140, 270])
def test_nobody_is_left_beside_room_also_without_search(seed: int) -> None:
    wanted = mixed(seed, requests=8 + seed % 20)
    assert check(wanted, match(wanted, Limits(effort=0))) == []


def test_singles_need_no_search_so_that_time_does_not_stop_them() -> None:
    found = match(instance(request("a"), school(1, frans=1)), Limits(seconds=0.0))
    assert (found.stopped_by_time, found.is_optimal) == (False, True)
