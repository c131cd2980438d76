"""The checker names what is wrong, whatever is made wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matching.engine.certificates import check
from matching.engine.instance import BlockedDays, Instance
from matching.engine.outcome import Assignment, Cell, Outcome, WhyNot
from matching.engine.scoring import score_of
from matching.engine.solver import match
from tests.matching.engine.small import FIRST, at, instance, request, school

WANTED = instance(
    request("a", preferences=(1,), other_schools=False),
    request("b", preferences=(2,)),
    request("c", preferences=(1,), other_schools=False),
    request("d", preferences=(1,), other_schools=False, homes=(at(-20),)),
    request("pair", "frans", "wiskunde"),
    request("fixed", "wiskunde", fixed_at=3),
    school(1, 5, frans=2),
    school(2, 10, frans=2),
    school(3, 15, frans=1, wiskunde=2),
    replace(school(4, 20, frans=9), blocked=(BlockedDays(FIRST, FIRST),)),
)
FOUND = match(WANTED)


def goes(key: str) -> Assignment:
    """Where a request goes."""
    return next(row for row in FOUND.assignments if row.request == key)


def instead(*rows: Assignment, without: str = "") -> Outcome:
    """The outcome with other rows for some requests, counted again as it would be."""
    keys = {row.request for row in rows} | {without}
    others = [row for row in FOUND.assignments if row.request not in keys]
    assignments = tuple(sorted([*others, *rows]))
    return replace(FOUND, assignments=assignments, score=score_of(WANTED, assignments))


def reason(change: Callable[[WhyNot], WhyNot]) -> Outcome:
    """The outcome with another reason for who has no place."""
    return replace(FOUND, why_not=tuple(change(row) for row in FOUND.why_not))


def test_the_outcome_itself_is_sound() -> None:
    assert [key for key, _subjects in FOUND.unplaced] == ["d"]
    assert check(WANTED, FOUND) == []


FREE = replace(goes("a"), request="d", rank=1)
WRONG: dict[str, tuple[Outcome, str]] = {
    "placed twice": (instead(goes("b"), replace(goes("b"), school=1, rank=6)), "placed twice"),
    "over room": (instead(FREE), "holds 3, but has room for 2"),
    "no candidate": (instead(replace(goes("b"), school=4, rank=6)), "which does not fit"),
    "not named": (instead(replace(goes("c"), school=2, rank=6)), "which does not fit"),
    "other rank": (instead(replace(goes("a"), rank=2)), "has rank and distance (1, 50)"),
    "other distance": (instead(replace(goes("a"), hectometres=1)), "has rank and distance"),
    "split": (instead(replace(goes("pair"), subjects=("frans",))), "may not be"),
    "not asked": (instead(replace(goes("a"), subjects=("latijn",))), "which it did not ask"),
    "fixed moved": (instead(replace(goes("fixed"), school=2)), "is fixed at 2, not at 3"),
    "fixed gone": (instead(without="fixed"), "not where it was fixed"),
    "gone": (instead(without="b"), "b is placed for [] and unplaced for []"),
    "a stranger": (
        replace(FOUND, unplaced=(*FOUND.unplaced, ("z", ("frans",)))),
        "request z is not in the instance",
    ),
    "unknown school": (
        replace(FOUND, bound_certificate=((Cell(9, "frans", 1), 60),)),
        "school 9 is not in the instance",
    ),
    "better score": (
        replace(FOUND, score=replace(FOUND.score, rank=FOUND.score.rank - 1)),
        "the score is",
    ),
    "wrong count": (replace(FOUND, wanted=7), "6 trainees look, not 7"),
    "all placed": (replace(FOUND, unplaced=()), "d is placed for [] and unplaced for []"),
    "bound above the result": (replace(FOUND, bound=120), "is below the bound 120"),
    "bound without proof": (replace(FOUND, bound_certificate=()), "the prices prove only 0"),
    "price below nothing": (
        replace(FOUND, bound_certificate=((Cell(1, "frans", 1), -60),)),
        "the prices prove only 0",
    ),
    "no reason": (replace(FOUND, why_not=()), "d has no place and no reason"),
    "other reason": (reason(lambda row: replace(row, kind="no_school")), "with 1 schools that fit"),
    "cut with a hole": (
        reason(lambda row: replace(row, blocking=(*row.blocking, Cell(2, "frans", 1)))),
        "is in a cut and has 1 places left",
    ),
    "cut of others": (
        reason(lambda row: replace(row, blocking=(Cell(3, "frans", 1),))),
        "d is not blocked at 1",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_named(name: str) -> None:
    outcome, words = WRONG[name]
    assert any(words in problem for problem in check(WANTED, outcome)), check(WANTED, outcome)


def test_a_cut_that_somebody_could_leave_is_named() -> None:
    wanted = instance(
        request("a", preferences=(1,)),
        request("b", preferences=(1,), other_schools=False),
        school(1, 5, frans=1),
        school(2, 10, frans=1),
    )
    stays = Assignment("a", 1, ("frans",), 1, 50)
    wrong = wrongly_placed(wanted, stays)
    assert "a could leave a cut for 2" in check(wanted, wrong)


def wrongly_placed(wanted: Instance, row: Assignment) -> Outcome:
    """An outcome in which b stays away although a could make room."""
    why = WhyNot("b", ("frans",), "full", blocking=(Cell(1, "frans", 1),), is_cut=True)
    return replace(
        match(wanted),
        assignments=(row,),
        unplaced=(("b", ("frans",)),),
        score=score_of(wanted, [row]),
        why_not=(why,),
    )
