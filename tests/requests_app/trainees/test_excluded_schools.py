"""The schools where a trainee does not go: chosen in the form, kept from everybody else, held."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from requests_app.completeness import problems_of
from requests_app.exceptions import Incomplete
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Trainee
from requests_app.proposing import choose_next_school
from requests_app.waiting import wait_for
from tests.browsing import logged_in
from tests.factories import SchoolFactory, TraineeFactory, actor_for
from tests.requests_app.requests.typing import fields_of, send
from tests.requests_app.world import NO, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_day() -> object:
    with on("2017-06-20"):
        yield


@pytest.fixture
def old_school(db: None) -> PlacementSchool:
    return SchoolFactory(name="Lyceum Vroeger")


@pytest.fixture
def trainee(coordinator: Membership) -> Trainee:
    return TraineeFactory(institution=coordinator.institution, last_name="Kanarie")


def page(name: str, row: Any) -> str:
    return reverse(name, args=[row.public_id])


def text(response: Any) -> str:
    return response.content.decode()


class TestForm:
    """Searched and chosen without JavaScript; saved with the trainee."""

    def test_a_school_is_searched_chosen_and_saved(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        client, url = logged_in(coordinator), page("edit_trainee", trainee)
        found = send(client, url, "zoeken", zoek="vroeger", first_name="Anders")
        assert "Lyceum Vroeger" in text(found)
        assert fields_of(found)["first_name"] == ["Anders"]
        typed = {**fields_of(found), "kies": str(old_school.public_id)}
        chosen = client.post(url, typed)
        assert fields_of(chosen)["school"] == [str(old_school.public_id)]
        assert not trainee.excluded_schools.exists()
        client.post(url, fields_of(chosen))
        trainee.refresh_from_db()
        assert trainee.first_name == "Anders"
        assert list(trainee.excluded_schools.all()) == [old_school]
        shown = text(client.get(page("trainee", trainee)))
        assert "Gaat niet naar" in shown
        assert "Lyceum Vroeger" in shown

    def test_one_is_taken_off_again(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        trainee.excluded_schools.add(old_school)
        client, url = logged_in(coordinator), page("edit_trainee", trainee)
        less = send(client, url, f"verwijder={old_school.public_id}")
        assert "school" not in fields_of(less)
        client.post(url, fields_of(less))
        assert not trainee.excluded_schools.exists()

    def test_enter_in_the_search_searches_and_elsewhere_saves(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        client, url = logged_in(coordinator), page("edit_trainee", trainee)
        assert "Lyceum Vroeger" in text(send(client, url, "enter", zoek="vroeger"))
        assert send(client, url, "enter", first_name="Bewaard").status_code == 302

    def test_a_new_trainee_has_them_too(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        typed = {
            "first_name": "Nieuw",
            "last_name": "Hier",
            "email": "nieuw@example.be",
            "student_number": "r0001",
            "programme": trainee.programme_id,
            "postal_code": "9000",
            "school": [str(old_school.public_id)],
        }
        client = logged_in(coordinator)
        for _double_click in (1, 2):
            client.post(reverse("new_trainee"), typed)
        made = Trainee.objects.get(student_number="r0001")
        assert list(made.excluded_schools.all()) == [old_school]

    def test_who_comes_second_sees_that_they_differ(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        client, url = logged_in(coordinator), page("edit_trainee", trainee)
        typed = {**fields_of(client.get(url)), "first_name": "Laat"}
        client.post(url, {**typed, "first_name": "Eerst", "school": [old_school.public_id]})
        late = text(client.post(url, typed))
        assert "Scholen waar deze stagiair niet heen gaat" in late
        assert "Lyceum Vroeger" in late


class TestAsking:
    """A school that a trainee excludes cannot be chosen for a request of that trainee."""

    @pytest.fixture
    def excluded(self, trainee: Trainee, mentor: Membership) -> PlacementSchool:
        trainee.excluded_schools.add(mentor.school)
        return mentor.school

    def test_a_draft_that_names_it_cannot_be_filed(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        mentor: Membership,
        trainee: Trainee,
        excluded: PlacementSchool,
    ) -> None:
        request = draft(coordinator, mentor, year_2017, trainee=trainee)
        why = "School Eigen staat bij de scholen waar deze stagiair niet heen gaat."
        assert [why in problem.message for problem in problems_of(request)] == [True]
        with pytest.raises(Incomplete):
            file_request(request_pk=request.pk, actor=actor_for(coordinator))
        client = logged_in(coordinator)
        assert why in text(client.get(page("draft_check", request)))
        found = send(client, page("draft_school", request), "zoeken", zoek="eigen")
        assert why in text(found)

    def test_one_of_a_group_is_enough_and_is_not_named(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        mentor: Membership,
        trainee: Trainee,
        excluded: PlacementSchool,
    ) -> None:
        request = draft(coordinator, mentor, year_2017, is_group=True)
        request.trainees.add(trainee)
        (problem,) = problems_of(request)
        assert "waar een van deze stagiairs niet heen gaat" in problem.message
        assert "Kanarie" not in problem.message

    def test_it_is_not_chosen_after_a_refusal_nor_waited_for(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        mentor: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        request = filed(coordinator, mentor, year_2017, trainee=trainee)
        answer(proposal_of(request), mentor, NO)
        trainee.excluded_schools.add(old_school)
        for act in (choose_next_school, wait_for):
            with pytest.raises(DomainError, match="niet heen gaat"):
                act(request_pk=request.pk, school=old_school, actor=actor_for(coordinator))

    def test_others_go_there(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        mentor: Membership,
        excluded: PlacementSchool,
    ) -> None:
        request = filed(coordinator, mentor, year_2017)
        assert request.state == "proposed"

    def test_the_school_never_reads_it(
        self,
        year_2017: AcademicYear,
        coordinator: Membership,
        mentor: Membership,
        trainee: Trainee,
        old_school: PlacementSchool,
    ) -> None:
        trainee.excluded_schools.add(old_school)
        request: PlacementRequest = filed(coordinator, mentor, year_2017, trainee=trainee)
        client = logged_in(mentor)
        for url in ("/postvak/", page("proposal", proposal_of(request))):
            assert "Lyceum Vroeger" not in text(client.get(url))
