"""The page to take a request back from a school that is late, and what that school reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notices.collecting import collect
from requests_app.enums import ProposalState, RequestState
from requests_app.models import PlacementRequest
from requests_app.proposing import lies_with
from tests.answer_links.world import YES, confirm, fields, path_for
from tests.browsing import logged_in
from tests.factories import OfferFactory, SchoolFactory, SchoolYearFactory, actor_for
from tests.notices.world import line_of, told
from tests.queries import Limit, check, check_page, queries_of
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.typing import fields_of
from tests.requests_app.world import YES as ACCEPTED
from tests.requests_app.world import answer_as, filed, on, proposal_of

pytestmark = pytest.mark.django_db
ASKED, DUE, LATE = "2017-09-04", "2017-09-18", "2017-09-19"
BUTTON = "Terugnemen en een andere school zoeken"


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def asked(desk: Desk) -> PlacementRequest:
    """A request for Frans that lies with a school."""
    with on(ASKED):
        given = {"trainee": desk.trainee, "subject": desk.subject}
        return filed(desk.coordinator, desk.mentor, desk.year, **given)


def offering(desk: Desk, name: str) -> Any:
    """A school that confirmed places of Frans."""
    school = SchoolFactory(name=name)
    said = SchoolYearFactory(school=school, year=desk.year, confirmed_at="2017-05-03T10:00Z")
    OfferFactory(school_year=said, subject=desk.subject, places=2)
    return school


def test_the_button_is_there_when_the_answer_is_overdue(desk: Desk) -> None:
    request = asked(desk)
    with on(DUE):
        assert BUTTON not in text(desk.client.get(page("request", request)))
        early = desk.client.get(page("take_back", request), follow=True)
        assert "geen school is te laat" in text(early)
    with on(LATE):
        shown = text(desk.client.get(page("request", request)))
        assert BUTTON in shown
        assert page("take_back", request) in shown


def test_another_school_of_the_list_is_chosen_at_once(desk: Desk) -> None:
    request, other = asked(desk), offering(desk, "Past Helemaal")
    with on(LATE):
        client, url = desk.client, page("take_back", request)
        shown = client.get(url)
        assert "School Eigen antwoordde niet op tijd." in text(shown)
        assert "Past Helemaal, minder dan 1 km, Frans: 2 plaatsen vrij" in text(shown)
        sent = {**fields_of(shown), "school": str(other.public_id), "reason": "Duurde te lang."}
        done = client.post(url, sent, follow=True)
    assert "is teruggenomen van School Eigen en ligt nu bij Past Helemaal." in text(done)
    assert "Teruggenomen van School Eigen, die niet op tijd antwoordde" in text(done)
    assert "Duurde te lang." in text(done)
    request.refresh_from_db()
    assert lies_with(request, other)


def test_without_a_school_it_looks_again_and_the_list_leaves_the_late_one_out(desk: Desk) -> None:
    request = asked(desk)
    here = SchoolYearFactory(school=desk.mentor.school, year=desk.year)
    OfferFactory(school_year=here, subject=desk.subject, places=2)
    with on(LATE):
        client, url = desk.client, page("take_back", request)
        sent = fields_of(client.get(url))
        done = client.post(url, sent, follow=True)
        assert "zoekt opnieuw een school" in text(done)
        assert "Kies een school" in text(done)
        shown = text(client.get(page("shortlist", request)))
        assert "weigerde dit al, of antwoordde te laat: 1" in shown
        named = {"school": str(desk.mentor.school.public_id)}
        client.post(page("choose_school", request), named)  # all the same
    request.refresh_from_db()
    assert lies_with(request, desk.mentor.school)


def test_what_went_wrong_is_said_and_what_was_typed_stays(desk: Desk) -> None:
    request, other = asked(desk), offering(desk, "Past Helemaal")
    with on(LATE):
        client, url = desk.client, page("take_back", request)
        sent = {**fields_of(client.get(url)), "school": str(other.public_id), "reason": "Te laat"}
        unknown = client.post(url, {**sent, "school": "nergens"})
        assert "Kies een school uit de lijst." in text(unknown)
        long = client.post(url, {**sent, "reason": "x" * 10000})
        assert fields_of(long)["reason"] == ["x" * 10000]
        assert client.post(url, {}).status_code == 200
        answer_as(actor_for(desk.mentor), proposal_of(request), ACCEPTED)
        late = client.post(url, sent)
    assert "geheel aanvaard door School Eigen op di 19 september 2017" in text(late)
    assert fields_of(late)["reason"] == ["Te laat"]
    assert fields_of(late)["school"] == [str(other.public_id)]
    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED


def test_the_late_school_is_told_and_its_link_says_what_to_do(desk: Desk) -> None:
    request = asked(desk)
    proposal, other = proposal_of(request), SchoolFactory(name="School Andere")
    with on(ASKED):
        path = path_for(proposal)
        assert collect() == 1
    with on(LATE):
        url = page("take_back", request)
        sent = {**fields_of(desk.client.get(url)), "school": str(other.public_id)}
        desk.client.post(url, {**sent, "reason": "Geheime reden"})
        assert told(desk.mentor)[-1] == "request_taken_away"
        line = line_of(desk.mentor, "request_taken_away")
        assert "nam deze stageaanvraag terug, omdat er nog geen antwoord was." in line.text
        link, late = Client().get(path), confirm(path, fields(proposal, YES))
        own = logged_in(desk.mentor).get(reverse("proposal", args=[proposal.public_id]))
    assert (link.status_code, late.status_code) == (410, 409)
    words = "Hogeschool Eigen nam deze stageaanvraag terug op di 19 september 2017"
    for shown in (link, late, own):
        assert words in text(shown)
        assert "School Andere" not in text(shown)
    assert "Wilde u toch een stagiair ontvangen" in text(link)
    assert "Hebt u toch plaats, neem dan contact op." in text(own)
    assert "Geheime reden" not in text(link) + line.text
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN


def test_queries(desk: Desk) -> None:
    request, other = asked(desk), offering(desk, "Past Helemaal")
    with on(LATE):
        client, url = desk.client, page("take_back", request)
        check_page("take_back", client, url, limit=Limit.LIST)
        sent = {**fields_of(client.get(url)), "school": str(other.public_id)}
        check("take_back POST", queries_of(lambda: client.post(url, sent)), Limit.POST)
