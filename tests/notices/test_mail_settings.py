"""How often, in which language and about what somebody is mailed."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from institutions.enums import Role
from notices.collecting import due_now
from notices.enums import Rhythm
from notices.kind import kinds_for
from notices.models import Addressee, Notice
from notices.next_mail import next_mail_at, next_mail_words
from tests.browsing import logged_in
from tests.factories import MembershipFactory
from tests.queries import Limit, check, check_page, queries_of
from tests.requests_app.world import BRUSSELS, filed, on

pytestmark = pytest.mark.django_db
URL = reverse("mail_settings")


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_looking_makes_no_row_and_shows_one_mail_a_day(mentor, year_2017):
    response = logged_in(mentor).get(URL)
    assert response.context["form"].initial["rhythm"] == Rhythm.DAILY
    assert not Addressee.objects.exists()


def test_what_is_chosen_is_kept_and_the_next_mail_is_told(coordinator, year_2017):
    client = logged_in(coordinator)
    wanted = [kind.name for kind in kinds_for(Role.COORDINATOR) if not kind.is_obligation]
    chosen = {"rhythm": "weekly", "language": "nl", "wanted": wanted[1:]}
    with on("2017-09-09"):
        response = client.post(URL, chosen, follow=True)
    addressee = Addressee.objects.get(user=coordinator.user)
    assert (addressee.rhythm, addressee.switched_off) == (Rhythm.WEEKLY, wanted[:1])
    (message,) = said(response)
    assert "uw volgende mail op ma 11 september 2017" in message
    with on("2017-09-11", hour=6):
        response = client.post(URL, {**chosen, "rhythm": "daily", "wanted": wanted}, follow=True)
    assert "uw volgende mail vandaag, vanaf 7 uur" in said(response)[0]
    assert Addressee.objects.get().switched_off == []


def test_the_language_is_that_of_the_account_and_of_the_answer(mentor, year_2017):
    client = logged_in(mentor)
    response = client.post(URL, {"rhythm": "at_once", "language": "en"}, follow=True)
    mentor.user.refresh_from_db()
    assert mentor.user.language == "en"
    assert client.cookies["taal"].value == "en"
    assert response.wsgi_request.LANGUAGE_CODE == "en"


def test_obligations_and_hand_made_kinds_are_never_switched_on_or_off(mentor, year_2017):
    asked = {"rhythm": "daily", "language": "nl", "wanted": ["request_reached", "x", "a" * 500]}
    response = logged_in(mentor).post(URL, asked)
    assert response.status_code == 302
    off = Addressee.objects.get().switched_off
    optional = {kind.name for kind in kinds_for(Role.SCHOOL_MENTOR) if not kind.is_obligation}
    assert set(off) == optional
    assert "Een stageaanvraag bereikt uw school" in logged_in(mentor).get(URL).content.decode()


def test_what_was_off_in_a_role_of_before_stays_off(mentor, year_2017):
    Addressee.objects.create(user=mentor.user, switched_off=["of_another_role"])
    logged_in(mentor).post(URL, {"rhythm": "daily", "language": "nl"})
    assert "of_another_role" in Addressee.objects.get().switched_off


def test_a_wrong_choice_is_an_error_that_keeps_the_rest(mentor, year_2017):
    response = logged_in(mentor).post(URL, {"rhythm": "hourly", "language": "en"})
    assert response.status_code == 200
    assert "rhythm" in response.context["form"].errors
    assert response.context["form"]["language"].value() == "en"
    assert not Addressee.objects.exists()


def test_nobody_without_a_role_is_asked_about_kinds(year_2017):
    member = MembershipFactory(is_active=False)
    response = logged_in(member).get(URL)
    assert "wanted" not in response.context["form"].fields


DAYS = [date(2017, 9, day) for day in range(7, 14)]  # thursday to wednesday


@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("presses", [False, True])
def test_the_next_mail_is_told_as_the_collector_makes_it(
    coordinator, mentor, year_2017, rhythm, presses
):
    """At every hour of a week, with every last mail: due now, or at the moment that is told."""
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    Notice.objects.update(presses=presses)
    addressee = Addressee.objects.get()
    addressee.rhythm = rhythm
    wrong = []
    for last in (None, DAYS[0], DAYS[1], DAYS[4], DAYS[5]):
        addressee.last_mail_on = last
        at = datetime(2017, 9, 8, 9, 50, tzinfo=BRUSSELS)
        addressee.last_mail_at = at if last else None
        addressee.save()
        for hours in range(0, 24 * 5, 5):
            now = datetime(2017, 9, 8, 5, 0, tzinfo=BRUSSELS) + timedelta(hours=hours)
            if last and last > now.date():
                continue
            then = next_mail_at(addressee, now, now, presses=presses)
            is_due = due_now(now, now).exists()
            if is_due != (then == now) or not due_now(then, then).exists():
                wrong.append((last, now, then, is_due))
    assert not wrong


def test_the_next_mail_in_words(mentor):
    weekly = Addressee(user=mentor.user, rhythm=Rhythm.WEEKLY, last_mail_on=date(2017, 9, 5))
    with on("2017-09-05"):
        assert next_mail_words(weekly) == "op ma 11 september 2017"
        assert next_mail_words(weekly, presses=True) == "morgen, wo 6 september 2017"
        assert next_mail_words(Addressee(user=mentor.user)) == "binnen het kwartier"


def test_queries(mentor, year_2017):
    client = logged_in(mentor)
    check_page("mail_settings", client, URL, limit=Limit.DETAIL)
    chosen = {"rhythm": "weekly", "language": "nl"}
    check("mail_settings POST", queries_of(lambda: client.post(URL, chosen)), Limit.POST)
