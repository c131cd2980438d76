"""Check, file, offer for a check, and file many at once."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from requests_app.drafting import offer_for_check, save_draft
from requests_app.ending import withdraw_request
from requests_app.enums import RequestState
from requests_app.models import PlacementRequest
from tests.browsing import logged_in
from tests.factories import RequestFactory, SchoolFactory, actor_for
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.typing import fields_of
from tests.requests_app.world import draft, filed, on

pytestmark = pytest.mark.django_db


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def of(desk: Desk, **fields: Any) -> PlacementRequest:
    """A complete draft of the desk's trainee."""
    given = {"trainee": desk.trainee, "subject": desk.subject, "programme": desk.programme}
    return draft(desk.coordinator, desk.mentor, desk.year, **{**given, **fields})


def empty(desk: Desk) -> PlacementRequest:
    """A draft with nothing in it."""
    request = of(desk, route="", trimester=None, period_start=None, period_end=None, school=False)
    request.activities.all().delete()
    request.trainees.clear()
    return request


def file_it(desk: Desk, request: PlacementRequest, **more: Any) -> Any:
    client = desk.client
    data = fields_of(client.get(page("draft_check", request)))
    return client.post(page("file_request", request), {**data, **more})


def test_an_empty_request_says_at_each_part_what_is_missing(desk: Desk) -> None:
    with on("2017-06-20"):
        shown = text(desk.client.get(page("draft_check", empty(desk))))
    for message in (
        "Er ontbreken nog 5 dingen",
        "Kies voor welke stagiair deze aanvraag is.",
        "Kies een trimester.",
        "Vul de eerste en de laatste dag van de stageperiode in.",
        "Voeg minstens één stageactiviteit toe.",
        "Kies hoe we een school zoeken.",
    ):
        assert message in shown
    assert "Indienen</button>" not in shown
    assert "voor-wie/?naar=nakijken" in shown


def test_an_incomplete_request_that_is_sent_all_the_same_is_not_filed(desk: Desk) -> None:
    with on("2017-06-20"):
        request = empty(desk)
        response = desk.client.post(page("file_request", request), {"version": request.version})
    assert response.status_code == 409
    assert "Deze aanvraag kan nog niet ingediend worden" in text(response)
    request.refresh_from_db()
    assert request.state == RequestState.DRAFT


def test_a_trainee_twice_in_the_same_days_is_told_with_the_other_request(desk: Desk) -> None:
    with on("2017-06-20"):
        other = filed(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
        shown = text(desk.client.get(page("draft_check", of(desk))))
    assert f"heeft in deze periode al aanvraag {other.reference}" in shown


def test_filing_early_tells_when_the_school_will_see_it(desk: Desk) -> None:
    with on("2017-06-02"):
        request = of(desk)
        done = file_it(desk, request)
        shown = text(desk.client.get(done.url))
    assert "ziet de aanvraag op do 15 juni 2017" in shown
    assert "uiterlijk op ma 18 september 2017" in shown
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED


def test_filing_twice_gives_the_same_confirmation(desk: Desk) -> None:
    with on("2017-06-20"):
        request, client = of(desk), desk.client
        data = fields_of(client.get(page("draft_check", request)))
        urls = [client.post(page("file_request", request), data).url for _ in (1, 2)]
    assert urls == [page("request_filed", request)] * 2
    assert request.events.filter(action="file").count() == 1


def test_before_june_nothing_is_filed_and_the_date_is_told(desk: Desk) -> None:
    with on("2017-05-10"):
        request = of(desk)
        assert "kan vanaf do 1 juni 2017" in text(desk.client.get(page("draft_check", request)))
        response = file_it(desk, request, version=request.version)
    assert response.status_code == 409
    assert "do 1 juni 2017" in text(response)


def test_after_the_preferred_date_it_warns_and_still_files(desk: Desk) -> None:
    with on("2017-09-20"):
        request = of(desk)
        shown = text(desk.client.get(page("draft_check", request)))
        assert "bij voorkeur uiterlijk op di 19 september 2017" in shown
        assert file_it(desk, request).url == page("request_filed", request)


def test_text_that_looks_like_a_national_number_warns(desk: Desk) -> None:
    with on("2017-06-20"):
        request = of(desk, text_for_school="Zijn nummer is 97.05.12-123.45")
        assert "rijksregisternummer lijkt" in text(desk.client.get(page("draft_check", request)))


def test_a_draft_that_changed_since_it_was_shown_is_not_filed(
    desk: Desk, colleague: Membership
) -> None:
    with on("2017-06-20"):
        request, client = of(desk), desk.client
        data = fields_of(client.get(page("draft_check", request)))
        save_draft(request_pk=request.pk, actor=actor_for(colleague), text_for_school="Anders")
        response = client.post(page("file_request", request), data)
        assert response.status_code == 409
        assert "intussen gewijzigd" in text(response)
        assert "Anders" in text(response)
        again = client.post(page("file_request", request), fields_of(response))
        assert again.url == page("request_filed", request)


class TestColleague:
    """A stagebegeleider prepares, and does not file."""

    def test_offers_it_for_a_check_and_cannot_file(self, desk: Desk, colleague: Membership) -> None:
        with on("2017-06-20"):
            request = of(desk, supervisor=colleague)
            client = logged_in(colleague)
            shown = text(client.get(page("draft_check", request)))
            assert "Ter controle voorleggen" in shown
            assert "Indienen</button>" not in shown
            refused = client.post(page("file_request", request), {"version": request.version})
            assert refused.status_code == 403
            assert "Alleen een stagecoördinator kan dit doen." in text(refused)
            offered = client.post(page("offer_for_check", request))
            assert offered.url == page("draft_check", request)
            client.post(page("offer_for_check", request))
            assert request.events.filter(action="offer_for_check").count() == 1
            waiting = text(desk.client.get("/aanvragen/te-controleren/"))
        assert request.reference in waiting
        assert "Controleer 1 stageaanvraag" in waiting

    def test_does_not_see_the_list_to_check(self, desk: Desk, colleague: Membership) -> None:
        assert logged_in(colleague).get("/aanvragen/te-controleren/").status_code == 403


class TestTogether:
    """Many at once, each by itself."""

    def test_those_that_can_are_filed_and_the_others_are_named(
        self, desk: Desk, colleague: Membership
    ) -> None:
        with on("2017-06-20"):
            good, changed, gone = (
                draft(desk.coordinator, desk.mentor, desk.year) for _ in range(3)
            )
            missing, client = empty(desk), desk.client
            for request in (good, changed, gone, missing):
                offer_for_check(request_pk=request.pk, actor=actor_for(colleague))
            ids = [str(r.public_id) for r in (good, changed, gone, missing)]
            confirm = client.post("/aanvragen/indienen/", {"aanvraag": ids})
            assert "Dien 3 stageaanvragen in" in text(confirm)
            assert "Kies voor welke stagiair" in text(confirm)
            data = fields_of(confirm)
            assert str(missing.public_id) not in data["aanvraag"]
            save_draft(request_pk=changed.pk, actor=actor_for(colleague), text_for_school="Anders")
            withdraw_request(request_pk=gone.pk, reason="Weg", actor=actor_for(desk.coordinator))
            done = client.post("/aanvragen/indienen/", {**data, "bevestigen": "1"})
            shown = text(client.get(done.url))
        assert "1 stageaanvraag is ingediend" in shown
        assert "2 aanvragen zijn niet ingediend" in shown
        assert f"{changed.reference}</a>: Deze aanvraag is intussen gewijzigd" in shown
        assert f"{gone.reference}</a>: Dit kan niet meer: ingetrokken" in shown
        states = PlacementRequest.objects.in_bulk([good.pk, changed.pk, missing.pk])
        assert [states[pk].state for pk in sorted(states)] == ["proposed", "draft", "draft"]

    @pytest.mark.parametrize(
        ("day", "said", "button"),
        [
            ("2017-05-10", "kan vanaf do 1 juni 2017", False),
            ("2017-06-02", "De scholen zien ze op do 15 juni 2017", True),
            ("2017-06-20", "een rechtstreekse aanvraag meteen", True),
            ("2017-09-20", "bij voorkeur uiterlijk op di 19 september 2017", True),
        ],
    )
    def test_it_tells_when_the_schools_see_them(
        self, desk: Desk, day: str, said: str, button: bool
    ) -> None:
        with on(day):
            ids = [str(of(desk).public_id)]
            shown = text(desk.client.post("/aanvragen/indienen/", {"aanvraag": ids}))
        assert said in shown
        assert ('name="bevestigen"' in shown) is button

    def test_nothing_ticked_says_so(self, desk: Desk) -> None:
        response = desk.client.post("/aanvragen/indienen/", follow=True)
        assert "Vink eerst aan" in text(response)

    def test_requests_of_another_institution_are_left_alone(
        self, desk: Desk, coordinator_elsewhere: Membership
    ) -> None:
        with on("2017-06-20"):
            request = of(desk)
            strange = logged_in(coordinator_elsewhere)
            sent = {"aanvraag": [str(request.public_id)], "bevestigen": "1"}
            strange.post("/aanvragen/indienen/", sent)
        request.refresh_from_db()
        assert request.state == RequestState.DRAFT

    def test_two_for_one_trainee_in_one_batch_file_one(self, desk: Desk) -> None:
        with on("2017-06-20"):
            first, second = of(desk), of(desk, school=SchoolFactory())
            ids = [str(first.public_id), str(second.public_id)]
            client = desk.client
            done = client.post("/aanvragen/indienen/", {"aanvraag": ids, "bevestigen": "1"})
            shown = text(client.get(done.url))
        assert "heeft in deze periode al aanvraag" in shown
        assert PlacementRequest.objects.filter(state=RequestState.PROPOSED).count() == 1


def test_a_filed_request_has_no_check_page_any_more(desk: Desk) -> None:
    with on("2017-06-20"):
        request = filed(desk.coordinator, desk.mentor, desk.year)
        assert desk.client.get(page("draft_check", request)).url == page("request", request)
        again = RequestFactory(institution=desk.coordinator.institution, year=desk.year)
        assert desk.client.get(page("request_filed", again)).url == page("draft_check", again)
