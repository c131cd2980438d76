"""What is promised is so: make the change, match again, and look.

All with singles, where the answer is exact. Adding places is done to an offer that serves the
subject, so that no other school becomes a candidate and none ceases to be one.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.instance import Instance, Line, Request, School
from matching.engine.outcome import UNIT, Assignment, Help, Outcome, Price, WhyNot
from matching.engine.scoring import FAR
from matching.engine.solver import match
from tests.matching.engine.small import FIRST, LAST, singles

seeds = st.integers(min_value=0, max_value=10**6)
few = settings(deadline=None, max_examples=25)


def with_request(instance: Instance, changed: Request) -> Instance:
    """The instance with this request instead of the one with its key."""
    rows = tuple(changed if row.key == changed.key else row for row in instance.requests)
    return Instance(rows, instance.schools)


def with_places(instance: Instance, key: int, subject: str, count: int) -> Instance:
    """The instance with a place more or less for a subject at a school, or in all.

    Itself where that would change what fits: the last place of an offer, or of a total.
    """
    rows = tuple(
        _with_places(row, subject, count) if row.key == key else row for row in instance.schools
    )
    return instance if rows == instance.schools else Instance(instance.requests, rows)


def _with_places(school: School, subject: str, count: int) -> School:
    if not subject:
        assert school.total is not None
        total = school.total + count
        return replace(school, total=total) if total else school  # nought: it takes nobody at all
    for number, offer in enumerate(school.offers):
        serves = offer.subject == subject and offer.trimester in (None, 1)
        if serves and offer.places and offer.places + count:  # nought: it is no offer any more
            changed = replace(offer, places=offer.places + count)
            others = school.offers[:number] + school.offers[number + 1 :]
            return replace(school, offers=(*others, changed))
    return school


def change(wanted: Request, help_: Help) -> Request:
    """The request with what the help says."""
    changes: dict[str, dict[str, object]] = {
        "distance": {"max_distance_km": help_.kilometres},
        "net": {"nets": frozenset()},
        "education_form": {"education_forms": frozenset()},
        "other_schools": {"other_schools": True},
        "waiting": {"waits_for": None},
    }
    return replace(wanted, **changes[help_.kind])  # type: ignore[arg-type]


def helped(instance: Instance, why: WhyNot, help_: Help) -> list[Instance]:
    """The instance with what would help, once for each school when it is a place."""
    if help_.kind == "place":
        return [with_places(instance, key, help_.subject, 1) for key in help_.schools]
    wanted = next(row for row in instance.requests if row.key == why.request)
    return [with_request(instance, change(wanted, help_))]


def is_placed(found: Outcome, key: str) -> bool:
    """Whether a request has a place."""
    return any(row.request == key for row in found.assignments)


@few
@given(seeds)
def test_whatever_would_help_helps(seed: int) -> None:
    wanted = singles(seed, requests=14)
    before = match(wanted)
    for why in before.why_not:
        for help_ in why.helps:
            for other in helped(wanted, why, help_):
                after = match(other)
                assert before.score.unplaced - after.score.unplaced == UNIT, (why, help_)
                if help_.kind != "place":
                    assert is_placed(after, why.request), (why, help_)


@few
@given(seeds)
def test_one_more_place_where_a_call_is_worth_it_places_one_more(seed: int) -> None:
    wanted = singles(seed, requests=14)
    before = match(wanted)
    for call in before.calls:
        after = match(with_places(wanted, call.school, call.subject, 1))
        assert before.score.unplaced - after.score.unplaced == UNIT, call


@few
@given(seeds)
def test_one_more_trainee_in_a_full_place_costs_the_others_what_the_price_says(seed: int) -> None:
    """Exact wherever somebody who flows holds a place there; a subject takes one of the total."""
    wanted = singles(seed, requests=14, fixed=False)
    before = match(wanted)
    for price in before.prices:
        if _is_held(before, price):
            line = Line(price.subject, "active")
            extra = Request("x", 1, FIRST, LAST, (line,), fixed_at=price.school)
            after = match(Instance((*wanted.requests, extra), wanted.schools))
            assert cost(before, after) == (price.displaced, price.rank, price.hectometres), price


@few
@given(seeds)
def test_a_place_less_costs_the_same_where_the_total_is_not_full(seed: int) -> None:
    """Where it is full too, a place less for a subject frees one of the total for others."""
    wanted = singles(seed, requests=14, fixed=False)
    before = match(wanted)
    totals = {price.school for price in before.prices if not price.subject}
    for price in before.prices:
        if _is_held(before, price) and (not price.subject or price.school not in totals):
            fewer = with_places(wanted, price.school, price.subject, -1)
            if fewer is not wanted:
                after = match(fewer)
                assert cost(before, after) == (price.displaced, price.rank, price.hectometres)


def _is_held(found: Outcome, price: Price) -> bool:
    """Whether somebody is there."""
    return any(
        row.school == price.school and price.subject in (*row.subjects, "")
        for row in found.assignments
    )


def cost(before: Outcome, after: Outcome) -> tuple[int, int, int]:
    """Trainees, ranks and hectometres that the others lost by "x"."""
    others = [row for row in after.assignments if row.request != "x"]
    return (
        len(before.assignments) - len(others),
        sum(row.rank for row in others) - before.score.rank,
        sum(hectometres(row) for row in others) - before.score.hectometres,
    )


def hectometres(row: Assignment) -> int:
    """The distance of a row, as it counts."""
    return FAR if row.hectometres is None else row.hectometres


def test_the_promises_were_put_to_the_test() -> None:
    """The instances above do have helps of most kinds, calls and prices that are held."""
    kinds: set[str] = set()
    held = calls = 0
    for seed in range(40):
        wanted = singles(seed, requests=14, fixed=False)
        found = match(wanted)
        kinds |= {help_.kind for why in found.why_not for help_ in why.helps}
        held += sum(_is_held(found, price) for price in found.prices)
        calls += len(found.calls)
    assert kinds >= {"place", "distance", "net", "education_form", "other_schools"}
    assert min(held, calls) > 20
