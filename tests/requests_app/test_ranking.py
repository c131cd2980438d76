"""The ranking of the shortlist: who fits, in which order, and what left out the others."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from requests_app.ranking import (
    Candidate,
    Excluded,
    Fit,
    OfferLine,
    Wanted,
    WantedSubject,
    WhyNot,
    rank,
)

FRENCH = WantedSubject(1, "Frans", frozenset({2}), frozenset({"active"}))
DUTCH = WantedSubject(2, "Nederlands")


def school(number: int, **fields: object) -> Candidate:
    """A school 10 km away with two places Frans."""
    plain = Candidate(
        school_id=number,
        number=number,
        name=f"School {number}",
        net="go",
        forms=frozenset({"aso"}),
        km=10.0,
        lines=(OfferLine(1),),
        free=((1, 2),),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def order(wanted: Wanted, *schools: Candidate) -> list[tuple[int, Fit]]:
    """Numbers and fits, best first."""
    return [(r.candidate.number, r.fit) for r in rank(wanted, schools).fitting]


def test_places_first_then_full_then_those_that_said_nothing_each_by_distance() -> None:
    wanted = Wanted((FRENCH,), size=1)
    found = order(
        wanted,
        school(1, km=30.0),
        school(2, km=5.0, free=((1, 0),)),
        school(3, km=20.0),
        school(4, km=1.0, lines=(), free=(), said_something=False),
        school(5, km=None),
    )
    assert found == [
        (3, Fit.HAS_PLACES),
        (1, Fit.HAS_PLACES),
        (5, Fit.HAS_PLACES),
        (2, Fit.FULL),
        (4, Fit.UNKNOWN),
    ]


def test_a_group_needs_a_place_for_each_and_room_in_the_total() -> None:
    pair = Wanted((FRENCH,), size=2)
    assert order(pair, school(1), school(2, free=((1, 1),)), school(3, total_free=1)) == [
        (1, Fit.HAS_PLACES),
        (2, Fit.FULL),
        (3, Fit.FULL),
    ]


def test_each_wish_leaves_out_schools_and_is_counted() -> None:
    wanted = Wanted((FRENCH, DUTCH), 1, max_km=25, nets=frozenset({"go"}), forms=frozenset({"aso"}))
    both = {"lines": (OfferLine(1), OfferLine(2)), "free": ((1, 1), (2, 1))}
    ranking = rank(
        wanted,
        [
            school(1, **both),
            school(2),
            school(3, **both, km=26.0),
            school(4, **both, net="free"),
            school(5, **both, forms=frozenset({"bso"})),
            school(6, **both, refusal=WhyNot.REFUSED),
            school(7, **both, km=25.0),
        ],
    )
    assert [r.candidate.number for r in ranking.fitting] == [1, 7]
    assert ranking.excluded == (
        Excluded(WhyNot.REFUSED, "", 1),
        Excluded(WhyNot.NET, "", 1),
        Excluded(WhyNot.FORM, "", 1),
        Excluded(WhyNot.TOO_FAR, "", 1),
        Excluded(WhyNot.NO_OFFER, "Nederlands", 1),
    )


def test_graad_and_kind_have_to_be_offered() -> None:
    wanted = Wanted((FRENCH,), size=1)
    other_graad = school(1, lines=(OfferLine(1, graad=3),))
    other_kind = school(2, lines=(OfferLine(1, kinds=frozenset({"observation"})),))
    right = school(3, lines=(OfferLine(1, graad=2, kinds=frozenset({"active"})),))
    assert order(wanted, other_graad, other_kind, right) == [(3, Fit.HAS_PLACES)]


def test_a_request_without_a_subject_fits_every_school_that_can_be_asked() -> None:
    assert order(Wanted((), size=1), school(1, lines=(), free=())) == [(1, Fit.HAS_PLACES)]


@given(st.permutations(range(8)))
def test_the_order_of_the_rows_changes_nothing(numbers: list[int]) -> None:
    schools = [school(n, km=float(n % 3), free=((1, n % 2),)) for n in numbers]
    wanted = Wanted((FRENCH,), size=1)
    assert rank(wanted, schools) == rank(wanted, sorted(schools, key=lambda s: s.number))
