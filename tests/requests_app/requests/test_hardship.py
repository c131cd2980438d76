"""Voorrang: asked by a coordinator, confirmed by an administrator, and read by nobody else."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.enums import Role
from requests_app.enums import Hardship
from requests_app.exceptions import StaleForm, WrongState
from requests_app.hardship import confirm_hardship, decline_hardship, mark_hardship
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from requests_app.workflow import what_happened
from tests.browsing import logged_in
from tests.factories import MembershipFactory, UserFactory, actor_for
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.looking import looking, refused
from tests.requests_app.requests.typing import send
from tests.requests_app.world import YES, answer, draft, filed, on, proposal_of, two_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]
LIST = "/voorrang/"
CARE = "Zorgt voor kinderen of familie"


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def admin(administrator: User) -> Actor:
    return Actor(user=administrator, role=Role.ADMIN)


def mark(desk: Desk, request: PlacementRequest, reason: str = Hardship.CARE) -> PlacementRequest:
    actor = actor_for(desk.coordinator)
    return mark_hardship(request_pk=request.pk, reason=reason, actor=actor)


def a_draft(desk: Desk) -> PlacementRequest:
    return draft(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)


class TestAsking:
    """By the coordinator, in a draft and while it looks for a school."""

    @pytest.mark.parametrize("make", [a_draft, looking, refused])
    def test_it_is_asked_with_a_coded_reason(self, desk: Desk, make: Any) -> None:
        request = make(desk)
        marked = mark(desk, request)
        marked.refresh_from_db()
        assert (marked.state, marked.hardship) == (request.state, "care")
        assert marked.hardship_confirmed_at is None
        assert marked.events.order_by("pk").last().data == {"hardship": "care"}

    def test_the_same_reason_again_changes_nothing(self, desk: Desk) -> None:
        request = mark(desk, looking(desk))
        assert mark(desk, request).version == request.version

    def test_another_reason_has_to_be_confirmed_again(self, desk: Desk, admin: Actor) -> None:
        request = mark(desk, looking(desk))
        confirm_hardship(request_pk=request.pk, reason="care", actor=admin)
        changed = mark(desk, request, Hardship.WORK)
        changed.refresh_from_db()
        assert (changed.hardship, changed.hardship_confirmed_at) == ("work", None)
        assert changed.hardship_confirmed_by is None

    def test_it_can_be_taken_back(self, desk: Desk) -> None:
        request = mark(desk, mark(desk, looking(desk)), "")
        assert request.hardship == ""
        shown = text(desk.client.get(page("request", request)))
        assert "Vraagt geen voorrang meer" in shown

    def test_free_text_is_no_reason(self, desk: Desk) -> None:
        with pytest.raises(DomainError):
            mark(desk, looking(desk), "gebroken been")

    def test_a_request_at_a_school_is_too_late(self, desk: Desk) -> None:
        with pytest.raises(WrongState):
            mark(desk, filed(desk.coordinator, desk.mentor, desk.year))

    def test_a_colleague_asks_none(self, desk: Desk, colleague: Membership) -> None:
        request = looking(desk, supervisor=colleague)
        with pytest.raises(PermissionDenied):
            mark_hardship(request_pk=request.pk, reason="care", actor=actor_for(colleague))

    def test_on_the_page_of_the_draft(self, desk: Desk) -> None:
        request, client = a_draft(desk), desk.client
        url = page("request_hardship", request)
        assert url in text(client.get(page("draft_check", request)))
        done = send(client, url, reason="care")
        assert done.url == page("draft_check", request)
        assert f"{CARE} (nog niet bevestigd)" in text(client.get(done.url))

    def test_on_the_page_of_the_request(self, desk: Desk) -> None:
        request, client = looking(desk), desk.client
        done = client.post(page("request_hardship", request), {"reason": "care"}, follow=True)
        assert f"{CARE} (nog niet bevestigd)" in text(done)
        assert "Voorrang gevraagd" in text(done).partition("geschiedenis")[2]

    def test_an_error_is_said_and_nothing_is_lost(self, desk: Desk) -> None:
        request = looking(desk)
        shown = desk.client.post(page("request_hardship", request), {"reason": "x"})
        assert "Kies een reden uit de lijst." in text(shown)

    def test_the_follow_up_keeps_it_with_its_confirmation(self, desk: Desk, admin: Actor) -> None:
        request = looking(desk)
        two_lines(request)
        mark(desk, request)
        confirm_hardship(request_pk=request.pk, reason="care", actor=admin)
        from requests_app.proposing import choose_next_school
        from tests.requests_app.world import NO

        choose_next_school(
            request_pk=request.pk, school=desk.mentor.school, actor=actor_for(desk.coordinator)
        )
        answer(proposal_of(request), desk.mentor, YES, NO)
        follow_up = request.follow_ups.get()
        assert follow_up.hardship == "care"
        assert follow_up.hardship_confirmed_at is not None


class TestDeciding:
    """By an administrator."""

    def test_a_confirmation_says_who_and_when(self, desk: Desk, admin: Actor) -> None:
        request = mark(desk, looking(desk))
        for _time in (1, 2):
            confirm_hardship(request_pk=request.pk, reason="care", actor=admin)
        request.refresh_from_db()
        assert request.hardship_confirmed_by == admin.user
        assert request.events.filter(action="confirm_hardship").count() == 1
        assert broken_invariants() == {}

    def test_what_was_read_is_what_is_confirmed(self, desk: Desk, admin: Actor) -> None:
        request = mark(desk, looking(desk))
        mark(desk, request, Hardship.WORK)
        with pytest.raises(StaleForm, match="intussen gewijzigd"):
            confirm_hardship(request_pk=request.pk, reason="care", actor=admin)
        with pytest.raises(StaleForm):
            decline_hardship(request_pk=request.pk, reason="care", why="Nee.", actor=admin)

    def test_nothing_is_confirmed_where_nothing_is_asked(self, desk: Desk, admin: Actor) -> None:
        with pytest.raises(StaleForm):
            confirm_hardship(request_pk=looking(desk).pk, reason="", actor=admin)

    def test_set_aside_with_why(self, desk: Desk, admin: Actor) -> None:
        request = mark(desk, looking(desk))
        for _time in (1, 2):
            decline_hardship(request_pk=request.pk, reason="care", why="Geen bewijs.", actor=admin)
        request.refresh_from_db()
        assert request.hardship == ""
        shown = text(desk.client.get(page("request", request)))
        assert "Voorrang terzijde gelegd" in shown
        assert "Geen bewijs." in shown
        assert request.events.filter(action="decline_hardship").count() == 1

    def test_it_needs_a_reason(self, desk: Desk, admin: Actor) -> None:
        request = mark(desk, looking(desk))
        with pytest.raises(DomainError, match="Geef een reden"):
            decline_hardship(request_pk=request.pk, reason="care", why=" ", actor=admin)

    @pytest.mark.parametrize("who", ["coordinator", "mentor"])
    def test_nobody_else_decides(
        self, desk: Desk, who: str, request: pytest.FixtureRequest
    ) -> None:
        marked = mark(desk, looking(desk))
        actor = actor_for(request.getfixturevalue(who))
        with pytest.raises(PermissionDenied):
            confirm_hardship(request_pk=marked.pk, reason="care", actor=actor)
        with pytest.raises(PermissionDenied):
            decline_hardship(request_pk=marked.pk, reason="care", why="Nee.", actor=actor)

    def test_a_draft_waits_until_it_is_filed(
        self, desk: Desk, admin: Actor, administrator: User
    ) -> None:
        request = mark(desk, a_draft(desk))
        assert request.reference not in text(logged_in(administrator).get(LIST))
        with pytest.raises(WrongState):
            confirm_hardship(request_pk=request.pk, reason="care", actor=admin)


class TestPages:
    """The administrator's list."""

    def test_it_is_in_the_menu_and_says_what_to_do(self, desk: Desk, administrator: User) -> None:
        client = logged_in(administrator)
        assert LIST in text(client.get("/"))
        assert "er wacht geen voorrang op een bevestiging" in text(client.get(LIST))

    def test_it_confirms_in_one_click(self, desk: Desk, administrator: User) -> None:
        request, client = mark(desk, looking(desk)), logged_in(administrator)
        assert "Bevestig de voorrang van 1 aanvraag" in text(client.get("/start/"))
        shown = text(client.get(LIST))
        assert "Bevestig de voorrang van 1 aanvraag" in shown
        assert CARE in shown
        done = send(client, LIST + f"{request.public_id}/bevestigen/", shown="care")
        assert done.url == LIST
        assert (
            request.reference
            not in text(client.get(LIST)).partition("<h1")[2].partition("<table")[2]
        )
        assert "bevestigd op di 20 juni 2017" in text(client.get(LIST + "?toon=bevestigd"))

    def test_it_sets_aside_with_a_reason(self, desk: Desk, administrator: User) -> None:
        request, client = mark(desk, looking(desk)), logged_in(administrator)
        url = page("hardship_decline", request)
        assert "Geef een reden." in text(send(client, url))
        done = send(client, url, reason="Niet van deze lijst.")
        assert done.url == LIST
        request.refresh_from_db()
        assert request.hardship == ""

    def test_a_reason_that_changed_meanwhile_is_said(self, desk: Desk, administrator: User) -> None:
        request, client = mark(desk, looking(desk)), logged_in(administrator)
        mark(desk, request, Hardship.WORK)
        done = client.post(page("hardship_confirm", request), {"shown": "care"}, follow=True)
        assert "intussen gewijzigd" in text(done)

    def test_only_administrators_find_it(self, desk: Desk, mentor: Membership) -> None:
        for client in (desk.client, logged_in(mentor)):
            assert client.get(LIST).status_code == 404


class TestSecrecy:
    """A school, a trainee and a colleague never read of it."""

    @pytest.fixture
    def at_school(self, desk: Desk, admin: Actor) -> PlacementRequest:
        """A confirmed one that lies with the mentor's school, of a trainee with an account."""
        desk.trainee.user = UserFactory()
        desk.trainee.save()
        MembershipFactory(
            user=desk.trainee.user, role=Role.TRAINEE, institution=desk.coordinator.institution
        )
        request = draft(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
        mark(desk, request)
        with on("2017-06-02"):
            from requests_app.filing import file_request

            file_request(request_pk=request.pk, actor=actor_for(desk.coordinator))
            confirm_hardship(request_pk=request.pk, reason="care", actor=admin)
        from requests_app.proposing import propose_many

        request.refresh_from_db()
        propose_many([(request, desk.mentor.school)], actor=actor_for(desk.coordinator))
        confirmed = mark_events(request)
        assert confirmed == ["mark_hardship", "confirm_hardship"]
        return request

    def read_by(self, client: Any, *urls: str) -> str:
        shown = "".join(text(client.get(url)) for url in urls)
        return shown.lower()

    def test_the_school(self, desk: Desk, at_school: PlacementRequest) -> None:
        proposal = proposal_of(at_school)
        urls = ["/", "/postvak/", *(reverse(name, args=[proposal.public_id]) for name in SCHOOL)]
        shown = self.read_by(logged_in(desk.mentor), *urls)
        assert at_school.reference.lower() in shown
        assert "voorrang" not in shown
        assert CARE.lower() not in shown

    def test_the_trainee(self, desk: Desk, at_school: PlacementRequest) -> None:
        shown = self.read_by(logged_in(desk.trainee.user), reverse("my_requests"))
        assert "school eigen" in shown
        assert "voorrang" not in shown

    def test_a_colleague(
        self, desk: Desk, at_school: PlacementRequest, colleague: Membership
    ) -> None:
        PlacementRequest.objects.update(supervisor=colleague)
        shown = self.read_by(logged_in(colleague), page("request", at_school))
        assert at_school.reference.lower() in shown
        assert "voorrang" not in shown

    def test_the_coordinator_does(self, desk: Desk, at_school: PlacementRequest) -> None:
        shown = self.read_by(desk.client, page("request", at_school))
        assert "bevestigd op vr 2 juni 2017" in shown

    def test_who_comes_second_at_the_school_reads_what_led_to_the_state(
        self, desk: Desk, at_school: PlacementRequest, admin: Actor
    ) -> None:
        decline_hardship(request_pk=at_school.pk, reason="care", why="Nee.", actor=admin)
        assert "aan een school voorgelegd" in what_happened(at_school)


SCHOOL = ("proposal", "answer_proposal")


def mark_events(request: PlacementRequest) -> list[str]:
    rows = request.events.filter(action__endswith="hardship").order_by("pk")
    return list(rows.values_list("action", flat=True))


class TestAdministration:
    """The same decisions in the Django admin."""

    LIST = "/beheer/requests_app/placementrequest/"

    def run(self, client: Any, action: str, *rows: PlacementRequest) -> str:
        sent = {"action": action, "_selected_action": [row.pk for row in rows]}
        return text(client.post(self.LIST, sent, follow=True))

    def test_requests_are_read_and_never_changed(self, desk: Desk, administrator: User) -> None:
        request, client = mark(desk, looking(desk)), logged_in(administrator)
        assert request.reference in text(client.get(self.LIST + "?voorrang=te-bevestigen"))
        assert request.reference not in text(client.get(self.LIST + "?voorrang=bevestigd"))
        assert client.get(f"{self.LIST}{request.pk}/change/").status_code == 200
        assert client.post(f"{self.LIST}{request.pk}/change/", {}).status_code == 403
        assert client.get(f"{self.LIST}{request.pk}/delete/").status_code == 403

    def test_several_are_confirmed_at_once_and_the_rest_is_told(
        self, desk: Desk, administrator: User
    ) -> None:
        asked, plain = mark(desk, looking(desk)), refused(desk)
        shown = self.run(logged_in(administrator), "confirm", asked, plain)
        assert "1 aanvraag gedaan." in shown
        assert f"{plain.reference}: " in shown
        asked.refresh_from_db()
        assert asked.hardship_confirmed_by == administrator

    def test_one_is_set_aside(self, desk: Desk, administrator: User) -> None:
        asked = mark(desk, looking(desk))
        self.run(logged_in(administrator), "set_aside", asked)
        asked.refresh_from_db()
        assert asked.hardship == ""
        event = asked.events.order_by("pk").last()
        assert (event.action, event.user) == ("decline_hardship", administrator)
