"""The list of stageaanvragen: filters in the address, words, and who sees which."""

from typing import Any

import pytest

from accounts.models import Membership
from requests_app.models import PlacementRequest
from tests.browsing import logged_in
from tests.factories import TraineeFactory
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of

pytestmark = pytest.mark.django_db
LIST = "/aanvragen/"


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def several(desk: Desk) -> dict[str, PlacementRequest]:
    """A draft, a held one, and on 20 June one at a school, one refused, one accepted."""
    with on("2017-06-20"):
        made = {"draft": draft(desk.coordinator, desk.mentor, desk.year, trimester=2)}
        for name in ("proposed", "refused", "accepted"):
            made[name] = filed(desk.coordinator, desk.mentor, desk.year)
        made["wishes"] = filed(desk.coordinator, desk.mentor, desk.year, route="wishes")
        answer(proposal_of(made["refused"]), desk.mentor, NO)
        answer(proposal_of(made["accepted"]), desk.mentor, YES)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"draft", "proposed", "refused", "accepted", "wishes"}),
        ("?toestand=draft", {"draft"}),
        ("?toestand=proposed", {"proposed"}),
        ("?toestand=zoekt", {"refused", "wishes"}),
        ("?toestand=beantwoord", {"refused", "accepted"}),
        ("?toestand=accepted", {"accepted"}),
        ("?toestand=te-controleren", set()),
        ("?toestand=onzin", {"draft", "proposed", "refused", "accepted", "wishes"}),
        ("?trimester=2", {"draft"}),
        ("?vak=nul%00", {"draft", "proposed", "refused", "accepted", "wishes"}),
        ("?jaar=2018-2019", {"draft", "proposed", "refused", "accepted", "wishes"}),
        ("?page=99999", {"draft", "proposed", "refused", "accepted", "wishes"}),
    ],
)
def test_filters_stand_in_the_address(
    desk: Desk, several: dict[str, PlacementRequest], query: str, found: set[str]
) -> None:
    with on("2017-06-20"):
        shown = text(desk.client.get(LIST + query))
    assert {name for name, row in several.items() if row.reference in shown} == found


def test_it_searches_on_reference_and_name(
    desk: Desk, several: dict[str, PlacementRequest]
) -> None:
    row = several["proposed"]
    row.trainees.set([desk.trainee])
    with on("2017-06-20"):
        for words in (row.reference, "kanarie", "Kanarie Stagiair"):
            shown = text(desk.client.get(LIST, {"zoek": words}))
            assert [name for name, r in several.items() if r.reference in shown] == ["proposed"]
        assert "Geen stageaanvraag voldoet" in text(desk.client.get(LIST, {"zoek": "bestaatniet"}))


def test_late_answers_have_a_list_of_their_own(
    desk: Desk, several: dict[str, PlacementRequest]
) -> None:
    with on("2017-09-19"):
        shown = text(desk.client.get(LIST + "?toestand=te-laat"))
    assert several["proposed"].reference in shown
    assert "te laat (verwacht tegen ma 18 september 2017)" in shown


def test_held_requests_tell_when_they_go_where(desk: Desk) -> None:
    with on("2017-06-02"):
        filed(desk.coordinator, desk.mentor, desk.year)
        shown = text(desk.client.get(LIST))
    assert "Gaat op do 15 juni 2017 naar School Eigen." in shown


def test_before_anything_it_says_what_opens_when(desk: Desk) -> None:
    with on("2017-05-10"):
        assert "Indienen kan vanaf do 1 juni 2017" in text(desk.client.get(LIST))


def test_each_sees_only_their_own(
    desk: Desk,
    several: dict[str, PlacementRequest],
    colleague: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
) -> None:
    with on("2017-06-20"):
        for stranger in (colleague, coordinator_elsewhere):
            shown = text(logged_in(stranger).get(LIST))
            assert not any(row.reference in shown for row in several.values())
        assert logged_in(mentor).get(LIST).status_code == 404


def test_tick_boxes_are_for_drafts_and_coordinators(
    desk: Desk, several: dict[str, PlacementRequest], colleague: Membership
) -> None:
    with on("2017-06-20"):
        shown = text(desk.client.get(LIST + "?alles=1"))
        assert shown.count('name="aanvraag"') == shown.count(" checked>") == 1
        PlacementRequest.objects.update(supervisor=colleague)
        assert 'name="aanvraag"' not in text(logged_in(colleague).get(LIST))


def test_every_column_sorts(desk: Desk, several: dict[str, PlacementRequest]) -> None:
    TraineeFactory(institution=desk.coordinator.institution)
    with on("2017-06-20"):
        for column in ("who", "period", "standing", "supervisor", "onzin"):
            for sign in ("", "-"):
                assert desk.client.get(f"{LIST}?sort={sign}{column}").status_code == 200
