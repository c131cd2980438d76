"""The pages of trainees, by owner, colleague, stranger, mentor and nobody."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Programme
from requests_app.models import PlacementRequest, Trainee
from tests.browsing import logged_in
from tests.factories import (
    PostalCodeFactory,
    ProgrammeFactory,
    RequestFactory,
    SubjectFactory,
    TraineeFactory,
    UserFactory,
)
from tests.queries import Limit, check, check_growing_page, check_page, queries_of

LIST, NEW = "/stagiairs/", "/stagiairs/nieuw/"
pytestmark = pytest.mark.usefixtures("year_2017")


def pages_of(trainee: Trainee) -> list[str]:
    names = ("trainee", "edit_trainee", "trainee_active")
    return [reverse(name, args=[trainee.public_id]) for name in names]


def text(response: Any) -> str:
    return response.content.decode()


class TestWho:
    def test_the_institution_reads_and_edits(
        self, coordinator: Membership, colleague: Membership, trainee: Trainee
    ) -> None:
        for member in (coordinator, colleague):
            client = logged_in(member)
            for url in [LIST, NEW, *pages_of(trainee)]:
                assert client.get(url).status_code == 200, url
            assert "Kanarie" in text(client.get(LIST))

    def test_another_institution_sees_nothing(
        self, coordinator_elsewhere: Membership, trainee: Trainee
    ) -> None:
        client = logged_in(coordinator_elsewhere)
        for query in ("?toestand=alle", "?zoek=s100001", "?vak=frans"):
            assert "Kanarie" not in text(client.get(LIST + query))
        missing = reverse("trainee", args=[uuid4()])
        for url in [*pages_of(trainee), missing]:
            assert client.get(url).status_code == 404, url
            assert client.post(url).status_code in (404, 405), url

    def test_a_school_finds_no_such_page(
        self, mentor: Membership, subject_mentor: Membership, trainee: Trainee
    ) -> None:
        for member in (mentor, subject_mentor):
            for url in [LIST, NEW, *pages_of(trainee)]:
                assert logged_in(member).get(url).status_code == 404, url

    def test_a_visitor_logs_in_first(self, client: Client, trainee: Trainee) -> None:
        for url in [LIST, NEW, *pages_of(trainee)]:
            response = client.get(url)
            assert response.status_code == 302, url
            assert response["Location"].startswith(reverse("account_login"))

    def test_somebody_without_a_role_is_told(self, db: None, trainee: Trainee) -> None:
        assert logged_in(UserFactory()).get(LIST).status_code == 403


class TestList:
    def test_it_finds_by_name_number_programme_and_subject(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        other = TraineeFactory(
            institution=coordinator.institution, first_name="Jef", last_name="Claes"
        )
        frans = SubjectFactory(name="Frans")
        trainee.subjects.add(frans)
        client = logged_in(coordinator)
        for query in (
            "?zoek=kanar",
            "?zoek=lotte+kanarie",
            "?zoek=S100001",
            "?opleiding=Educatieve+bachelor",
            "?vak=frans",
        ):
            page = text(client.get(LIST + query))
            assert "Kanarie, Lotte" in page, query
            assert f"{other.last_name}, Jef" not in page, query
            assert "1 stagiair<" in page, query

    def test_it_shows_the_active_ones_unless_asked(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        Trainee.objects.update(is_active=False)
        client = logged_in(coordinator)
        assert "Kanarie" not in text(client.get(LIST))
        assert "(niet actief)" in text(client.get(LIST + "?toestand=alle"))
        assert "(niet actief)" in text(client.get(LIST + "?toestand=niet-actief"))

    def test_it_finds_who_has_no_request_in_the_year(
        self, coordinator: Membership, trainee: Trainee, year_2017: AcademicYear
    ) -> None:
        client = logged_in(coordinator)
        assert "Kanarie" in text(client.get(LIST + "?zonder=on"))
        made = RequestFactory(institution=coordinator.institution, year=year_2017, trainee=trainee)
        page = text(client.get(LIST + "?zonder=on"))
        assert "Kanarie" not in page
        assert "Geen stagiair voldoet" in page
        assert "1 aanvraag" in text(client.get(LIST))
        PlacementRequest.objects.filter(pk=made.pk).update(state="withdrawn")
        assert "Kanarie" in text(client.get(LIST + "?zonder=on"))

    def test_it_says_why_it_is_empty(self, coordinator: Membership) -> None:
        assert "Er zijn nog geen stagiairs" in text(logged_in(coordinator).get(LIST))

    @pytest.mark.parametrize(
        "query",
        [
            "?page=-1",
            "?page=99999999999999999999",
            "?page=x",
            "?sort=password",
            "?sort=-name",
            "?sort=request_count",
            "?zoek=%00",
            "?zoek=" + "x" * 3000,
            "?opleiding=%00",
            "?vak=bestaat-niet",
            "?toestand=raar",
            "?jaar=%00",
        ],
    )
    def test_an_absurd_address_is_no_fault(
        self, coordinator: Membership, trainee: Trainee, query: str
    ) -> None:
        assert logged_in(coordinator).get(LIST + query).status_code == 200

    def test_it_counts_over_all_pages(self, coordinator: Membership, programme: Programme) -> None:
        TraineeFactory.create_batch(51, institution=coordinator.institution, programme=programme)
        page = text(logged_in(coordinator).get(LIST + "?page=2"))
        assert "51 stagiairs" in page
        assert "Blad 2 van 2" in page


def test_before_there_is_any_year_trainees_can_be_added(
    coordinator: Membership, trainee: Trainee, year_2017: AcademicYear
) -> None:
    AcademicYear.objects.all().delete()
    client = logged_in(coordinator)
    for url in [LIST, LIST + "?zonder=on", NEW, *pages_of(trainee)]:
        assert client.get(url).status_code == 200, url


class TestOne:
    def test_it_shows_the_data_and_the_requests_of_the_year(
        self, coordinator: Membership, trainee: Trainee, year_2017: AcademicYear
    ) -> None:
        made = RequestFactory(institution=coordinator.institution, year=year_2017, trainee=trainee)
        page = text(logged_in(coordinator).get(pages_of(trainee)[0]))
        for words in ("s100001", "Educatieve bachelor", made.reference, "Ontwerp"):
            assert words in page, words

    def test_a_supervisor_reads_of_others_only_that_they_exist(
        self, colleague: Membership, trainee: Trainee, year_2017: AcademicYear
    ) -> None:
        made = RequestFactory(institution=colleague.institution, year=year_2017, trainee=trainee)
        page = text(logged_in(colleague).get(pages_of(trainee)[0]))
        assert made.reference not in page
        assert "Er is 1 aanvraag die u niet begeleidt." in page


class TestAdd:
    def test_a_trainee_is_added_and_shown(
        self, coordinator: Membership, typed: dict[str, Any]
    ) -> None:
        response = logged_in(coordinator).post(NEW, typed)
        made = Trainee.objects.get()
        assert response["Location"] == reverse("trainee", args=[made.public_id])
        assert (made.institution, str(made)) == (coordinator.institution, "Jef Claes")
        assert [subject.slug for subject in made.subjects.all()] == ["frans"]

    def test_a_double_click_makes_one(self, coordinator: Membership, typed: dict[str, Any]) -> None:
        client = logged_in(coordinator)
        first, second = client.post(NEW, typed), client.post(NEW, typed)
        assert first["Location"] == second["Location"]
        assert Trainee.objects.count() == 1

    def test_fields_that_the_form_does_not_have_change_nothing(
        self, coordinator: Membership, typed: dict[str, Any], coordinator_elsewhere: Membership
    ) -> None:
        extra = {
            "institution": coordinator_elsewhere.institution.pk,
            "is_active": "",
            "user": coordinator.user.pk,
            "birth_date": "2000-01-01",
        }
        logged_in(coordinator).post(NEW, {**typed, **extra})
        made = Trainee.objects.get()
        assert (made.institution, made.is_active, made.user) == (
            coordinator.institution,
            True,
            None,
        )

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("first_name", "", "Vul de voornaam in."),
            ("first_name", "x" * 10_000, "niet meer dan 80 tekens"),
            ("last_name", "Cl\x00aes", "Null-tekens zijn niet toegestaan"),
            ("email", "geen adres", "geldig e-mailadres"),
            ("postal_code", "90", "vier cijfers"),
            ("postal_code", "٩٠٠٠", "vier cijfers"),
            ("postal_code", "1111", "1111 is geen Belgische postcode"),
            ("programme", "999999999999999999999", "Kies een opleiding van uw"),
            ("programme", "x", "Kies een opleiding van uw"),
            ("subject_1", "bestaat-niet", "Kies een vak uit de lijst"),
            ("subject_1", "\x00", "Kies een vak uit de lijst"),
            ("subject_2", "frans", "Dit vak koos u al"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_is_lost(
        self, coordinator: Membership, typed: dict[str, Any], field: str, value: str, message: str
    ) -> None:
        PostalCodeFactory(code="9000")
        response = logged_in(coordinator).post(NEW, {**typed, field: value})
        page = text(response)
        assert response.status_code == 200
        assert message in page
        assert "jef.claes@example.be" in page or field == "email"
        assert not Trainee.objects.exists()

    def test_a_number_in_use_is_said_at_the_field(
        self, coordinator: Membership, trainee: Trainee, typed: dict[str, Any]
    ) -> None:
        response = logged_in(coordinator).post(NEW, {**typed, "student_number": "s100001"})
        assert response.context["form"].errors["student_number"] == [
            "Lotte Kanarie heeft dit studentennummer al. Kijk het nummer na."
        ]

    def test_a_programme_of_another_institution_is_unknown(
        self, coordinator: Membership, typed: dict[str, Any]
    ) -> None:
        there = ProgrammeFactory(name="Vreemde opleiding")
        response = logged_in(coordinator).post(NEW, {**typed, "programme": there.pk})
        assert "Kies een opleiding van uw lerarenopleiding." in text(response)
        assert "Vreemde opleiding" not in text(response)


class TestEdit:
    def test_a_change_is_stored(
        self, coordinator: Membership, trainee: Trainee, typed: dict[str, Any]
    ) -> None:
        url = pages_of(trainee)[1]
        response = logged_in(coordinator).post(url, {**typed, "version": 1}, follow=True)
        assert "De gegevens van" in text(response)
        trainee.refresh_from_db()
        assert (str(trainee), trainee.version) == ("Jef Claes", 2)

    def test_a_form_that_comes_too_late_keeps_what_was_typed_and_shows_what_changed(
        self,
        coordinator: Membership,
        colleague: Membership,
        trainee: Trainee,
        typed: dict[str, Any],
    ) -> None:
        url = pages_of(trainee)[1]
        logged_in(colleague).post(url, {**typed, "version": 1, "email": "nieuw@example.be"})
        client = logged_in(coordinator)
        late = client.post(url, {**typed, "version": 1, "email": "mijn@example.be"})
        page = text(late)
        assert "intussen gewijzigd" in page
        assert '<td role="cell" data-label="Nu bewaard">nieuw@example.be</td>' in page
        assert 'value="mijn@example.be"' in page
        assert [change.label for change in late.context["changes"]] == ["E-mailadres"]
        trainee.refresh_from_db()
        assert trainee.email == "nieuw@example.be"
        version = late.context["form"]["version"].value()
        client.post(url, {**typed, "version": version, "email": "mijn@example.be"})
        trainee.refresh_from_db()
        assert trainee.email == "mijn@example.be"

    def test_a_programme_that_ended_may_stay(
        self, coordinator: Membership, trainee: Trainee, typed: dict[str, Any]
    ) -> None:
        Programme.objects.update(is_active=False)
        url = pages_of(trainee)[1]
        assert logged_in(coordinator).post(url, {**typed, "version": 1}).status_code == 302
        assert "Educatieve bachelor" not in text(logged_in(coordinator).get(NEW))

    def test_no_longer_active_after_a_confirmation(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        url, client = pages_of(trainee)[2], logged_in(coordinator)
        client.get(url)
        trainee.refresh_from_db()
        assert trainee.is_active
        client.post(url, {"active": "0"})
        trainee.refresh_from_db()
        assert not trainee.is_active


def test_the_list_asks_the_same_with_1_10_and_100_trainees(
    coordinator: Membership, programme: Programme, year_2017: AcademicYear
) -> None:
    subject = SubjectFactory()

    def grow(size: int) -> None:
        for _more in range(size - Trainee.objects.count()):
            made = TraineeFactory(institution=coordinator.institution, programme=programme)
            made.subjects.add(subject)
            RequestFactory(
                institution=coordinator.institution,
                programme=programme,
                year=year_2017,
                trainee=made,
                subject=subject,
                school=False,
            )

    check_growing_page("trainees", logged_in(coordinator), LIST, grow=grow, limit=Limit.LIST)


def test_one_trainee_costs_few_queries(
    coordinator: Membership, trainee: Trainee, typed: dict[str, Any], year_2017: AcademicYear
) -> None:
    RequestFactory(institution=coordinator.institution, year=year_2017, trainee=trainee)
    client = logged_in(coordinator)
    for name, url in zip(
        ("trainee", "edit_trainee", "trainee_active"), pages_of(trainee), strict=True
    ):
        check_page(name, client, url, limit=Limit.DETAIL)
    check_page("new_trainee", client, NEW, limit=Limit.DETAIL)
    check("new_trainee POST", queries_of(lambda: client.post(NEW, typed)), Limit.POST)
    changed = {**typed, "student_number": "s3", "version": 1}
    url = pages_of(trainee)[1]
    check("edit_trainee POST", queries_of(lambda: client.post(url, changed)), Limit.POST)
