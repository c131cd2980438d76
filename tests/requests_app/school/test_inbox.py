"""The inbox: what waits, until when, for whom; filters, sorting, pages."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import AcademicYear
from institutions.models import SchoolFreeDay
from requests_app.answering import LineAnswer
from requests_app.enums import Decision
from requests_app.lesdagen_left import time_left
from tests.browsing import logged_in
from tests.factories import SubjectFactory
from tests.requests_app.school.conftest import Put
from tests.requests_app.world import NO, YES, answer, filed, on

pytestmark = pytest.mark.django_db


def page(client: Client, **asked: str) -> str:
    return client.get(reverse("inbox"), asked).content.decode()


@pytest.mark.parametrize(
    ("today", "due", "words", "tone"),
    [
        (date(2017, 9, 12), date(2017, 9, 18), "nog 4 lesdagen (tot ma 18 september 2017)", "due"),
        (date(2017, 9, 13), date(2017, 9, 18), "nog 3 lesdagen (tot ma 18 september 2017)", "soon"),
        (date(2017, 9, 15), date(2017, 9, 18), "nog 1 lesdag (tot ma 18 september 2017)", "soon"),
        (date(2017, 9, 18), date(2017, 9, 18), "nog vandaag (tot ma 18 september 2017)", "soon"),
        (
            date(2017, 9, 20),
            date(2017, 9, 18),
            "2 lesdagen te laat (verwacht tegen ma 18 september 2017)",
            "late",
        ),
        (
            date(2017, 9, 19),
            date(2017, 9, 18),
            "1 lesdag te laat (verwacht tegen ma 18 september 2017)",
            "late",
        ),
        (date(2017, 9, 23), date(2017, 9, 22), "te laat sinds vr 22 september 2017", "late"),
        (date(2017, 10, 27), date(2017, 11, 6), "nog 1 lesdag (tot ma 6 november 2017)", "soon"),
    ],
)
def test_the_time_left_is_counted_in_lesdagen(
    today: date, due: date, words: str, tone: str
) -> None:
    left = time_left(due, today, SchoolCalendar())
    assert (left.words, left.tone) == (words, tone)


def test_a_free_day_of_the_school_does_not_count(
    at_school: Client, put: Put, mentor: Membership
) -> None:
    put()
    assert "nog 10 lesdagen (tot di 26 september 2017)" in page(at_school)
    SchoolFreeDay.objects.create(school=mentor.school, date=date(2017, 9, 14), name="Studiedag")
    assert "nog 9 lesdagen (tot di 26 september 2017)" in page(at_school)


def test_a_row_says_what_is_asked(at_school: Client, put: Put) -> None:
    proposal = put(lines=2)
    text = page(at_school)
    assert "Beantwoord 1 stageaanvraag" in text
    for words in (
        proposal.request.reference,
        str(proposal.request.trainees.get()),
        "Hogeschool Eigen",
        "40",
        "T1, ma 16 oktober – vr 27 oktober 2017",
    ):
        assert words in text


def test_names_are_gone_thirty_days_after_the_period(put: Put, mentor: Membership) -> None:
    proposal = put()
    name = str(proposal.request.trainees.get())
    address = reverse("proposal", args=[proposal.public_id])
    with on("2017-11-26"):
        client = logged_in(mentor)
        assert name in page(client)
        assert name in client.get(address).content.decode()
    with on("2017-11-27"):
        client = logged_in(mentor)
        assert name not in page(client)
        assert "1 stagiair" in page(client)
        assert name not in client.get(address).content.decode()


def test_before_the_release_nothing_is_there_and_it_says_when(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-05"):
        request = filed(coordinator, mentor, year_2017)
        text = page(logged_in(mentor))
    assert request.reference not in text
    assert "Alle ingediende aanvragen komen hier samen op do 15 juni 2017." in text


def test_the_state_filter_is_what_waits_unless_asked(
    at_school: Client, put: Put, mentor: Membership
) -> None:
    waits, yes, no = put(), put(), put()
    answer(yes, mentor, YES)
    answer(no, mentor, NO)
    references = [proposal.request.reference for proposal in (waits, yes, no)]

    def shown(**asked: str) -> list[bool]:
        text = page(at_school, **asked)
        return [reference in text for reference in references]

    assert shown() == [True, False, False]
    assert shown(toestand="aanvaard") == [False, True, False]
    assert shown(toestand="geweigerd") == [False, False, True]
    assert shown(toestand="te-laat") == [False, False, False]
    assert shown(toestand="alle") == [True, True, True]
    assert shown(toestand="onzin\x00") == [True, False, False]


def test_filters_on_subject_trimester_and_institution(at_school: Client, put: Put) -> None:
    french = put(subject=SubjectFactory(name="Frans"))
    other = put(subject=SubjectFactory(name="Latijn"))
    text = page(at_school, vak="frans")
    assert french.request.reference in text
    assert other.request.reference not in text
    assert 'class="chip"' in text
    assert french.request.reference not in page(at_school, trimester="2")
    institution = str(french.request.institution.public_id)
    assert french.request.reference in page(at_school, opleiding=institution)
    assert "Geen stageaanvragen met deze filters." in page(at_school, vak="frans", trimester="3")


def test_another_year_is_another_list(at_school: Client, put: Put) -> None:
    proposal = put()
    AcademicYear.objects.create(
        start_year=2018, first_school_day=date(2018, 9, 3), last_school_day=date(2019, 6, 28)
    )
    assert proposal.request.reference not in page(at_school, jaar="2018-2019")
    text = page(at_school, jaar="2017-2018")
    assert proposal.request.reference in text
    assert '<input type="hidden" name="jaar" value="2017-2018"' in text
    assert "Filter" in page(at_school, jaar="\x00")


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "\x00", "1" * 400])
def test_absurd_pages_are_pages(at_school: Client, put: Put, number: str) -> None:
    proposal = put()
    assert proposal.request.reference in page(at_school, page=number, sort="niets", per_page="0")


def test_a_vakmentor_sees_only_what_was_assigned(
    put: Put, mentor: Membership, subject_mentor: Membership
) -> None:
    mine, other = put(), put()
    theirs = LineAnswer(Decision.ACCEPTED, subject_mentor_id=subject_mentor.pk)
    answer(mine, mentor, theirs)
    answer(other, mentor, YES)
    client = logged_in(subject_mentor)
    assert mine.request.reference in page(client)
    assert other.request.reference not in page(client)
    shown = client.get(reverse("proposal", args=[mine.public_id])).content.decode()
    assert "Antwoord corrigeren" not in shown
    assert client.get(reverse("proposal", args=[other.public_id])).status_code == 404


def test_history_tells_only_what_happened_here(
    at_school: Client, put: Put, mentor: Membership
) -> None:
    proposal = put(lines=2)
    answer(proposal, mentor, YES, NO, note="Welkom.")
    text = at_school.get(reverse("proposal", args=[proposal.public_id])).content.decode()
    assert "Aan uw school voorgelegd" in text
    assert "Gedeeltelijk aanvaard" in text
    assert "Vervolgaanvraag" not in text
    assert "Ingediend" not in text
