"""Places by school, subject and trimester, and how many queries they cost."""

import pytest

from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.geography import Point, distance_km, mean_point, nearest_km
from institutions.models import PlacementSchool
from institutions.selectors import (
    offer_grid,
    places_offered,
    places_offered_by_school,
    postal_code_point,
    school_year,
    totals,
)
from tests.factories import (
    CampusFactory,
    OfferFactory,
    PostalCodeFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
    YearFactory,
)


def test_a_line_without_trimester_counts_in_each_and_graden_are_added(year: AcademicYear) -> None:
    row = SchoolYearFactory(year=year)
    french, maths = SubjectFactory(name="Frans"), SubjectFactory(name="Wiskunde")
    OfferFactory(school_year=row, subject=french, graad=2, places=2)
    OfferFactory(school_year=row, subject=french, graad=3, trimester=1, places=1)
    OfferFactory(
        school_year=row, subject=french, trimester=1, places=4, campus=row.school.campuses.get()
    )
    OfferFactory(school_year=row, subject=maths, trimester=3, places=3)

    assert places_offered(row.school, year) == {
        (french.pk, 1): 7,
        (french.pk, 2): 2,
        (french.pk, 3): 2,
        (maths.pk, 3): 3,
    }


def test_a_school_that_takes_nobody_offers_nothing(year: AcademicYear) -> None:
    row = SchoolYearFactory(year=year, stance=Stance.NO)
    OfferFactory(school_year=row)

    assert places_offered(row.school, year) == {}


def test_places_of_another_year_do_not_count(year: AcademicYear) -> None:
    row = SchoolYearFactory(year=YearFactory(start_year=2018))
    OfferFactory(school_year=row)

    assert places_offered(row.school, year) == {}
    assert school_year(row.school, year) is None


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_places_of_any_number_of_schools_cost_one_query(
    year: AcademicYear, django_assert_num_queries, number: int
) -> None:
    subject = SubjectFactory()
    for _ in range(number):
        OfferFactory(school_year=SchoolYearFactory(year=year), subject=subject, places=2)

    with django_assert_num_queries(1):
        found = places_offered_by_school(year)

    assert len(found) == number
    assert all(places == {(subject.pk, t): 2 for t in (1, 2, 3)} for places in found.values())


def test_only_the_schools_asked_for(year: AcademicYear) -> None:
    one, other = (OfferFactory(school_year=SchoolYearFactory(year=year)) for _ in range(2))

    assert set(places_offered_by_school(year, [one.school_year.school])) == {
        one.school_year.school.pk
    }
    assert places_offered_by_school(year, []) == {}
    assert other.school_year.school.pk in places_offered_by_school(year)


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_grid_costs_one_query(
    year: AcademicYear, django_assert_num_queries, number: int
) -> None:
    row = SchoolYearFactory(year=year)
    for _ in range(number):
        OfferFactory(school_year=row, campus=row.school.campuses.get())

    with django_assert_num_queries(1):
        grid = offer_grid(row)

    assert len(grid) == number
    assert totals(grid) == [(1, number), (2, number), (3, number)]


def test_the_grid_puts_trimesters_side_by_side_and_keeps_other_terms_apart(
    year: AcademicYear,
) -> None:
    row, french = SchoolYearFactory(year=year), SubjectFactory(name="Frans")
    OfferFactory(school_year=row, subject=french, graad=2, trimester=1, places=1)
    OfferFactory(school_year=row, subject=french, graad=2, trimester=3, places=2)
    OfferFactory(
        school_year=row, subject=french, graad=2, trimester=2, places=5, kinds=["active"],
        remark="X",
    )  # fmt: skip

    together, apart = offer_grid(row)

    assert together.by_trimester == [(1, 1), (2, 0), (3, 2)]
    assert together.kinds_words == "alle soorten"
    assert apart.by_trimester == [(1, 0), (2, 5), (3, 0)]
    assert (apart.kinds_words, apart.remark) == ("Actieve stage", "X")


def test_a_distance_is_that_of_the_sphere() -> None:
    ghent, antwerp = Point(51.0543, 3.7174), Point(51.2194, 4.4025)

    assert distance_km(ghent, antwerp) == pytest.approx(51.1, abs=0.5)
    assert distance_km(ghent, ghent) == 0
    assert nearest_km(ghent, [antwerp, ghent]) == 0
    assert nearest_km(None, [antwerp]) is None
    assert nearest_km(ghent, []) is None
    assert mean_point([]) is None


def test_a_postal_code_lies_in_the_middle_of_its_localities(db: None) -> None:
    PostalCodeFactory(code="9030", locality="Mariakerke", latitude=51.0, longitude=3.6)
    PostalCodeFactory(code="9030", locality="Gent", latitude=51.2, longitude=3.8)

    assert postal_code_point("9030") == Point(51.1, 3.7)
    assert postal_code_point("1234") is None


def test_the_database_and_the_pure_function_agree_on_the_nearest_campus(db: None) -> None:
    school = SchoolFactory()
    CampusFactory(school=school, number=2, is_head=False, latitude=51.22, longitude=4.40)
    CampusFactory(school=school, number=3, is_head=False, latitude=None, longitude=None)
    nowhere = SchoolFactory(campus=None)
    origin = Point(51.2, 4.3)

    rows = PlacementSchool.objects.with_distance_from(origin).in_bulk()

    expected = distance_km(origin, Point(51.22, 4.40))
    assert rows[school.pk].distance == pytest.approx(expected, rel=1e-9)
    assert rows[nowhere.pk].distance is None
