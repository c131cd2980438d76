"""The mail itself: what is asked, until when, one button; readable whatever it holds."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.letters import Letter, render, wrapped
from accounts.models import OutgoingMail
from institutions.models import SchoolFreeDay
from notices.collecting import collect
from notices.models import Addressee, Notice
from tests.factories import MentorFactory, SchoolFactory
from tests.requests_app.world import filed, on

pytestmark = pytest.mark.django_db
BUTTON = re.compile(r'<a class="button"\s+href="([^"]+)"[^>]*>([^<]+)</a>')
LINK = re.compile(r'<a class="(?:link|button)"\s+href="([^"]+)"')


def mailed() -> OutgoingMail:
    """The one mail that is made the morning after."""
    with on("2017-09-05", hour=7):
        collect()
    return OutgoingMail.objects.get(kind="digest")


def test_one_thing_is_a_sentence_its_kenmerk_until_when_and_one_button(
    coordinator, mentor, year_2017
):
    with on("2017-09-04"):
        request = filed(coordinator, mentor, year_2017)
    mail = mailed()
    assert mail.subject == f"Stageaanvraag {request.reference} wacht op uw antwoord"
    ((url, words),) = BUTTON.findall(mail.html)
    assert words == "Aanvraag bekijken en beantwoorden"
    assert LINK.findall(mail.html) == [url, "http://testserver/berichten/instellingen/"]
    for text in (mail.body, mail.html):
        assert "Een stageaanvraag van Hogeschool Eigen wacht op uw antwoord." in text
        assert "Nog 9 lesdagen (tot ma 18 september 2017)." in text
        assert request.reference in text
    assert "<li" not in mail.html


def test_what_is_due_together_stands_under_one_date_the_soonest_first(
    coordinator, mentor, year_2017
):
    with on("2017-09-04"):
        late, *soon = (filed(coordinator, mentor, year_2017) for _ in range(4))
        late.proposals.update(due_on=date(2017, 9, 25))
    body = mailed().body
    assert body.count("Nog 9 lesdagen (tot ma 18 september 2017).") == 1
    assert body.index("18 september") < body.index("25 september") < body.index(late.reference)
    assert all(request.reference in body for request in soon)


def test_forty_at_a_school_are_ten_in_full_and_a_link_to_the_rest(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        requests = [filed(coordinator, mentor, year_2017) for _ in range(12)]
    mail = mailed()
    assert mail.subject == "12 stageaanvragen wachten op uw antwoord"
    shown = [request for request in requests if request.reference in mail.body]
    assert len(shown) == 10
    assert "- En nog 2." in mail.body
    inbox = "http://testserver" + reverse("inbox")
    assert inbox in mail.body.splitlines()
    assert BUTTON.findall(mail.html) == [(inbox, "Bekijk ze samen")]


def test_for_an_address_without_account_every_link_is_there(coordinator, year_2017):
    school = SchoolFactory(name="School Zonder", email="info@zonder.example.be")
    mentor = MentorFactory.build(school=school)
    with on("2017-09-04"):
        requests = [filed(coordinator, mentor, year_2017) for _ in range(12)]
    mail = mailed()
    assert mail.to == school.email
    links = set(LINK.findall(mail.html))
    assert len(links) == 12
    assert all(link in mail.body and link.startswith("http://testserver/") for link in links)
    assert all(request.reference in mail.body for request in requests)
    assert "adres van School Zonder" in " ".join(mail.body.split())
    assert "instellingen" not in mail.body


def test_who_works_at_two_schools_reads_which_one_it_is_about(coordinator, mentor, year_2017):
    other = MentorFactory(user=mentor.user, school=SchoolFactory(name="School Twee"))
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
        filed(coordinator, other, year_2017)
    body = mailed().body
    assert "School Eigen: wacht op uw antwoord" in body
    assert "School Twee: wacht op uw antwoord" in body


def test_a_free_day_of_the_school_is_not_counted(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    Notice.objects.get().proposal.__class__.objects.update(due_on=date(2017, 9, 18))
    SchoolFreeDay.objects.create(school=mentor.school, date=date(2017, 9, 14))
    assert "Nog 8 lesdagen" in mailed().body


def test_the_whole_mail_is_in_the_readers_language(coordinator, mentor, year_2017):
    mentor.user.language = "en"
    mentor.user.save()
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    assert '<html lang="en">' in mailed().html


def test_a_letter_keeps_the_language_it_was_written_in():
    with translation.override("en"):
        letter = Letter(subject="A letter")
    with translation.override("nl"):
        assert '<html lang="en">' in render(letter).html


def test_the_text_of_a_mail_breaks_between_words_and_never_in_an_address():
    address = "http://testserver/" + "a" * 90
    text = wrapped(f"Dag,\n\n- {'woord ' * 20}\n  {address}\n")
    first, second = text.splitlines()[2:4]
    assert len(first) <= 74
    assert first.startswith("- woord")
    assert second.startswith("  woord")
    assert address in [line.strip() for line in text.splitlines()]


def test_nothing_typed_becomes_html(coordinator, mentor, year_2017):
    coordinator.institution.name = "<b>Hogeschool</b> & zoon"
    coordinator.institution.save()
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    mail = mailed()
    assert "&lt;b&gt;Hogeschool&lt;/b&gt; &amp; zoon" in mail.html
    assert "<b>Hogeschool</b> & zoon" in mail.body
    assert Addressee.objects.get().mails_made == 1
