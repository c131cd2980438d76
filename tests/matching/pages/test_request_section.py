"""The section "Matching" on the page of a request: why, why not, and the buttons that help."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Membership
from matching.enums import ResultStatus, RunState
from matching.models import MatchingResult
from requests_app.answering import mark_answer_seen
from requests_app.models import PlacementRequest
from requests_app.waiting import wait_for
from requests_app.widen import change_wishes
from tests.browsing import logged_in
from tests.factories import SchoolFactory, actor_for
from tests.matching.pages.made_known import looking, result, run, suggested, why_not
from tests.queries import Limit, check_page
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import NO, answer, filed, on, proposal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]


def page(name: str, request: PlacementRequest) -> str:
    return reverse(name, args=[request.public_id])


def text(response: Any) -> str:
    return response.content.decode()


def shown(desk: Desk, request: PlacementRequest) -> str:
    """The page of a request."""
    return text(desk.client.get(page("request", request)))


class TestSuggestion:
    """A school that the matching proposes."""

    def test_says_why_and_offers_to_put_it_there(self, desk: Desk) -> None:
        school, higher = SchoolFactory(name="Sint-Jozef"), SchoolFactory(name="Vol Lyceum")
        request = looking(desk, max_distance_km=40)
        row = {"school": higher.number, "rank": 1, "hectometres": 42, "full": "frans"}
        suggested(run(desk), request, school, higher=[row], higher_in_all=1, left=0)
        found = shown(desk, request)
        for told in (
            "De matching stelt Sint-Jozef voor.",
            "Leg voor aan Sint-Jozef",
            "1 school stond hoger, maar was vol.",
            "Vol Lyceum (1ste voorkeur, 4,2 km): geen plaats meer voor Frans",
            "Dit is de laatste vrije plaats.",
            "Voldoet aan de wensen: hoogstens 40 km.",
        ):
            assert told in found
        assert found.count("btn-primary") == 1

    def test_with_a_suggestion_for_each_part_one_button_is_the_main_one(self, desk: Desk) -> None:
        request, of = looking(desk), run(desk)
        for name in ("Sint-Jozef", "Sint-Anna"):
            row = suggested(of, request, SchoolFactory(name=name))
            row.subjects = [name]
            row.save()
        found = shown(desk, request)
        assert "Leg voor aan Sint-Jozef" in found
        assert "Leg voor aan Sint-Anna" in found
        assert "Geen enkele school die past, stond hoger." in found
        assert found.count("btn-primary") == 1

    def test_taking_it_puts_the_request_to_the_school_and_twice_is_once(self, desk: Desk) -> None:
        school = SchoolFactory(name="Sint-Jozef")
        request = looking(desk)
        row = suggested(run(desk), request, school)
        sent = {"result": str(row.public_id), "knop": "voorleggen"}
        for _ in range(2):
            done = desk.client.post(page("answer_suggestion", request), sent, follow=True)
            assert f"{request.reference} ligt nu bij Sint-Jozef." in text(done)
        assert request.proposals.get().school == school
        assert "Waarom Sint-Jozef?" in text(done)

    def test_leaving_it_says_so(self, desk: Desk) -> None:
        request = looking(desk)
        row = suggested(run(desk), request, SchoolFactory(name="Sint-Jozef"))
        sent = {"result": str(row.public_id), "knop": "weglaten"}
        done = desk.client.post(page("answer_suggestion", request), sent, follow=True)
        assert "gaat niet naar Sint-Jozef" in text(done)
        assert "u koos er niet voor" in text(done)
        row.refresh_from_db()
        assert row.status == ResultStatus.DISMISSED

    def test_a_get_changes_nothing(self, desk: Desk) -> None:
        request = looking(desk)
        row = suggested(run(desk), request, SchoolFactory())
        url = page("answer_suggestion", request)
        assert desk.client.get(f"{url}?result={row.public_id}").url == page("request", request)
        assert MatchingResult.objects.get().status == ResultStatus.SUGGESTED

    @pytest.mark.parametrize("wrong", ["", "x", "00000000-0000-4000-8000-000000000000"])
    def test_what_is_no_suggestion_of_this_request_is_refused(self, desk: Desk, wrong: str) -> None:
        request, other = looking(desk), looking(desk, trainee=None)
        row = suggested(run(desk), other, SchoolFactory())
        for sent in (wrong, str(row.public_id)):
            done = desk.client.post(
                page("answer_suggestion", request), {"result": sent}, follow=True
            )
            assert "bestaat niet meer" in text(done)
        assert not request.proposals.exists()


class TestWithoutPlace:
    """Why not, and what would help."""

    def test_nothing_fits_and_which_wish_excludes_how_many(self, desk: Desk) -> None:
        request = looking(desk)
        why = why_not(kind="no_school", excluded=[["TOO_FAR", 12], ["NET", 3]])
        result(run(desk), request, explanation=why)
        found = shown(desk, request)
        assert "Geen plaats: geen enkele school past." in found
        assert "te ver: 12" in found
        assert "ander onderwijsnet: 3" in found

    def test_what_is_full_and_with_how_many_others_but_never_with_whom(
        self, desk: Desk, coordinator_elsewhere: Membership
    ) -> None:
        other = filed(coordinator_elsewhere, desk.mentor, desk.year)
        school = SchoolFactory(name="Sint-Jozef")
        request = looking(desk)
        cell = {"school": school.number, "subject": "frans", "trimester": 1}
        why = why_not(blocking=[cell], blocked_with=[other.reference], is_cut=True)
        result(run(desk), request, explanation=why)
        found = shown(desk, request)
        assert (
            "Samen met 1 andere aanvraag is er meer vraag dan plaats: Frans T1 in Sint-Jozef."
        ) in found
        assert other.reference not in found
        assert "Geen enkele verandering alleen" in found

    @pytest.mark.parametrize(
        ("kind", "start", "after", "told"),
        [
            ("distance", {"max_distance_km": 10}, {"max_distance_km": 30}, "tot 30 km ver"),
            ("distance", {"max_distance_km": 50}, {"max_distance_km": 50}, "tot 30 km ver"),
            ("net", {"nets": ["go"]}, {"nets": []}, "elk onderwijsnet"),
            ("education_form", {"education_forms": ["bso"]}, {"education_forms": []}, "elke"),
            ("other_schools", {"other_schools": False}, {"other_schools": True}, "andere scholen"),
            ("split", {"may_split": False}, {"may_split": True}, "verschillende scholen"),
        ],
    )
    def test_each_change_has_a_button_that_makes_it_once(
        self, desk: Desk, kind: str, start: dict[str, Any], after: dict[str, Any], told: str
    ) -> None:
        request = looking(desk, **start)
        why = why_not({"kind": kind, "subject": "", "schools": [], "kilometres": 30})
        row = result(run(desk), request, explanation=why)
        assert 'name="help" value="0"' in shown(desk, request)
        sent = {"result": str(row.public_id), "help": "0"}
        for _ in range(2):
            done = desk.client.post(page("make_help", request), sent, follow=True)
            assert told in text(done)
        request.refresh_from_db()
        assert {name: getattr(request, name) for name in after} == after

    def test_one_more_place_leads_to_the_school_and_to_its_waiting_list(self, desk: Desk) -> None:
        school = SchoolFactory(name="Sint-Jozef", phone="09 123 45 67")
        request = looking(desk)
        why = why_not(
            {"kind": "place", "subject": "frans", "schools": [school.number], "kilometres": None}
        )
        row = result(run(desk), request, explanation=why)
        found = shown(desk, request)
        for told in ("Eén plaats meer (Frans)", "09 123 45 67", "Wacht op een plaats"):
            assert told in found
        sent = {"result": str(row.public_id), "help": "0", "school": str(school.public_id)}
        done = desk.client.post(page("make_help", request), sent, follow=True)
        assert "wacht op een plaats bij Sint-Jozef" in text(done)
        request.refresh_from_db()
        assert request.waits_for == school

    def test_waiting_can_be_stopped(self, desk: Desk) -> None:
        request = looking(desk, waits_for=SchoolFactory(), waits_since="2017-06-16T10:00Z")
        why = why_not({"kind": "waiting", "subject": "", "schools": [], "kilometres": None})
        row = result(run(desk), request, explanation=why)
        sent = {"result": str(row.public_id), "help": "0"}
        done = desk.client.post(page("make_help", request), sent, follow=True)
        assert "wacht niet langer" in text(done)
        request.refresh_from_db()
        assert request.waits_for is None

    @pytest.mark.parametrize("number", ["", "1", "-1", "x", "99999", "²"])
    def test_a_help_that_is_none_is_refused(self, desk: Desk, number: str) -> None:
        request = looking(desk)
        why = why_not({"kind": "split", "subject": "", "schools": [], "kilometres": None})
        row = result(run(desk), request, explanation=why)
        sent = {"result": str(row.public_id), "help": number}
        done = desk.client.post(page("make_help", request), sent, follow=True)
        assert "bestaat niet meer" in text(done)
        request.refresh_from_db()
        assert not request.may_split

    def test_a_school_that_the_help_does_not_name_is_refused(self, desk: Desk) -> None:
        request, other = looking(desk), SchoolFactory()
        why = why_not({"kind": "place", "subject": "", "schools": [1], "kilometres": None})
        row = result(run(desk), request, explanation=why)
        sent = {"result": str(row.public_id), "help": "0", "school": str(other.public_id)}
        done = desk.client.post(page("make_help", request), sent, follow=True)
        assert "Kies een van de scholen" in text(done)

    def test_why_it_could_not_be_matched_at_all(self, desk: Desk) -> None:
        request = looking(desk)
        result(run(desk), request, skipped_because="De school bestaat niet meer.")
        assert "De school bestaat niet meer." in shown(desk, request)


def test_only_the_last_run_that_was_made_known_counts(desk: Desk) -> None:
    request = looking(desk)
    suggested(run(desk, 15), request, SchoolFactory(name="Vorige"))
    suggested(run(desk, 18), request, SchoolFactory(name="Daarna"))
    suggested(run(desk, 19, state=RunState.READY), request, SchoolFactory(name="Nog Niet"))
    found = shown(desk, request)
    assert "De matching stelt Daarna voor." in found
    assert "Vorige" not in found
    assert "Nog Niet" not in found


def test_each_part_of_a_split_request_is_told(desk: Desk) -> None:
    request, of = looking(desk), run(desk)
    here = {"school": SchoolFactory(name="Sint-Jozef"), "status": ResultStatus.SUGGESTED}
    result(of, request, subjects=["frans"], **here)
    result(of, request, subjects=["wiskunde"], explanation=why_not())
    found = shown(desk, request)
    assert "<h3>Frans</h3>" in found
    assert "<h3>wiskunde</h3>" in found


def test_a_request_that_changed_since_is_told_that_it_is_matched_again(desk: Desk) -> None:
    request, school = looking(desk), SchoolFactory(name="Sint-Jozef")
    row = suggested(run(desk), request, school)
    change_wishes(request_pk=request.pk, actor=actor_for(desk.coordinator), may_split=True)
    found = shown(desk, request)
    assert "gewijzigd sinds de laatste matching" in found
    assert "Sint-Jozef" not in found
    sent = {"result": str(row.public_id), "knop": "voorleggen"}
    desk.client.post(page("answer_suggestion", request), sent)
    assert not request.proposals.exists()


def test_who_waits_reads_why_and_can_stop(desk: Desk) -> None:
    school = SchoolFactory()
    request = looking(desk)
    wait_for(request_pk=request.pk, school=school, actor=actor_for(desk.coordinator))
    request.refresh_from_db()
    why = why_not({"kind": "waiting", "subject": "", "schools": [], "kilometres": None})
    result(run(desk), request, explanation=why)
    assert "Wacht niet langer" in shown(desk, request)


def test_what_no_longer_matters_is_not_told(desk: Desk) -> None:
    request = filed(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
    suggested(run(desk), request, SchoolFactory(name="Voorbij"))
    assert "Voorbij" not in shown(desk, request)


def test_who_has_not_opened_the_refusal_reads_that_the_buttons_come_after_it(desk: Desk) -> None:
    with on("2017-06-20"):
        request = filed(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
        answer(proposal_of(request), desk.mentor, NO)
    request.refresh_from_db()
    suggested(run(desk), request, SchoolFactory(name="Sint-Jozef"))
    first = "Open eerst het antwoord van de school: daarna kunt u hier kiezen."
    with on("2017-06-20"):
        found = shown(desk, request)
        assert first in found
        assert "Leg voor aan" not in found
        mark_answer_seen(proposal=proposal_of(request), actor=actor_for(desk.coordinator))
        found = shown(desk, request)
    assert first not in found
    assert "Leg voor aan Sint-Jozef" in found


def test_why_it_was_skipped_is_told_in_the_language_of_the_reader(desk: Desk) -> None:
    request = looking(desk)
    why = "De school neemt dit jaar geen stagiairs."
    fields = {"school": SchoolFactory(), "status": ResultStatus.SKIPPED}
    found = result(run(desk), request, skipped_because=why, **fields)
    assert why in shown(desk, request)
    with override("en"):
        assert found.why_skipped == "The school takes no trainees this year."


def test_a_request_that_was_never_matched_has_no_section(desk: Desk) -> None:
    assert 'id="matching"' not in shown(desk, looking(desk))


def test_a_supervisor_reads_and_has_no_buttons(desk: Desk, colleague: Membership) -> None:
    request = looking(desk, supervisor=colleague)
    row = suggested(run(desk), request, SchoolFactory(name="Sint-Jozef"))
    client = logged_in(colleague)
    found = text(client.get(page("request", request)))
    assert "De matching stelt Sint-Jozef voor." in found
    assert "Leg voor aan" not in found
    sent = {"result": str(row.public_id)}
    assert client.post(page("answer_suggestion", request), sent).status_code == 403
    assert client.post(page("make_help", request), sent).status_code == 403


def test_somebody_elsewhere_finds_nothing(desk: Desk, coordinator_elsewhere: Membership) -> None:
    request = looking(desk)
    row = suggested(run(desk), request, SchoolFactory())
    client = logged_in(coordinator_elsewhere)
    sent = {"result": str(row.public_id), "help": "0"}
    for name in ("answer_suggestion", "make_help"):
        assert client.post(page(name, request), sent).status_code == 404


def test_queries(desk: Desk) -> None:
    request, of = looking(desk), run(desk)
    school = SchoolFactory()
    helps = [{"kind": "place", "subject": "frans", "schools": [school.number], "kilometres": None}]
    result(of, request, subjects=["frans"], explanation=why_not(*helps))
    url = page("request", request)
    few = check_page("request matched", desk.client, url, limit=Limit.DETAIL)
    schools = [SchoolFactory().number for _ in range(5)]
    helps = [{**helps[0], "schools": schools} for _ in range(3)]
    result(of, request, subjects=["x"], explanation=why_not(*helps))
    assert check_page("request matched", desk.client, url, limit=Limit.DETAIL) == few
