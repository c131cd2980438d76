"""What comes before what, one level of the objective at a time, by hand."""

import pytest

from matching.engine.instance import Request, School
from matching.engine.outcome import Assignment, Score
from matching.engine.scoring import score_of
from matching.engine.solver import match
from tests.matching.engine.small import at, instance, request, school


def where(*rows: Request | School) -> dict[str, int]:
    """The school of each request that has one."""
    return {row.request: row.school for row in match(instance(*rows)).assignments}


def test_more_trainees_come_before_first_choices() -> None:
    asked = (request("a", preferences=(1, 2)), request("b", preferences=(1,), other_schools=False))
    assert where(*asked, school(1, frans=1), school(2, frans=1)) == {"a": 2, "b": 1}


def test_more_trainees_come_before_a_hardship() -> None:
    pair = request("a", "frans", "wiskunde", is_hardship=True)
    others = (request("b"), request("c", "wiskunde"))
    assert where(pair, *others, school(1, frans=1, wiskunde=1)) == {"b": 1, "c": 1}


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_hardship_comes_first_whatever_the_others_prefer(first: str) -> None:
    asked = [
        request(key, is_hardship=key == first, preferences=() if key == first else (1,))
        for key in "ab"
    ]
    assert where(*asked, school(1, frans=1)) == {first: 1}


@pytest.mark.parametrize("size", [1, 2])
def test_a_group_with_a_hardship_comes_first_too(size: int) -> None:
    homes = (at(0),) * size
    group = request("b", "frans", "wiskunde", size=size, homes=homes, is_hardship=True)
    other = request("a", "frans", "wiskunde", size=size, homes=homes, preferences=(1,))
    assert where(group, other, school(1, frans=size, wiskunde=size)) == {"b": 1}


def test_whole_comes_before_a_better_rank_for_each_subject() -> None:
    wanted = request("a", "frans", "wiskunde", may_split=True, preferences=(1, 2))
    rows = (school(1, frans=1), school(2, wiskunde=1), school(3, 40, frans=1, wiskunde=1))
    assert where(wanted, *rows) == {"a": 3}


def test_rank_comes_before_kilometres() -> None:
    assert where(request("a", preferences=(2,)), school(1, 1, frans=1), school(2, 90, frans=1)) == {
        "a": 2
    }


def test_kilometres_come_before_an_even_load() -> None:
    asked = [request(key) for key in "ab"]
    assert set(where(*asked, school(1, 5, frans=2), school(2, 6, frans=2)).values()) == {1}


def test_where_all_else_is_the_same_the_load_is_even() -> None:
    asked = [request(key) for key in "abcd"]
    found = where(*asked, school(1, 5, frans=4), school(2, 5, frans=4))
    assert sorted(found.values()) == [1, 1, 2, 2]


@pytest.mark.parametrize(("near", "far"), ["ab", "ba"])
@pytest.mark.parametrize(("first", "last"), [(1, 2), (2, 1)])
def test_where_all_else_is_the_same_nobody_goes_far_farther(
    near: str, far: str, first: int, last: int
) -> None:
    asked = (request(near, homes=(at(10),)), request(far, homes=(at(0),)))
    # 20 and 20 kilometres, rather than 10 and 30
    assert where(*asked, school(first, 20, frans=1), school(last, 30, frans=1)) == {
        near: last,
        far: first,
    }


def test_a_score_counted_by_hand() -> None:
    wanted = instance(
        request("a", preferences=(2, 1), size=2, homes=(at(0), at(5))),
        request("b", "frans", "wiskunde", may_split=True, is_hardship=True),
        request("c", homes=(None,)),
        request("d"),
        school(1, 10, frans=3, wiskunde=1),
        school(2, None, frans=2),
    )
    rows = [
        Assignment("a", 2, ("frans",), 1, None),
        Assignment("b", 1, ("frans", "wiskunde"), 6, 100),
        Assignment("c", 1, ("frans",), 6, None),
        Assignment("d", 1, ("frans",), 6, 100),
    ]
    assert score_of(wanted, rows) == Score(
        unplaced=0,
        hardship_unplaced=0,
        split=0,
        rank=2 * 1 + 6 + 6 + 6,
        hectometres=2 * 2500 + 100 + 2500 + 100,
        load=(0 + 5) + (0 + 2 + 5),
        spread=2 * 2500**2 + 100**2 + 2500**2 + 100**2,
    )
