"""A stageaanvraag from nothing, step by step, and all that can go wrong on the way."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Membership
from institutions.enums import Stance
from requests_app.drafting import prepare_request, save_draft
from requests_app.models import PlacementRequest
from requests_app.request_forms import EACH
from tests.browsing import logged_in
from tests.factories import SchoolFactory, SchoolYearFactory, TraineeFactory, actor_for
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.typing import fields_of, send
from tests.requests_app.world import on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]
NEW = "/aanvragen/nieuw/"


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def draft(desk: Desk, **fields: Any) -> PlacementRequest:
    """A draft for the trainee, without anything else."""
    return prepare_request(
        year=desk.year, actor=actor_for(desk.coordinator), trainees=[desk.trainee], **fields
    )


def test_a_request_is_made_from_nothing_and_filed(desk: Desk) -> None:
    client = desk.client
    made = send(client, NEW, stagiair=[str(desk.trainee.public_id)])
    request = PlacementRequest.objects.get()
    assert made.url == page("draft_period", request)
    assert request.programme == desk.programme
    period = send(
        client,
        made.url,
        trimester="1",
        period_start="2017-10-16",
        period_end="2017-10-27",
        text_for_school="Welkom.",
    )
    assert period.url == page("draft_activities", request)
    # The page starts with an actieve stage in the trainee's subject.
    lines = send(client, period.url, lines__0__hours="20")
    assert lines.url == page("draft_school", request)
    added = send(client, lines.url, press=f"kies={desk.mentor.school.public_id}")
    assert added.status_code == 200
    data = fields_of(added)
    assert data["school"] == [str(desk.mentor.school.public_id)]
    assert data["route"] == ["direct"]
    saved = client.post(lines.url, {**data, "verder": "1"})
    assert saved.url == page("draft_check", request)
    check = text(client.get(saved.url))
    assert "Er ontbre" not in check
    filed = send(client, saved.url.replace("nakijken", "indienen"), version="0")
    assert filed.status_code == 409  # nothing was shown on that address
    filed = client.post(page("file_request", request), fields_of(client.get(saved.url)))
    assert filed.url == page("request_filed", request)
    confirmation = text(client.get(filed.url))
    assert "School Eigen ziet de aanvraag nu" in confirmation
    assert "uiterlijk op ma 18 september 2017" in confirmation
    request.refresh_from_db()
    assert request.state == "proposed"


def test_the_same_form_sent_twice_makes_one_draft(desk: Desk) -> None:
    client = desk.client
    data = fields_of(client.get(NEW))
    sent = [client.post(NEW, {**data, "stagiair": str(desk.trainee.public_id)}) for _ in (1, 2)]
    assert PlacementRequest.objects.count() == 1
    assert sent[0].url == sent[1].url


@pytest.mark.parametrize(("samen", "drafts"), [("elk", 2), ("groep", 1)])
def test_several_trainees_get_one_each_or_one_together(desk: Desk, samen: str, drafts: int) -> None:
    other = TraineeFactory(institution=desk.coordinator.institution)
    chosen = [str(desk.trainee.public_id), str(other.public_id)]
    send(desk.client, NEW, stagiair=chosen, samen=samen)
    made = list(PlacementRequest.objects.all())
    assert len(made) == drafts
    assert all(request.is_group is (samen == "groep") for request in made)


def test_nobody_chosen_says_so_at_the_field(desk: Desk) -> None:
    response = send(desk.client, NEW)
    assert "Kies voor welke stagiair de aanvraag is." in text(response)
    assert not PlacementRequest.objects.exists()


def test_a_trainee_of_another_institution_cannot_be_chosen(
    desk: Desk, coordinator_elsewhere: Membership
) -> None:
    stranger = TraineeFactory(institution=coordinator_elsewhere.institution)
    for key in (str(stranger.public_id), str(uuid4()), "geen-id"):
        assert send(desk.client, NEW, stagiair=[key]).status_code == 200
    assert not PlacementRequest.objects.exists()


def test_a_search_keeps_the_ticks(desk: Desk) -> None:
    TraineeFactory(institution=desk.coordinator.institution, last_name="Zoekmij")
    response = send(
        desk.client, NEW, press="zoeken", zoek="zoekmij", stagiair=[str(desk.trainee.public_id)]
    )
    assert fields_of(response)["stagiair"] == [str(desk.trainee.public_id)]
    assert "Zoekmij" in text(response)
    assert "Kies voor welke" not in text(response)


def test_before_templates_open_no_draft_is_made(desk: Desk) -> None:
    """The form was opened on a day on which it could be, and is sent on one on which it cannot."""
    typed = {"form_key": str(uuid4()), "samen": EACH, "stagiair": str(desk.trainee.public_id)}
    with on("2017-04-20"):
        response = desk.client.post(NEW, typed)
    assert "voorbereiden kan vanaf di 2 mei 2017" in text(response)
    assert not PlacementRequest.objects.exists()


def test_each_step_saves_what_there_is_and_can_stop(desk: Desk) -> None:
    request = draft(desk)
    stopped = send(desk.client, page("draft_period", request), press="stop", trimester="2")
    request.refresh_from_db()
    assert (request.trimester, request.period_start) == (2, None)
    assert stopped.url == "/aanvragen/?toestand=draft"


def test_a_step_opened_from_the_check_leads_back_to_it(desk: Desk) -> None:
    request = draft(desk)
    url = page("draft_period", request) + "?naar=nakijken"
    assert send(desk.client, url, trimester="2").url == page("draft_check", request)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"period_start": "2017-02-31"}, "geldige datum"),
        (
            {"period_start": "2017-10-27", "period_end": "2017-10-16"},
            "eindigt voor ze begint",
        ),
        (
            {"trimester": "1", "period_start": "2018-02-01", "period_end": "2018-02-09"},
            "valt buiten trimester 1",
        ),
        ({"text_for_school": "x" * 10_000}, "4000"),
        ({"period_start": "0000-00-00"}, "geldige datum"),
        ({"text_for_school": "nul\0"}, "Null"),
        ({"programme": "999999"}, "Kies een opleiding van uw lerarenopleiding"),
    ],
)
def test_a_period_that_cannot_be_is_said_at_its_field_and_kept(
    desk: Desk, typed: dict[str, str], said: str
) -> None:
    request = draft(desk)
    response = send(desk.client, page("draft_period", request), **typed)
    assert response.status_code == 200
    assert said.lower() in text(response).lower()
    kept = fields_of(response)
    for name in typed.keys() - {"programme"}:
        shown = kept.get(name, [""])[0]
        assert shown.replace("\0", "") == typed[name].replace("\0", ""), name
    request.refresh_from_db()
    assert (request.period_start, request.text_for_school) == (None, "")


def test_lines_left_as_they_were_are_kept(desk: Desk) -> None:
    request = draft(desk)
    url = page("draft_activities", request)
    send(desk.client, url, lines__0__hours="20")
    send(desk.client, url)
    line = request.activities.get()
    assert (line.subject, line.hours) == (desk.subject, 20)
    assert request.events.filter(action="edit").count() == 1  # looking changes nothing


def test_lines_grow_shrink_and_move_without_saving(desk: Desk) -> None:
    request = draft(desk)
    url, client = page("draft_activities", request), desk.client
    grown = send(client, url, press="add_line", lines__0__hours="abc")
    data = fields_of(grown)
    assert data["lines-TOTAL_FORMS"] == ["2"]
    assert data["lines-0-hours"] == ["abc"]
    data |= {"lines-1-kind": ["observation"], "lines-1-remark": ["Tweede"]}
    moved = fields_of(client.post(url, {**data, "line_up": "1"}))
    assert (moved["lines-0-remark"], moved["lines-1-hours"]) == (["Tweede"], ["abc"])
    shrunk = fields_of(client.post(url, {**moved, "remove_line": "1"}))
    assert shrunk["lines-TOTAL_FORMS"] == ["1"]
    assert not request.activities.exists()


def test_all_four_kinds_of_line_are_saved(desk: Desk) -> None:
    request, client = draft(desk), desk.client
    url = page("draft_activities", request)
    data: dict[str, Any] = fields_of(client.get(url))
    kinds = ["observation", "participation", "active", "cross_class"]
    data["lines-TOTAL_FORMS"] = "4"
    for number, kind in enumerate(kinds):
        cross = kind == "cross_class"
        data |= {
            f"lines-{number}-kind": kind,
            f"lines-{number}-subject": "" if cross else desk.subject.slug,
            f"lines-{number}-functional_wholes": ["7", "8"] if cross else [],
            f"lines-{number}-hours": "4",
        }
    client.post(url, {**data, "verder": "1"})
    assert [line.kind for line in request.activities.all()] == kinds
    assert request.activities.last().functional_wholes == [7, 8]


def test_a_line_of_10_000_characters_is_refused_and_kept(desk: Desk) -> None:
    request = draft(desk)
    url = page("draft_activities", request)
    response = send(desk.client, url, lines__0__remark="x" * 10_000)
    assert fields_of(response)["lines-0-remark"] == ["x" * 10_000]
    assert "500" in text(response)
    assert not request.activities.exists()


def test_preferences_are_added_ordered_and_removed_without_saving(desk: Desk) -> None:
    request, client = draft(desk), desk.client
    url = page("draft_school", request)
    first, second = SchoolFactory(name="Atheneum A"), SchoolFactory(name="Atheneum B")
    found = send(client, url, press="zoeken", zoek="atheneum", max_distance_km="30")
    assert "Atheneum A" in text(found)
    data = fields_of(found)
    for school in (first, second):
        data = fields_of(client.post(url, {**data, "kies": str(school.public_id)}))
    data = fields_of(client.post(url, {**data, "omhoog": str(second.public_id)}))
    assert data["school"] == [str(second.public_id), str(first.public_id)]
    assert data["max_distance_km"] == ["30"]
    assert not request.preferences.exists()
    client.post(url, {**data, "route": "preferences", "verder": "1"})
    assert [row.school for row in request.preferences.all()] == [second, first]
    data = fields_of(client.get(url))
    data = fields_of(client.post(url, {**data, "verwijder": str(second.public_id)}))
    assert data["school"] == [str(first.public_id)]


def test_a_direct_request_goes_to_one_school(desk: Desk) -> None:
    request = draft(desk)
    schools = [str(SchoolFactory().public_id) for _ in range(2)]
    url = page("draft_school", request)
    response = send(desk.client, url, route="direct", school=schools)
    assert "gaat naar één school" in text(response)
    assert fields_of(response)["school"] == schools


def test_a_sixth_preference_is_refused(desk: Desk) -> None:
    request = draft(desk)
    schools = [str(SchoolFactory().public_id) for _ in range(6)]
    url = page("draft_school", request)
    response = send(desk.client, url, route="preferences", school=schools)
    assert "al vijf voorkeurscholen" in text(response)
    assert not request.preferences.exists()


def test_a_school_that_takes_nobody_cannot_be_chosen_and_says_why(desk: Desk) -> None:
    request = draft(desk)
    SchoolYearFactory(school=desk.mentor.school, year=desk.year, stance=Stance.NO)
    url = page("draft_school", request)
    found = text(send(desk.client, url, press="zoeken", zoek="School Eigen"))
    assert "neemt in 2017-2018 geen stagiairs" in found
    assert f'name="kies" value="{desk.mentor.school.public_id}"' not in found


def test_wishes_name_no_school(desk: Desk) -> None:
    request = draft(desk)
    school = str(desk.mentor.school.public_id)
    send(
        desk.client,
        page("draft_school", request),
        route="wishes",
        school=[school],
        nets=["go"],
        max_distance_km="20",
    )
    request.refresh_from_db()
    assert (request.route, request.nets, request.max_distance_km) == ("wishes", ["go"], 20)
    assert not request.preferences.exists()


class TestStale:
    """Two colleagues with the same draft open."""

    def test_the_second_sees_what_differs_and_loses_nothing(
        self, desk: Desk, colleague: Membership
    ) -> None:
        request = draft(desk)
        url, client = page("draft_period", request), desk.client
        mine = fields_of(client.get(url))
        save_draft(request_pk=request.pk, actor=actor_for(colleague), trimester=3)
        response = client.post(url, {**mine, "trimester": "2", "text_for_school": "Van mij"})
        assert response.status_code == 409
        assert "intussen gewijzigd" in text(response)
        assert "Trimester 3" in text(response)
        kept = fields_of(response)
        assert (kept["trimester"], kept["text_for_school"]) == (["2"], ["Van mij"])
        assert client.post(url, {**kept, "verder": "1"}).status_code == 302
        request.refresh_from_db()
        assert (request.trimester, request.text_for_school) == (2, "Van mij")

    def test_lines_that_differ_are_told_in_words(self, desk: Desk, colleague: Membership) -> None:
        request = draft(desk)
        url, client = page("draft_activities", request), desk.client
        mine = fields_of(client.get(url))
        theirs = [{"kind": "observation", "subject": desk.subject, "hours": 4}]
        save_draft(request_pk=request.pk, actor=actor_for(colleague), lines=theirs)
        response = client.post(url, {**mine, "lines-0-hours": "20", "verder": "1"})
        assert response.status_code == 409
        assert "Observatiestage Frans, 4 lesuren" in text(response)
        assert "Actieve stage Frans, 20 lesuren" in text(response)
        client.post(url, {**fields_of(response), "verder": "1"})
        assert request.activities.get().hours == 20

    def test_the_same_step_sent_twice_is_no_conflict(self, desk: Desk) -> None:
        request = draft(desk)
        url, client = page("draft_period", request), desk.client
        data = {**fields_of(client.get(url)), "trimester": "2", "verder": "1"}
        assert [client.post(url, data).status_code for _ in (1, 2)] == [302, 302]
        assert request.events.filter(action="edit").count() == 1


def test_what_is_filed_cannot_be_changed_any_more(desk: Desk) -> None:
    request, client = draft(desk), desk.client
    data = fields_of(client.get(page("draft_period", request)))
    from requests_app.ending import withdraw_request

    withdraw_request(request_pk=request.pk, reason="Weg.", actor=actor_for(desk.coordinator))
    response = client.post(page("draft_period", request), {**data, "trimester": "2"})
    assert "ingetrokken door Hogeschool Eigen" in text(response)
    assert fields_of(response)["trimester"] == ["2"]
    for name in ("draft_trainees", "draft_period", "draft_activities", "draft_school"):
        assert client.get(page(name, request)).url == page("request", request)


def test_after_requesting_closed_a_draft_is_not_saved(desk: Desk) -> None:
    request = draft(desk)
    with on("2018-07-04"):
        client = logged_in(desk.coordinator)
        response = send(client, page("draft_period", request), trimester="2")
    assert "di 3 juli 2018" in text(response)
    request.refresh_from_db()
    assert request.trimester is None
