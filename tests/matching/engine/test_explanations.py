"""Why here, why not, what would help, whom to call, what a place costs: by hand."""

from dataclasses import replace

import pytest

from matching.engine.instance import Instance, Request, School
from matching.engine.outcome import Call, Cell, Help, Higher, Outcome, Price, WhyHere, WhyNot
from matching.engine.solver import match
from tests.matching.engine.small import at, instance, request, school


def why_here(found: Outcome, key: str) -> WhyHere:
    """Why a request is where it is."""
    return next(row for row in found.why_here if row.request == key)


def why_not(*rows: Request | School) -> WhyNot:
    """Why the last of all, "z", has no place."""
    return next(row for row in match(instance(*rows)).why_not if row.request == "z")


def helps(*rows: Request | School) -> tuple[Help, ...]:
    """What would help "z"."""
    return why_not(*rows).helps


def near(key: str, **fields: object) -> Request:
    """Somebody who goes to a school that z would like as well, and lives nearer."""
    return request(key, homes=(at(4),), other_schools=False, **fields)


def test_why_here_names_the_schools_that_stood_higher_and_what_filled_them() -> None:
    found = match(
        instance(
            near("a", preferences=(1,)),
            near("b", preferences=(2,)),
            request("z", preferences=(1, 2, 3)),
            school(1, 5, frans=1),
            school(2, 6, frans=3, total=1),
            school(3, 7, frans=3),
            school(4, 8, frans=3),
        )
    )
    assert why_here(found, "z") == WhyHere(
        "z", 3, (Higher(1, 1, 50, "frans"), Higher(2, 2, 60, "")), higher_in_all=2, left=2
    )


def test_why_here_counts_all_that_stood_higher_and_shows_a_few() -> None:
    rows = [
        row for n in range(1, 6) for row in (school(n, n, frans=1), near(f"a{n}", preferences=(n,)))
    ]
    found = match(instance(*rows, request("z"), school(9, 20, frans=1)))
    assert why_here(found, "z").higher_in_all == 5
    assert [row.school for row in why_here(found, "z").higher] == [1, 2, 3]


def test_why_not_counts_the_schools_that_fall_out_by_reason() -> None:
    wanted = request("z", nets=frozenset({"go"}), max_distance_km=8, not_at=frozenset({5}))
    found = why_not(
        wanted,
        replace(school(1, 5, frans=1), net="vrij"),
        replace(school(2, 5, frans=1), net="vrij"),
        replace(school(3, 20, frans=1), net="go"),
        replace(school(4, 5, wiskunde=1), net="go"),
        replace(school(5, 5, frans=1), net="go"),
    )
    assert found.kind == "no_school"
    assert dict(found.excluded) == {"NET": 2, "TOO_FAR": 1, "NO_OFFER": 1, "NOT_AT": 1}


def test_why_not_shows_the_cut_through_those_who_could_be_moved_and_those_in_it() -> None:
    found = why_not(
        near("a", preferences=(1, 2)),
        near("b", preferences=(2,)),
        request("z", preferences=(1,), other_schools=False),
        school(1, 5, frans=1),
        school(2, 6, frans=1),
        school(3, 7, frans=1),
    )
    assert (found.kind, found.is_cut) == ("full", True)
    assert found.blocking == (Cell(1, "frans", 1), Cell(2, "frans", 1))
    assert set(found.blocked_with) == {"a", "b"}


def test_a_full_total_is_the_cut_and_the_subject_is_not() -> None:
    found = why_not(near("a", preferences=(1,)), request("z"), school(1, 5, frans=9, total=1))
    assert found.blocking == (Cell(1, "", 1),)
    assert found.helps == (Help("place", subject="", schools=(1,)),)


FULL = (near("a", preferences=(1,)), school(1, 5, frans=1))


@pytest.mark.parametrize(
    ("wanted", "others", "help_"),
    [
        (request("z"), (), Help("place", "frans", (1,))),
        (
            request("z", max_distance_km=8),
            (school(2, 11.5, frans=1),),
            Help("distance", schools=(2,), kilometres=12),
        ),
        (
            request("z", nets=frozenset({""})),
            (replace(school(2, 9, frans=1), net="vrij"),),
            Help("net", schools=(2,)),
        ),
        (
            request("z", education_forms=frozenset({"aso"})),
            (replace(school(2, 9, frans=1), education_forms=frozenset({"tso"})),),
            Help("education_form", schools=(2,)),
        ),
        (
            request("z", preferences=(1,), other_schools=False),
            (school(2, 9, frans=1),),
            Help("other_schools", schools=(2,)),
        ),
        (
            request("z", waits_for=1, size=2, homes=(at(0),) * 2),
            (school(2, 9, frans=2),),
            Help("waiting", schools=(2,)),
        ),
        (
            request("z", "frans", "wiskunde"),
            (school(2, 9, frans=1), school(3, 9, wiskunde=1)),
            Help("split", schools=(2, 3)),
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Help) else "",
)
def test_each_kind_of_help(wanted: Request, others: tuple[School, ...], help_: Help) -> None:
    assert help_ in helps(*FULL, wanted, *others)


def test_no_help_is_promised_where_more_is_taken_than_offered() -> None:
    over = replace(school(1, 5, frans=1), taken=(("frans", 1, 3),))
    found = match(instance(request("z"), over))
    assert found.why_not[0].helps == ()
    assert found.calls == ()


def test_a_group_that_lacks_more_than_one_place_is_not_promised_that_one_helps() -> None:
    group = request("z", size=3, homes=(at(0),) * 3)
    assert helps(group, school(1, frans=1)) == ()
    assert helps(group, school(1, frans=2)) == (Help("place", "frans", (1,)),)


def test_calls_are_the_places_where_one_more_lets_most_trainees_in() -> None:
    found = match(
        instance(
            *(request(key, preferences=(1,), other_schools=False) for key in "abc"),
            request("d", "wiskunde"),
            school(1, 5, frans=1),
            school(2, 5, wiskunde=0, total=3),
        )
    )
    assert found.calls == (Call(1, "frans", 1, 2),)


def test_no_call_where_the_total_is_full_as_well() -> None:
    found = match(
        instance(near("a", preferences=(1,)), request("z"), school(1, 5, frans=1, total=1))
    )
    assert found.why_not[0].kind == "full"
    assert found.calls == ()


def test_a_place_costs_what_the_others_go_down_and_farther() -> None:
    found = match(
        instance(
            near("a", preferences=(1, 2)),
            school(1, 5, frans=1),
            school(2, 8, frans=1),
        )
    )
    assert found.prices == (Price(1, "frans", 1, displaced=0, rank=1, hectometres=30),)


def test_a_place_without_which_somebody_has_none_costs_a_trainee_and_gives_his_rank_back() -> None:
    found = match(instance(near("a", preferences=(1,)), school(1, 5, frans=1)))
    assert found.prices == (Price(1, "frans", 1, displaced=1, rank=-1, hectometres=-10),)


def test_explanations_name_only_what_is_in_the_instance() -> None:
    wanted = Instance((request("z"),), (school(1, frans=0),))
    assert match(wanted).why_not[0].blocking == ()
