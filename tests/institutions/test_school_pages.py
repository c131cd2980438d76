"""A school's own data and free days, and its profile as others read it."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import school_calendar
from institutions.enums import Stance
from institutions.models import PlacementSchool, SchoolFreeDay, SchoolYear
from tests.browsing import logged_in
from tests.factories import (
    CampusFactory,
    MembershipFactory,
    OfferFactory,
    PostalCodeFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
)

READ, EDIT = reverse("school_data"), reverse("school_data_edit")
DAYS, REMOVE = reverse("school_free_days"), reverse("school_free_day_remove")


def data_post(school: PlacementSchool, **more: object) -> dict[str, object]:
    """The whole form as it is shown, with changes."""
    campuses = list(school.campuses.order_by("pk"))
    data: dict[str, object] = {
        "version": school.version,
        "email": "stage@school.example.be",
        "phone": "09 123 45 67",
        "website": "https://school.example.be",
        "info": "Aanmelden aan het onthaal.",
        "education_forms": ["aso"],
        "finalities": ["doorstroom", "dubbel"],
        "graden": [2, 3],
        "adres-TOTAL_FORMS": len(campuses),
        "adres-INITIAL_FORMS": len(campuses),
    }
    for index, campus in enumerate(campuses):
        address = {
            "campus_id": campus.pk,
            "name": campus.name,
            "street": campus.street,
            "house_number": campus.house_number,
            "postal_code": campus.postal_code,
            "locality": campus.locality,
        }
        data |= {f"adres-{index}-{name}": value for name, value in address.items()}
    return data | more


class TestOwnData:
    def test_contact_profile_and_address_are_saved_whatever_the_phase(
        self, mentor: Membership
    ) -> None:
        PostalCodeFactory(code="2000", locality="Antwerpen", latitude=51.22, longitude=4.4)
        sent = data_post(
            mentor.school,
            **{"adres-0-postal_code": "2000", "adres-0-locality": "Antwerpen"},
        )

        answer = logged_in(mentor).post(EDIT, sent)

        assert answer.status_code == 302
        school = PlacementSchool.objects.get(pk=mentor.school.pk)
        assert (school.email, school.info) == (sent["email"], sent["info"])
        assert (school.education_forms, school.graden) == (["aso"], [2, 3])
        campus = school.campuses.get()
        assert (campus.postal_code, campus.latitude, campus.longitude) == ("2000", 51.22, 4.4)

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"email": "geen adres"}, "e-mailadres"),
            ({"website": "javascript:alert(1)"}, "URL"),
            ({"info": "x" * 10_000}, "2000"),
            ({"phone": "\x00"}, "Null"),
            ({"adres-0-postal_code": "900"}, "vier cijfers"),
            ({"adres-0-locality": ""}, "verplicht"),
            ({"graden": [7]}, "geldige keuze"),
        ],
    )
    def test_wrong_input_is_shown_again(self, mentor: Membership, more: dict, message: str) -> None:
        sent = data_post(mentor.school, **{"adres-0-street": "Getypt", **more})

        page = logged_in(mentor).post(EDIT, sent).content.decode()

        assert message in page
        assert "Er is 1 fout" in page
        assert "Getypt" in page

    def test_the_register_is_not_the_schools_to_change(self, mentor: Membership) -> None:
        sent = data_post(mentor.school, name="Anders", number=1, net="free", is_active="")

        logged_in(mentor).post(EDIT, sent)

        school = PlacementSchool.objects.get(pk=mentor.school.pk)
        assert (school.name, school.number, school.net, school.is_active) == (
            mentor.school.name,
            mentor.school.number,
            mentor.school.net,
            True,
        )

    def test_a_campus_of_another_school_is_refused(
        self, mentor: Membership, mentor_elsewhere: Membership
    ) -> None:
        foreign = mentor_elsewhere.school.campuses.get()
        sent = data_post(
            mentor.school, **{"adres-0-campus_id": foreign.pk, "adres-0-street": "Gekaapt"}
        )

        logged_in(mentor).post(EDIT, sent)

        foreign.refresh_from_db()
        assert foreign.street == "Teststraat"

    def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(
        self, mentor: Membership
    ) -> None:
        client, first = logged_in(mentor), data_post(mentor.school, info="Van een collega")
        client.post(EDIT, first)

        answer = client.post(EDIT, first | {"info": "Van mij"})

        page = answer.content.decode()
        assert "Intussen gewijzigd" in page
        assert [(c.stored, c.typed) for c in answer.context["changes"]] == [
            ("Van een collega", "Van mij")
        ]
        client.post(EDIT, first | {"info": "Van mij", "version": 2})
        assert PlacementSchool.objects.get(pk=mentor.school.pk).info == "Van mij"

    def test_the_same_form_twice_is_one_change(self, mentor: Membership) -> None:
        client, sent = logged_in(mentor), data_post(mentor.school)

        assert [client.post(EDIT, sent).status_code for _ in range(2)] == [302, 302]
        assert PlacementSchool.objects.get(pk=mentor.school.pk).version == 2

    @pytest.mark.parametrize(
        ("who", "read", "change"),
        [
            ("mentor", 200, 200),
            ("subject_mentor", 200, 403),
            ("coordinator", 404, 404),
            ("administrator", 403, 403),
        ],
    )
    def test_who_reads_and_who_changes(
        self, mentor: Membership, request: pytest.FixtureRequest, who: str, read: int, change: int
    ) -> None:
        client = logged_in(request.getfixturevalue(who))

        assert client.get(READ).status_code == read
        assert client.get(EDIT).status_code == change
        if change != 200:
            assert client.post(EDIT, data_post(mentor.school)).status_code == change


class TestFreeDays:
    def test_a_day_is_added_and_counts_for_this_school_alone(
        self, year_2017: AcademicYear, mentor: Membership, mentor_elsewhere: Membership
    ) -> None:
        client = logged_in(mentor)

        client.post(f"{DAYS}?jaar=2017-2018", {"date": "2017-10-02", "name": "Facultatief"})

        free = mentor.school.free_days.values_list("date", flat=True)
        assert list(free) == [date(2017, 10, 2)]
        assert not school_calendar(free).is_lesdag(date(2017, 10, 2))
        assert not mentor_elsewhere.school.free_days.exists()
        assert "ma 2 oktober 2017" in client.get(f"{DAYS}?jaar=2017-2018").content.decode()

    @pytest.mark.parametrize(
        ("day", "message"),
        [
            ("2017-10-01", "Op zo 1 oktober 2017 is er sowieso geen les."),
            ("2017-11-01", "Op wo 1 november 2017 is er sowieso geen les."),
            ("2019-10-02", "Kies een dag in het schooljaar 2017-2018"),
            ("2017-02-30", "geldige datum"),
            ("", "verplicht"),
        ],
    )
    def test_a_day_that_makes_no_sense(
        self, year_2017: AcademicYear, mentor: Membership, day: str, message: str
    ) -> None:
        answer = logged_in(mentor).post(
            f"{DAYS}?jaar=2017-2018", {"date": day, "name": "Facultatief"}
        )

        assert message in answer.content.decode()
        assert 'value="Facultatief"' in answer.content.decode()
        assert not SchoolFreeDay.objects.exists()

    def test_twice_is_once_and_removing_twice_too(
        self, year_2017: AcademicYear, mentor: Membership
    ) -> None:
        client, sent = logged_in(mentor), {"date": "2017-10-02", "name": "Facultatief"}
        url = f"{DAYS}?jaar=2017-2018"

        assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
        assert (
            "staat al een vrije dag" in client.post(url, sent | {"name": "Anders"}).content.decode()
        )
        for _ in range(2):
            assert client.post(f"{REMOVE}?jaar=2017-2018", sent).status_code == 302
        assert not SchoolFreeDay.objects.exists()
        assert client.post(f"{REMOVE}?jaar=2017-2018", {"date": "2017-99-99"}).status_code == 302

    def test_a_vakmentor_reads_only(
        self, year_2017: AcademicYear, subject_mentor: Membership
    ) -> None:
        client, sent = logged_in(subject_mentor), {"date": "2017-10-02", "name": "X"}

        assert "Toevoegen" not in client.get(DAYS).content.decode()
        assert client.post(DAYS, sent).status_code == 403
        assert client.post(REMOVE, sent).status_code == 403


class TestDetail:
    def test_what_each_role_gets(
        self,
        year: AcademicYear,
        mentor: Membership,
        subject_mentor: Membership,
        coordinator: Membership,
        colleague: Membership,
        mentor_elsewhere: Membership,
        administrator: User,
    ) -> None:
        url = reverse("school_detail", args=[mentor.school.public_id])
        missing = reverse("school_detail", args=[uuid.uuid4()])
        trainee = MembershipFactory(role="trainee", institution=coordinator.institution)

        for who in (mentor, subject_mentor, coordinator, colleague, administrator):
            assert logged_in(who).get(url).status_code == 200
            assert logged_in(who).get(missing).status_code == 404
        assert logged_in(mentor_elsewhere).get(url).status_code == 404
        assert logged_in(trainee).get(url).status_code == 403

    def test_a_school_that_closed_is_seen_by_administrators_only(
        self, year: AcademicYear, coordinator: Membership, administrator: User
    ) -> None:
        url = reverse("school_detail", args=[SchoolFactory(is_active=False).public_id])

        assert logged_in(coordinator).get(url).status_code == 404
        assert "niet meer actief" in logged_in(administrator).get(url).content.decode()

    def test_no_direct_request_is_offered_to_a_school_that_takes_nobody(
        self, year: AcademicYear, mentor: Membership, coordinator: Membership
    ) -> None:
        row = SchoolYearFactory(school=mentor.school, year=year)
        url = reverse("school_detail", args=[mentor.school.public_id])
        client = logged_in(coordinator)

        assert "Rechtstreeks aanvragen</a>" in client.get(url).content.decode()

        SchoolYear.objects.filter(pk=row.pk).update(stance=Stance.NO)
        page = client.get(url).content.decode()
        assert "Rechtstreeks aanvragen</a>" not in page
        assert "De school neemt dit jaar geen stagiairs." in page
        assert "kan wel rechtstreeks" not in page

    def test_offer_and_confirmation_of_the_year_are_shown_and_no_mentors_name(
        self, year: AcademicYear, mentor: Membership, coordinator: Membership
    ) -> None:
        row = SchoolYearFactory(school=mentor.school, year=year, confirmed_by=mentor.user)
        SchoolYear.objects.filter(pk=row.pk).update(confirmed_at="2017-05-10T08:00Z")
        OfferFactory(school_year=row, subject=SubjectFactory(name="Frans"), places=3)
        url = reverse("school_detail", args=[mentor.school.public_id])

        page = logged_in(coordinator).get(url).content.decode()

        assert "Frans" in page
        assert "wo 10 mei 2017" in page
        assert str(mentor.user) not in page

    @pytest.mark.parametrize("number", [1, 10, 100])
    def test_the_queries_do_not_grow(
        self,
        year: AcademicYear,
        coordinator: Membership,
        django_assert_max_num_queries,
        number: int,
    ) -> None:
        row = SchoolYearFactory(year=year)
        for index in range(number):
            OfferFactory(school_year=row)
            CampusFactory(school=row.school, number=index + 2, is_head=False)
        client = logged_in(coordinator)

        with django_assert_max_num_queries(10):
            client.get(reverse("school_detail", args=[row.school.public_id]))


def test_what_a_school_types_is_shown_as_text(mentor: Membership) -> None:
    PlacementSchool.objects.filter(pk=mentor.school.pk).update(
        info="Regel 1\n<script>alert(1)</script>", website="https://school.example.be/?a=1&b=2"
    )

    page = logged_in(mentor).get(READ).content.decode()

    assert "Regel 1<br>&lt;script&gt;" in page
    assert 'href="https://school.example.be/?a=1&amp;b=2" rel="noreferrer"' in page
