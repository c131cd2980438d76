"""The wishes: asked in the template and the draft, said in words, and changed after filing."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError, PhaseClosed
from requests_app.attaching import attach
from requests_app.enums import Onward, RequestState
from requests_app.exceptions import StaleForm, WrongState
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from requests_app.widen import change_wishes
from tests.browsing import logged_in
from tests.factories import TemplateFactory, actor_for
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.looking import looking, refused
from tests.requests_app.requests.typing import fields_of, send
from tests.requests_app.world import draft, filed, on, two_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def change(desk: Desk, request: PlacementRequest, **changes: Any) -> PlacementRequest:
    return change_wishes(request_pk=request.pk, actor=actor_for(desk.coordinator), **changes)


class TestPreparing:
    """From the template to the draft, and what its pages say."""

    def test_attaching_takes_the_wishes_of_the_template_over(self, desk: Desk) -> None:
        template = TemplateFactory(
            institution=desk.coordinator.institution,
            year=desk.year,
            programme=desk.programme,
            other_schools=False,
            may_split=True,
            onward=Onward.AUTOMATIC,
        )
        made = attach(
            template=template,
            trainees=[desk.trainee],
            as_group=False,
            actor=actor_for(desk.coordinator),
        ).made[0]
        made.refresh_from_db()
        assert (made.other_schools, made.may_split, made.onward) == (False, True, "automatic")

    def test_the_school_step_keeps_them_and_the_check_page_says_them(self, desk: Desk) -> None:
        request = draft(
            desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee, route="preferences"
        )
        two_lines(request)
        url = page("draft_school", request)
        data = fields_of(desk.client.get(url))
        assert (data["other_schools"], data["onward"]) == (["on"], ["ask"])
        assert "may_split" not in data
        del data["other_schools"]
        sent = {**data, "may_split": "on", "onward": "automatic", "verder": "1"}
        desk.client.post(url, sent)
        request.refresh_from_db()
        assert (request.other_schools, request.may_split) == (False, True)
        shown = text(desk.client.get(page("draft_check", request)))
        for words in (
            "Alleen de gekozen scholen.",
            "De vakken mogen naar verschillende scholen.",
            "dan gaat ze vanzelf naar de best passende.",
        ):
            assert words in shown

    def test_a_search_keeps_what_was_ticked(self, desk: Desk) -> None:
        request = draft(desk.coordinator, desk.mentor, desk.year, may_split=True)
        url = page("draft_school", request)
        shown = fields_of(send(desk.client, url, "zoeken", onward="automatic", zoek="eigen"))
        assert (shown["may_split"], shown["onward"]) == (["on"], ["automatic"])
        request.refresh_from_db()
        assert request.onward == Onward.ASK

    def test_with_one_subject_there_is_nothing_to_split(self, desk: Desk) -> None:
        request = draft(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
        assert "blijven samen in één school" not in text(
            desk.client.get(page("draft_check", request))
        )


class TestChanging:
    """The service, also for a button that makes one change."""

    @pytest.mark.parametrize("make", [looking, refused])
    def test_what_changes_is_kept_told_and_leaves_the_state(self, desk: Desk, make: Any) -> None:
        request = make(desk, max_distance_km=20)
        state = request.state
        changed = change(desk, request, max_distance_km=30, nets=["go"], may_split=True)
        changed.refresh_from_db()
        assert (changed.state, changed.max_distance_km, changed.nets) == (state, 30, ["go"])
        event = changed.events.order_by("pk").last()
        assert (event.action, event.from_state, event.to_state) == ("change_wishes", state, state)
        assert event.data["changed"] == {
            "max_distance_km": [20, 30],
            "nets": [[], ["go"]],
            "may_split": [False, True],
        }
        assert broken_invariants() == {}

    def test_the_history_says_what_was_and_what_is(self, desk: Desk) -> None:
        request = looking(desk, max_distance_km=20)
        change(desk, request, max_distance_km=30)
        shown = text(desk.client.get(page("request", request)))
        assert "hoogstens 30 km (was: hoogstens 20 km)" in shown

    def test_a_double_click_changes_nothing_more(self, desk: Desk) -> None:
        request = looking(desk)
        first = change(desk, request, may_split=True)
        again = change(desk, request, may_split=True)
        assert first.version == again.version
        assert request.events.filter(action="change_wishes").count() == 1

    def test_who_changes_the_wishes_after_a_refusal_has_seen_it(self, desk: Desk) -> None:
        request = refused(desk)
        change(desk, request, other_schools=False)
        assert request.proposals.get().seen_at is not None

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"max_distance_km": 0}, "max_distance_km"),
            ({"nets": ["mars"]}, "nets"),
            ({"onward": "later"}, "onward"),
        ],
    )
    def test_a_value_that_is_none_is_refused_at_its_field(
        self, desk: Desk, changes: dict[str, Any], field: str
    ) -> None:
        request = looking(desk)
        with pytest.raises(DomainError) as caught:
            change(desk, request, **changes)
        assert caught.value.field == field
        assert not request.events.filter(action="change_wishes").exists()

    def test_only_wishes_change(self, desk: Desk) -> None:
        with pytest.raises(TypeError):
            change(desk, looking(desk), state="accepted")

    def test_a_request_at_a_school_keeps_its_wishes(self, desk: Desk) -> None:
        request = filed(desk.coordinator, desk.mentor, desk.year)
        with pytest.raises(WrongState):
            change(desk, request, may_split=True)

    def test_a_colleague_changes_nothing(self, desk: Desk, colleague: Membership) -> None:
        request = looking(desk, supervisor=colleague)
        with pytest.raises(PermissionDenied):
            change_wishes(request_pk=request.pk, actor=actor_for(colleague), may_split=True)

    def test_an_old_version_is_refused(self, desk: Desk) -> None:
        request = looking(desk)
        change(desk, request, may_split=True)
        with pytest.raises(StaleForm):
            change(desk, request, onward="automatic", expected_version=request.version)

    def test_after_the_year_it_is_too_late(self, desk: Desk) -> None:
        request = looking(desk)
        with on("2018-07-04"), pytest.raises(PhaseClosed):
            change(desk, request, may_split=True)


class TestPage:
    """ "Wensen wijzigen"."""

    def test_it_is_reached_from_the_request_and_saves(self, desk: Desk) -> None:
        request = looking(desk, max_distance_km=20)
        url = page("change_wishes", request)
        assert url in text(desk.client.get(page("request", request)))
        done = send(desk.client, url, max_distance_km="45", onward="automatic")
        assert done.url == page("request", request)
        shown = text(desk.client.get(done.url))
        assert "hoogstens 45 km" in shown
        assert "dan gaat ze vanzelf naar de best passende." in shown

    def test_who_comes_second_sees_what_changed_and_loses_nothing(self, desk: Desk) -> None:
        request = looking(desk, max_distance_km=20)
        client, url = desk.client, page("change_wishes", request)
        typed = {**fields_of(client.get(url)), "max_distance_km": "45"}
        change(desk, request, max_distance_km=30)
        late = client.post(url, typed)
        assert late.status_code == 409
        assert "Wat verschilt" in text(late)
        assert fields_of(late)["max_distance_km"] == ["45"]
        client.post(url, fields_of(late))
        request.refresh_from_db()
        assert request.max_distance_km == 45

    def test_an_error_stands_at_its_field(self, desk: Desk) -> None:
        request = looking(desk)
        shown = send(desk.client, page("change_wishes", request), max_distance_km="900")
        assert shown.status_code == 200
        assert shown.context["form"].errors["max_distance_km"]

    def test_it_is_not_there_for_what_lies_with_a_school(self, desk: Desk) -> None:
        request = filed(desk.coordinator, desk.mentor, desk.year)
        url = page("change_wishes", request)
        assert url not in text(desk.client.get(page("request", request)))
        assert desk.client.get(url).url == page("request", request)

    def test_an_unread_answer_is_opened_first(self, desk: Desk) -> None:
        request = refused(desk)
        assert page("change_wishes", request) not in text(desk.client.get(page("request", request)))

    def test_a_supervisor_reads_them_only(self, desk: Desk, colleague: Membership) -> None:
        request = looking(desk, supervisor=colleague)
        client = logged_in(colleague)
        assert page("change_wishes", request) not in text(client.get(page("request", request)))
        assert client.post(page("change_wishes", request)).status_code == 403


def test_a_filed_request_with_wishes_is_matched(desk: Desk) -> None:
    """Before the release it is held like every other one; after it, it looks for a school."""
    with on("2017-06-02"):
        request = looking(desk)
        shown = text(desk.client.get(page("request_filed", request)))
        assert "De matching zoekt op do 15 juni 2017 een plaats" in shown
        assert "Wordt op do 15 juni 2017 samen met alle andere aanvragen gematcht." in text(
            desk.client.get("/aanvragen/")
        )
        assert request.reference not in text(desk.client.get("/aanvragen/?toestand=zoekt"))
    shown = text(desk.client.get(page("request_filed", request)))
    assert "De matching zoekt nu een school." in shown
    assert request.reference in text(desk.client.get("/aanvragen/?toestand=zoekt"))
    assert request.state == RequestState.SUBMITTED
