"""How full a school is: places in words, and who looks, without pointing at anybody."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, PostalCode, Subject
from matching.models import PairLock
from tests.browsing import logged_in
from tests.factories import (
    ActivityFactory,
    OfferFactory,
    PostalCodeFactory,
    RequestFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
    TraineeFactory,
)
from tests.factories_matching import PairLockFactory
from tests.queries import Limit, check_growing_page
from tests.requests_app.world import NO, YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db
URL = "/hoe-vol/"


@pytest.fixture(autouse=True)
def _september() -> Iterator[None]:
    with on("2017-09-12"):
        yield


@pytest.fixture
def frans(mentor: Membership, year_2017: AcademicYear) -> Subject:
    """Three places for Frans in each trimester, ten trainees at the same time."""
    subject = SubjectFactory(name="Frans")
    here = SchoolYearFactory(school=mentor.school, year=year_2017)
    OfferFactory(school_year=here, subject=subject, places=3)
    return subject


@pytest.fixture
def kortrijk() -> PostalCode:
    """A place 41 km from the school in Gent."""
    return PostalCodeFactory(code="8500", locality="Kortrijk", latitude=50.83, longitude=3.265)


def text(who: Membership) -> str:
    """The words of the page."""
    response = logged_in(who).get(URL)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def seeks(year: AcademicYear, subject: Subject, *codes: str, **fields: object) -> object:
    """A request that looks for a school since the release: one trainee for each postal code."""
    first, *others = codes or ("9000",)
    PostalCodeFactory()
    request = RequestFactory(
        year=year, state="submitted", filed_at="2017-09-01T10:00Z", school=False, route="wishes",
        subject=subject, trainee__postal_code=first, **fields,
    )  # fmt: skip
    for code in others:
        request.trainees.add(TraineeFactory(postal_code=code))
    return request


def cells(page: str) -> list[str]:
    """The rows of the tables as texts."""
    import re

    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", page)
    plain = [re.sub(r"<svg.*?</svg>", "", row) for row in rows]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in plain]


def test_places_are_counted_by_subject_and_in_all(
    mentor: Membership, coordinator: Membership, frans: Subject, year_2017: AcademicYear
):
    for decision in (YES, NO, None):
        request = filed(coordinator, mentor, year_2017, subject=frans)
        if decision:
            answer(proposal_of(request), mentor, decision)
    page = text(mentor)
    assert "Frans 3 1 1 nog 1 vrij" in cells(page)
    assert "Stagiairs tegelijk 10 1 1 nog 8 vrij" in cells(page)


def test_over_the_offer_says_by_how_many(
    mentor: Membership, coordinator: Membership, frans: Subject, year_2017: AcademicYear
):
    for _ in range(4):
        request = filed(coordinator, mentor, year_2017, subject=frans)
        answer(proposal_of(request), mentor, YES, over_offer_known=True)
    page = text(mentor)
    assert "Frans 3 4 0 1 boven het aanbod" in cells(page)
    assert 'class="bar-over"' in page


def test_a_school_without_an_offer_is_told_what_counts(mentor: Membership, year_2017: AcademicYear):
    assert "Uw school biedt nog niets aan." in text(mentor)
    SchoolYearFactory(school=mentor.school, year=year_2017, total_at_same_time=4)
    page = text(mentor)
    assert "noemt geen vakken" in page
    assert "Stagiairs tegelijk 4 0 0 nog 4 vrij" in cells(page)


def test_three_who_look_are_counted_within_a_step(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    for _ in range(3):
        seeks(year_2017, frans)
    assert "Frans T1 3 stagiairs binnen 5 km u biedt dit aan" in cells(text(mentor))


def test_who_is_farther_away_is_only_counted(
    mentor: Membership, frans: Subject, year_2017: AcademicYear, kortrijk: PostalCode
):
    for code in ("9000", "9000", "9000", "8500"):
        seeks(year_2017, frans, code)
    assert "4 stagiairs, van wie 3 binnen 5 km" in text(mentor)


def test_fewer_than_three_are_some_without_a_distance(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    seeks(year_2017, frans)
    seeks(year_2017, frans)
    page = text(mentor)
    assert "Frans T1 enkele stagiairs u biedt dit aan" in cells(page)
    assert "binnen 5 km" not in page


def test_a_group_counts_as_one_story(mentor: Membership, frans: Subject, year_2017: AcademicYear):
    seeks(year_2017, frans, "9000", "9000", "9000", is_group=True)
    assert "Frans T1 enkele stagiairs u biedt dit aan" in cells(text(mentor))


def test_a_distance_that_is_not_known_is_not_guessed(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    for _ in range(3):
        seeks(year_2017, frans, "1234")
    assert "Frans T1 3 stagiairs u biedt dit aan" in cells(text(mentor))


def test_a_subject_that_is_not_offered_counts_too(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    chemie = SubjectFactory(name="Chemie")
    for _ in range(3):
        seeks(year_2017, chemie, trimester=2)
    assert "Chemie T2 3 stagiairs binnen 5 km u biedt dit nog niet aan" in cells(text(mentor))


def test_one_place_more_must_be_enough(mentor: Membership, frans: Subject, year_2017: AcademicYear):
    chemie, fysica = SubjectFactory(name="Chemie"), SubjectFactory(name="Fysica")
    request = seeks(year_2017, chemie)
    ActivityFactory(request=request, subject=fysica)
    seeks(year_2017, chemie, "9000", "9000", is_group=True)
    assert "niemand" in text(mentor)


def test_who_cannot_come_here_is_not_counted(
    mentor: Membership, frans: Subject, year_2017: AcademicYear, kortrijk: PostalCode
):
    school: PlacementSchool = mentor.school
    elsewhere = SchoolFactory()
    seeks(year_2017, frans, "8500", max_distance_km=10)
    seeks(year_2017, frans, nets=["vrij"])
    seeks(year_2017, frans, waits_for=elsewhere, waits_since="2017-09-05T10:00Z")
    seeks(year_2017, frans, other_schools=False)
    trainee = TraineeFactory()
    trainee.excluded_schools.add(school)
    seeks(year_2017, frans).trainees.add(trainee)
    PairLockFactory(request=seeks(year_2017, frans), school=school, kind="forbidden")
    PairLockFactory(request=seeks(year_2017, frans), school=elsewhere)
    assert PairLock.objects.count() == 2
    assert "niemand" in text(mentor)


def test_what_the_school_refused_is_not_counted(
    mentor: Membership, coordinator: Membership, frans: Subject, year_2017: AcademicYear
):
    for _ in range(3):
        request = filed(coordinator, mentor, year_2017, subject=frans)
        answer(proposal_of(request), mentor, NO)
    assert "niemand" in text(mentor)


def test_a_school_that_takes_nobody_is_told_so(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    mentor.school.years.update(stance="no")
    for _ in range(3):
        seeks(year_2017, frans)
    page = text(mentor)
    assert "geen stagiairs neemt" in page
    assert "niemand die met één plaats meer" in page


def test_before_schools_can_answer_nobody_is_shown(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    for _ in range(3):
        seeks(year_2017, frans)
    with on("2017-06-12"):
        page = text(mentor)
    assert "Op do 15 juni 2017 worden alle aanvragen samen gematcht" in page
    assert "binnen 5 km" not in page


def test_nobody_is_named(
    mentor: Membership, coordinator: Membership, frans: Subject, year_2017: AcademicYear
):
    for _ in range(3):
        request = seeks(year_2017, frans, institution=coordinator.institution)
        request.trainees.update(last_name="Kanarievogel")
    page = text(mentor)
    for secret in ("Kanarievogel", coordinator.institution.name, request.reference, "9000"):
        assert secret not in page


def test_a_vakmentor_reads_and_a_schoolmentor_changes(
    mentor: Membership, subject_mentor: Membership, frans: Subject
):
    link = reverse("school_offer_edit")
    assert link in text(mentor)
    assert link not in text(subject_mentor)


def test_the_page_asks_the_same_for_every_size(
    mentor: Membership, frans: Subject, year_2017: AcademicYear
):
    made = 0

    def grow(size: int) -> None:
        nonlocal made
        while made < size:
            seeks(year_2017, frans)
            OfferFactory(school_year=mentor.school.years.get(), subject=SubjectFactory())
            made += 1

    check_growing_page("school_filling", logged_in(mentor), URL, grow=grow, limit=Limit.LIST)
