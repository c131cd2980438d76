"""The page of a request: where it stands, its answer once opened, and its end."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from requests_app.answering import mark_answer_seen
from requests_app.enums import RequestState
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Preference
from tests.browsing import logged_in
from tests.factories import (
    SchoolFactory,
    actor_for,
)
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.typing import fields_of, send
from tests.requests_app.world import (
    NO,
    YES,
    answer,
    draft,
    filed,
    on,
    proposal_of,
    two_lines,
)

pytestmark = pytest.mark.django_db


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def partly(desk: Desk) -> PlacementRequest:
    """A request of which the school accepted one line and refused the other."""
    request = draft(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
    two_lines(request)
    file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))
    answer(proposal_of(request), desk.mentor, YES, NO, note="Graag in oktober.")
    return request


class TestAnswer:
    """The details of an answer appear when a coordinator opens it."""

    def test_before_it_is_opened_only_the_outcome_is_told(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request = partly(desk)
            shown = text(desk.client.get(page("request", request)))
        assert "Gedeeltelijk aanvaard" in shown
        assert "door School Eigen, di 20 juni 2017" in shown
        assert "Bekijk het antwoord" in shown
        for hidden in ("Geen mentor voor dit vak", "Graag in oktober.", "Mona"):
            assert hidden not in shown
        assert proposal_of(request).seen_at is None

    def test_opening_it_shows_all_and_ends_the_correcting(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request, client = partly(desk), desk.client
            shown = text(client.post(page("answer_seen", request), follow=True))
        for told in ("Geen mentor voor dit vak", "Graag in oktober.", "vervolgaanvraag"):
            assert told in shown
        assert "Mona" not in shown
        assert proposal_of(request).seen_at is not None

    def test_a_colleague_reads_it_after_and_cannot_open_it(
        self, desk: Desk, colleague: Membership
    ) -> None:
        with on("2017-06-20"):
            request = partly(desk)
            PlacementRequest.objects.update(supervisor=colleague)
            client = logged_in(colleague)
            assert client.post(page("answer_seen", request)).status_code == 403
            assert "Bekijk het antwoord" not in text(client.get(page("request", request)))
            mark_answer_seen(proposal=proposal_of(request), actor=actor_for(desk.coordinator))
            assert "Graag in oktober." in text(client.get(page("request", request)))

    def test_a_get_changes_nothing(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request = partly(desk)
            desk.client.get(page("answer_seen", request))
        assert proposal_of(request).seen_at is None


def test_the_history_tells_all_and_names_no_mentor(desk: Desk, colleague: Membership) -> None:
    with on("2017-06-20"):
        request = filed(desk.coordinator, desk.mentor, desk.year)
        answer(proposal_of(request), desk.mentor, NO)
        shown = text(desk.client.get(page("request", request)))
    history = shown.partition("geschiedenis")[2]
    for told in ("Ontwerp gemaakt", "Ingediend", "Voorgelegd aan School Eigen", "Geweigerd"):
        assert told in history
    assert "Cora" in history
    assert "Mona" not in shown


@pytest.mark.parametrize("role", ["coordinator_elsewhere", "mentor"])
def test_strangers_find_nothing(desk: Desk, role: str, request: pytest.FixtureRequest) -> None:
    with on("2017-06-20"):
        own = filed(desk.coordinator, desk.mentor, desk.year)
        client = logged_in(request.getfixturevalue(role))
        for name in ("request", "shortlist", "choose_school", "withdraw_request", "request_filed"):
            assert client.get(page(name, own)).status_code == 404, name


def test_a_colleague_sees_only_what_he_guides_or_made(desk: Desk, colleague: Membership) -> None:
    with on("2017-06-20"):
        request = filed(desk.coordinator, desk.mentor, desk.year)
        client = logged_in(colleague)
        assert client.get(page("request", request)).status_code == 404
        PlacementRequest.objects.update(supervisor=colleague)
        assert client.get(page("request", request)).status_code == 200
        assert client.get(page("withdraw_request", request)).status_code == 403


class TestEnd:
    """Withdraw and cancel, with a reason and a confirmation."""

    def test_withdrawing_needs_a_reason(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request, client = filed(desk.coordinator, desk.mentor, desk.year), desk.client
            url = page("withdraw_request", request)
            assert "verdwijnt uit het postvak van School Eigen" in text(client.get(url))
            assert "Geef een reden." in text(send(client, url))
            done = client.post(url, {"reason": "De stagiair stopt."}, follow=True)
        assert "Ingetrokken" in text(done)
        assert "De stagiair stopt." in text(done)
        request.refresh_from_db()
        assert request.state == RequestState.WITHDRAWN

    def test_withdrawing_what_was_accepted_meanwhile_tells_who_did_what(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request, client = filed(desk.coordinator, desk.mentor, desk.year), desk.client
            answer(proposal_of(request), desk.mentor, YES)
            response = client.post(page("withdraw_request", request), {"reason": "Toch niet"})
        assert "geheel aanvaard door School Eigen" in text(response)
        assert fields_of(response)["reason"] == ["Toch niet"]

    def test_a_reason_of_10_000_characters_is_refused_and_kept(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request = filed(desk.coordinator, desk.mentor, desk.year)
            response = desk.client.post(page("withdraw_request", request), {"reason": "x" * 10000})
        assert fields_of(response)["reason"] == ["x" * 10000]
        request.refresh_from_db()
        assert request.state == RequestState.PROPOSED


class TestNextSchool:
    """After a refusal."""

    def preferring(self, desk: Desk, *names: str) -> PlacementRequest:
        request = draft(
            desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee, route="preferences"
        )
        for rank, name in enumerate(names, start=2):
            Preference.objects.create(request=request, school=SchoolFactory(name=name), rank=rank)
        file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))
        return request

    def test_the_next_preference_is_one_click_and_the_others_stay(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request, client = self.preferring(desk, "Tweede", "Derde"), desk.client
            answer(proposal_of(request), desk.mentor, NO)
            url = page("choose_school", request)
            shown = text(client.get(url))
            assert "Kies Tweede" in shown
            assert "Kies School Eigen" not in shown
            second = request.preferences.get(school__name="Tweede").school
            done = client.post(url, {"school": second.public_id}, follow=True)
            assert "ligt nu bij Tweede" in text(done)
            again = client.post(url, {"school": second.public_id}, follow=True)
            assert "ligt nu bij Tweede" in text(again)
        assert request.proposals.count() == 2
        named = [row.school.name for row in request.preferences.select_related("school")]
        assert named == ["Tweede", "Derde"]

    def test_a_school_that_refused_is_not_asked_again(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request = self.preferring(desk)
            answer(proposal_of(request), desk.mentor, NO)
            response = desk.client.post(
                page("choose_school", request), {"school": desk.mentor.school.public_id}
            )
        assert response.status_code == 409
        assert "heeft dit al geweigerd" in text(response)

    def test_another_school_is_found_by_a_search(self, desk: Desk) -> None:
        SchoolFactory(name="Lyceum Zoekmij")
        with on("2017-06-20"):
            request = self.preferring(desk)
            answer(proposal_of(request), desk.mentor, NO)
            shown = text(desk.client.get(page("choose_school", request) + "?zoek=zoekmij"))
        assert "Lyceum Zoekmij" in shown

    def test_a_request_that_lies_with_a_school_has_nothing_to_choose(self, desk: Desk) -> None:
        with on("2017-06-20"):
            request = self.preferring(desk)
            url = page("choose_school", request)
            assert desk.client.get(url).url == page("request", request)
            other = SchoolFactory()
            response = desk.client.post(url, {"school": other.public_id}, follow=True)
        assert "Dit kan niet meer" in text(response)
        assert request.proposals.count() == 1
