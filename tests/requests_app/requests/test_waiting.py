"""The waiting list: a request waits for a place at a named school, until anything moves it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from institutions.actors import SYSTEM
from institutions.models import PlacementSchool
from requests_app.ending import expire_unfinished, withdraw_request
from requests_app.enums import RequestState
from requests_app.exceptions import WrongState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from requests_app.proposing import choose_next_school, propose_many
from requests_app.waiting import stop_waiting, wait_for
from tests.browsing import logged_in
from tests.factories import (
    OfferFactory,
    SchoolFactory,
    SchoolYearFactory,
    SubjectFactory,
    actor_for,
)
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.looking import looking, refused
from tests.requests_app.world import filed, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def full(desk: Desk) -> PlacementSchool:
    """A school to wait for."""
    return SchoolFactory(name="Volle School")


def waiting(desk: Desk, school: PlacementSchool, make: Any = looking) -> PlacementRequest:
    request = make(desk)
    return wait_for(request_pk=request.pk, school=school, actor=actor_for(desk.coordinator))


@pytest.mark.parametrize("make", [looking, refused])
def test_it_waits_and_keeps_its_state(desk: Desk, full: PlacementSchool, make: Any) -> None:
    request = make(desk)
    waits = wait_for(request_pk=request.pk, school=full, actor=actor_for(desk.coordinator))
    waits.refresh_from_db()
    assert (waits.state, waits.waits_for) == (request.state, full)
    assert waits.waits_since is not None
    assert broken_invariants() == {}


def test_waiting_twice_keeps_the_first_moment(desk: Desk, full: PlacementSchool) -> None:
    first = waiting(desk, full)
    with on("2017-06-21"):
        wait_for(request_pk=first.pk, school=full, actor=actor_for(desk.coordinator))
        again = PlacementRequest.objects.get(pk=first.pk)
    assert again.waits_since == first.waits_since
    assert first.events.filter(action="wait").count() == 1


def test_waiting_for_another_school_begins_anew(desk: Desk, full: PlacementSchool) -> None:
    first = waiting(desk, full)
    with on("2017-06-21"):
        other = SchoolFactory()
        again = wait_for(request_pk=first.pk, school=other, actor=actor_for(desk.coordinator))
    assert again.waits_for == other
    assert again.waits_since > first.waits_since


def test_it_does_not_wait_for_a_school_that_cannot_be_asked(
    desk: Desk, full: PlacementSchool
) -> None:
    SchoolYearFactory(school=full, year=desk.year, stance="no")
    for school, why in ((full, "geen stagiairs"), (desk.mentor.school, "al geweigerd")):
        with pytest.raises(DomainError, match=why):
            waiting(desk, school, refused)


def test_a_request_at_a_school_does_not_wait(desk: Desk, full: PlacementSchool) -> None:
    request = filed(desk.coordinator, desk.mentor, desk.year)
    with pytest.raises(WrongState):
        wait_for(request_pk=request.pk, school=full, actor=actor_for(desk.coordinator))


def test_a_colleague_puts_nobody_on_the_list(
    desk: Desk, full: PlacementSchool, colleague: Membership
) -> None:
    request = waiting(desk, full)
    for attempt in (
        lambda: wait_for(request_pk=request.pk, school=full, actor=actor_for(colleague)),
        lambda: stop_waiting(request_pk=request.pk, actor=actor_for(colleague)),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_it_stops_and_stopping_twice_is_harmless(desk: Desk, full: PlacementSchool) -> None:
    request = waiting(desk, full)
    for _time in (1, 2):
        stopped = stop_waiting(request_pk=request.pk, actor=actor_for(desk.coordinator))
    stopped.refresh_from_db()
    assert (stopped.waits_for, stopped.waits_since) == (None, None)
    assert stopped.events.filter(action="stop_waiting").count() == 1


@pytest.mark.parametrize("way", ["chosen", "proposed", "withdrawn", "expired"])
def test_whatever_moves_it_ends_the_waiting(desk: Desk, full: PlacementSchool, way: str) -> None:
    request, actor = waiting(desk, full, refused), actor_for(desk.coordinator)
    if way == "chosen":
        choose_next_school(request_pk=request.pk, school=SchoolFactory(), actor=actor)
    elif way == "proposed":
        propose_many([(request, full)], actor=SYSTEM)
    elif way == "withdrawn":
        withdraw_request(request_pk=request.pk, reason="Gestopt.", actor=actor)
    else:
        held = waiting(desk, full)
        expire_unfinished(desk.year)
        request = held
    request.refresh_from_db()
    assert (request.waits_for, request.waits_since) == (None, None)
    assert request.state != RequestState.REFUSED
    assert broken_invariants() == {}


class TestPages:
    """On the request, in the list, and where a school is chosen."""

    def test_from_the_page_that_chooses_a_school(self, desk: Desk, full: PlacementSchool) -> None:
        request, client = looking(desk), desk.client
        url = page("wait_for_school", request)
        shown = text(client.get(page("choose_school", request) + "?zoek=volle"))
        assert f'formaction="{url}"' in shown
        done = client.post(url, {"school": full.public_id}, follow=True)
        assert "wacht nu op een plaats bij Volle School" in text(done)
        assert "Wacht sinds di 20 juni 2017 op een plaats bij Volle School" in text(done)

    def test_from_the_request_for_a_school_that_it_names(self, desk: Desk) -> None:
        SchoolYearFactory(school=desk.mentor.school, year=desk.year, total_at_same_time=1)
        filed(desk.coordinator, desk.mentor, desk.year)
        request = looking(desk, route="preferences", school=desk.mentor.school)
        shown = text(desk.client.get(page("request", request)))
        assert "Wacht op een plaats bij School Eigen" in shown

    @pytest.mark.parametrize(
        ("subject", "places", "offered"),
        [("asked", 1, True), ("asked", 0, False), ("other", 1, False)],
    )
    def test_only_where_a_place_can_come_free(
        self, desk: Desk, subject: str, places: int, offered: bool
    ) -> None:
        school_year = SchoolYearFactory(school=desk.mentor.school, year=desk.year)
        what = desk.subject if subject == "asked" else SubjectFactory()
        OfferFactory(school_year=school_year, subject=what, places=places)
        filed(desk.coordinator, desk.mentor, desk.year, subject=desk.subject)
        request = looking(
            desk, route="preferences", school=desk.mentor.school, subject=desk.subject
        )
        shown = text(desk.client.get(page("request", request)))
        assert ("Wacht op een plaats bij School Eigen" in shown) == offered

    def test_the_list_says_so_and_asks_no_choice(self, desk: Desk, full: PlacementSchool) -> None:
        request, client = waiting(desk, full), desk.client
        assert "Wacht op een plaats bij Volle School" in text(client.get("/aanvragen/"))
        assert request.reference in text(client.get("/aanvragen/?toestand=wacht"))
        assert request.reference not in text(client.get("/aanvragen/?toestand=zoekt"))
        assert "Kies een school voor" not in text(client.get("/"))

    def test_it_stops_from_the_request(self, desk: Desk, full: PlacementSchool) -> None:
        request = waiting(desk, full)
        done = desk.client.post(page("stop_waiting", request), follow=True)
        assert "wacht niet langer op één school" in text(done)
        history = text(done).partition("geschiedenis")[2]
        assert "Wacht niet langer op een plaats bij Volle School" in history

    def test_no_school_leads_back_to_the_choice(self, desk: Desk) -> None:
        request = looking(desk)
        done = desk.client.post(page("wait_for_school", request), {"school": "x"})
        assert done.url == page("choose_school", request)

    def test_a_reason_against_it_is_said(self, desk: Desk) -> None:
        request = refused(desk)
        sent = {"school": desk.mentor.school.public_id}
        done = desk.client.post(page("wait_for_school", request), sent, follow=True)
        assert "heeft dit al geweigerd" in text(done)

    def test_a_get_changes_nothing(self, desk: Desk, full: PlacementSchool) -> None:
        request = waiting(desk, full)
        desk.client.get(page("stop_waiting", request))
        request.refresh_from_db()
        assert request.waits_for == full

    def test_the_school_never_hears_who_waits(self, desk: Desk) -> None:
        request = waiting(desk, SchoolFactory())
        PlacementRequest.objects.filter(pk=request.pk).update(waits_for=desk.mentor.school)
        client = logged_in(desk.mentor)
        for url in ("/", "/postvak/"):
            assert request.reference not in text(client.get(url))
