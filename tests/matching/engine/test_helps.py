"""What is said to help does: the change, made, gives the place."""

from dataclasses import replace
from typing import Any

import pytest

from matching.engine.instance import Instance, Request
from matching.engine.outcome import Help, WhyNot
from matching.engine.solver import match
from tests.matching.engine.small import instance, mixed, request, school


def why_not(whole: Instance, key: str) -> WhyNot:
    """Why a request has no place."""
    return next(why for why in match(whole).why_not if why.request == key)


def test_a_place_that_somebody_of_another_region_has_is_no_help():
    placed = request("A", "frans")
    hopeless = request("B", "frans", education_forms=frozenset({"kso"}))
    aso = frozenset({"aso"})
    near = replace(school(1, 5, frans=1), education_forms=aso)
    far = replace(school(2, 8, frans=1), education_forms=aso)
    assert why_not(instance(placed, hopeless, near), "B").helps == ()
    help_ = why_not(instance(placed, hopeless, near, far), "B").helps[0]
    assert (help_.kind, help_.schools) == ("education_form", (2,))


def changed(asked: Request, help_: Help) -> Request:
    """The request with one wish changed as the help says."""
    changes: dict[str, dict[str, Any]] = {
        "net": {"nets": frozenset()},
        "education_form": {"education_forms": frozenset()},
        "other_schools": {"other_schools": True},
        "waiting": {"waits_for": None},
        "split": {"may_split": True},
        "distance": {"max_distance_km": help_.kilometres},
    }
    return replace(asked, **changes[help_.kind])


@pytest.mark.parametrize("seed", range(60))
def test_each_other_wish_that_helps_places_one_more(seed: int):
    whole = mixed(seed, requests=6, schools=4)
    before = match(whole)
    for why in before.why_not:
        for help_ in why.helps:
            if help_.kind == "place":
                continue
            asked = tuple(
                changed(row, help_) if row.key == why.request else row for row in whole.requests
            )
            after = match(replace(whole, requests=asked))
            assert after.score.unplaced < before.score.unplaced, (why, help_)
