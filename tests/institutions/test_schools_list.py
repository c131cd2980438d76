"""The list of schools: filters in the address, distance, and queries that do not grow."""

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import Net, Stance
from institutions.models import PlacementSchool
from tests.browsing import logged_in
from tests.factories import (
    CampusFactory,
    OfferFactory,
    PostalCodeFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
)

LIST = reverse("schools")


@pytest.fixture
def three(year: AcademicYear) -> dict[str, PlacementSchool]:
    """One in Gent that offers Frans in T2, one in Antwerpen that takes nobody, a closed one."""
    ghent = SchoolFactory(name="Sint-Bavo", number=111, net=Net.FREE, education_forms=["aso"])
    antwerp = SchoolFactory(
        name="Atheneum", number=222, net=Net.GO, education_forms=["bso", "tso"], campus=None
    )
    CampusFactory(
        school=antwerp, postal_code="2000", locality="Antwerpen", latitude=51.22, longitude=4.4
    )
    french = SubjectFactory(name="Frans")
    OfferFactory(
        school_year=SchoolYearFactory(school=ghent, year=year),
        subject=french,
        trimester=2,
        places=3,
    )
    OfferFactory(
        school_year=SchoolYearFactory(school=antwerp, year=year, stance=Stance.NO), subject=french
    )
    SchoolFactory(name="Gesloten", is_active=False)
    PostalCodeFactory()
    return {"Sint-Bavo": ghent, "Atheneum": antwerp}


def names(who: Membership | User, query: str) -> list[str]:
    """The schools listed, in order."""
    answer = logged_in(who).get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return [row.record.name for row in answer.context["table"].paginated_rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Atheneum", "Sint-Bavo"]),
        ("zoek=bavo", ["Sint-Bavo"]),
        ("zoek=222", ["Atheneum"]),
        ("zoek=2000", ["Atheneum"]),
        ("zoek=antwerpen+atheneum", ["Atheneum"]),
        ("zoek=gent+atheneum", []),
        ("zoek=99999999999999999999", []),
        ("net=go", ["Atheneum"]),
        ("vorm=tso", ["Atheneum"]),
        ("vak=frans", ["Sint-Bavo"]),
        ("vak=frans&trimester=2", ["Sint-Bavo"]),
        ("vak=frans&trimester=1", []),
        ("houding=no", ["Atheneum"]),
        ("houding=unknown", []),
        ("vanaf=9000", ["Sint-Bavo", "Atheneum"]),
        ("vanaf=9000&km=20", ["Sint-Bavo"]),
        ("sort=-name", ["Sint-Bavo", "Atheneum"]),
        ("page=999", ["Atheneum", "Sint-Bavo"]),
        ("page=99999999999999999999999&sort=wachtwoord&per_page=1", ["Atheneum", "Sint-Bavo"]),
        ("vak=bestaat-niet&km=veel&vanaf=x", ["Atheneum", "Sint-Bavo"]),
        ("zoek=%00&vanaf=%00&sort=%00&page=%00", ["Atheneum", "Sint-Bavo"]),
    ],
)
def test_filters_stand_in_the_address(
    three: dict, coordinator: Membership, query: str, expected: list[str]
) -> None:
    assert names(coordinator, query) == expected


def test_places_of_the_chosen_subject_and_the_distance_are_shown(
    three: dict, coordinator: Membership
) -> None:
    page = logged_in(coordinator).get(f"{LIST}?vak=frans&vanaf=9000").content.decode()

    assert 'data-label="T2" class="num">3<' in page
    assert 'data-label="T1" class="num">–<' in page
    assert "0 km" in page
    assert "1 school" in page


def test_an_administrator_sees_closed_schools_too(three: dict, administrator: User) -> None:
    assert names(administrator, "zoek=gesloten") == ["Gesloten"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("colleague", 200),
        ("administrator", 200),
        ("mentor", 404),
        ("subject_mentor", 404),
    ],
)
def test_who_may_search(
    year: AcademicYear, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    assert logged_in(request.getfixturevalue(who)).get(LIST).status_code == status


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_queries_do_not_grow(
    year: AcademicYear, coordinator: Membership, django_assert_max_num_queries, number: int
) -> None:
    PostalCodeFactory()
    french = SubjectFactory(name="Frans")
    for _ in range(number):
        OfferFactory(school_year=SchoolYearFactory(year=year), subject=french)
    client = logged_in(coordinator)

    with django_assert_max_num_queries(12):
        client.get(f"{LIST}?vanaf=9000&vak=frans&houding=yes&zoek=school")
