"""The page "Berichten": what was told, until when, and whether it was mailed."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import MailState, OutgoingMail
from notices.collecting import collect
from notices.models import Notice
from tests.browsing import logged_in
from tests.queries import Limit, check_growing_page
from tests.requests_app.world import NO, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db
URL = reverse("notices")


def text(response) -> str:
    """What a page says, without marks and with single spaces."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_newest_comes_first_under_its_day_with_the_clock_and_what_was_mailed(
    coordinator, mentor, year_2017
):
    with on("2017-09-04"):
        first = filed(coordinator, mentor, year_2017)
    with on("2017-09-05", hour=8):
        collect()
        second = filed(coordinator, mentor, year_2017)
    with on("2017-09-05", hour=9):
        response = logged_in(mentor).get(URL)
    page = text(response)
    days = [page.index(day) for day in ("di 5 september 2017", "ma 4 september 2017")]
    assert days == sorted(days)
    assert page.index(second.reference) < page.index(first.reference)
    assert "Gemaild op di 5 september 2017." in page
    assert "Niet gemaild: u zag het hier al." in page
    assert "nog 9 lesdagen (tot ma 18 september 2017)" in page
    assert reverse("proposal", args=[proposal_of(first).public_id]) in response.content.decode()
    with on("2017-09-06"):
        answer(proposal_of(first), mentor, NO)
        page = text(logged_in(mentor).get(URL))
    assert page.count("Afgehandeld of niet meer nodig") == 1


def test_a_mail_that_did_not_leave_is_not_said_to_be_mailed(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-05", hour=8):
        collect()
        client = logged_in(mentor)
        said = {
            MailState.QUEUED: "Gemaild op di 5 september 2017.",
            MailState.FAILED: "De mail van di 5 september 2017 kwam niet aan.",
            MailState.WITHHELD: "De mail van di 5 september 2017 is nog niet verstuurd",
            MailState.DROPPED: "De mail van di 5 september 2017 is niet verstuurd.",
        }
        for state, words in said.items():
            OutgoingMail.objects.update(state=state)
            page = text(client.get(URL))
            assert words in page
            assert ("Gemaild op" in page) == (state == MailState.QUEUED)


def test_what_waits_says_which_mail_it_comes_in(coordinator, mentor, year_2017):
    with on("2017-09-04", hour=8):
        filed(coordinator, mentor, year_2017)
        collect()
    client = logged_in(mentor)
    with on("2017-09-04", hour=9):
        client.get(URL)  # a look; what is told in the minutes after it is not seen by it
        filed(coordinator, mentor, year_2017)
        assert "Komt in uw volgende mail, morgen, di 5 september 2017." in text(client.get(URL))


def test_what_came_since_the_last_look_is_new_in_words(coordinator, mentor, year_2017):
    client = logged_in(mentor)
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
        assert "Nieuw" not in text(client.get(URL))
    with on("2017-09-05"):
        page = text(client.get(URL))
        assert "Niets nieuws sinds u het laatst keek, ma 4 september 2017 om 10.00." in page
    with on("2017-09-05", hour=11):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-06"):
        page = text(client.get(URL))
        assert "1 nieuw bericht sinds u het laatst keek" in page
        assert page.count("Nieuw ") == 1


def test_still_to_do_is_what_holds_by_due_date_and_once(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        done, late, soon = (filed(coordinator, mentor, year_2017) for _ in range(3))
        answer(proposal_of(done), mentor, NO)
    proposal_of(late).__class__.objects.filter(request=late).update(due_on="2017-10-02")
    again = Notice.objects.get(request=soon)
    again.pk, again.key, again.public_id = None, "again", done.public_id
    again.save()
    with on("2017-09-05"):
        response = logged_in(mentor).get(URL, {"toon": "te-doen"})
    page = text(response)
    assert "2 berichten" in page
    assert done.reference not in page
    assert page.index(soon.reference) < page.index(late.reference)


def test_a_kind_can_be_chosen_and_nonsense_shows_all(coordinator, mentor, year_2017):
    client = logged_in(mentor)
    with on("2017-09-04"):
        request = filed(coordinator, mentor, year_2017)
        for asked in ({"soort": "request_reached"}, {"soort": "x"}, {"page": "x"}, {"page": "99"}):
            assert request.reference in text(client.get(URL, asked)), asked
        Notice.objects.update(kind="a_kind_of_before")
        assert request.reference not in text(client.get(URL))


def test_nobody_reads_what_another_was_told(
    coordinator, mentor, mentor_elsewhere, administrator, year_2017
):
    with on("2017-09-04"):
        request = filed(coordinator, mentor, year_2017)
        for other in (mentor_elsewhere, coordinator, administrator):
            page = text(logged_in(other).get(URL))
            assert request.reference not in page
        assert "U kreeg nog geen bericht." in text(logged_in(mentor_elsewhere).get(URL))
        to_do = logged_in(mentor_elsewhere).get(URL, {"toon": "te-doen"})
    assert "Er wacht niets op u." in text(to_do)


def test_the_page_asks_the_same_for_any_number(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
        one = Notice.objects.get()

        def grow(size: int) -> None:
            for number in range(Notice.objects.count(), size):
                more = Notice.objects.get(pk=one.pk)
                more.pk, more.key = None, f"copy:{number}"
                more.public_id = uuid4()
                more.save()

        for name, asked in (("notices", ""), ("notices to do", "?toon=te-doen")):
            Notice.objects.exclude(pk=one.pk).delete()
            check_growing_page(name, logged_in(mentor), URL + asked, grow=grow, limit=Limit.LIST)
