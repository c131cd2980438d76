"""The mentor answers: fills in, checks, confirms; and what stands in the way."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from requests_app.answering import mark_answer_seen
from requests_app.ending import withdraw_request
from requests_app.enums import ProposalState, RequestState
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.browsing import logged_in
from tests.factories import (
    CampusFactory,
    MentorFactory,
    OfferFactory,
    SchoolYearFactory,
    actor_for,
)
from tests.requests_app.school.conftest import Put
from tests.requests_app.world import NO, YES, answer, on

pytestmark = pytest.mark.django_db


def url(proposal: Proposal, name: str = "answer_proposal") -> str:
    return reverse(name, args=[proposal.public_id])


def form(proposal: Proposal, *decisions: str, **more: str) -> dict[str, str]:
    """The answer form as filled in: a decision for each line."""
    data = {"lijn-TOTAL_FORMS": str(len(decisions)), "lijn-INITIAL_FORMS": str(len(decisions))}
    for number, decision in enumerate(decisions):
        data[f"lijn-{number}-decision"] = decision
        if decision == "refused":
            data[f"lijn-{number}-reason"] = "no_mentor"
    return data | {"note": "", "version": str(proposal.version)} | more


def state(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return str(proposal.state)


def test_accepting_everything_takes_two_buttons(at_school: Client, put: Put) -> None:
    proposal = put(lines=2)
    page = at_school.get(url(proposal, "proposal"))
    assert "Alles aanvaarden" in page.content.decode()
    assert f'name="version" value="{proposal.version}"' in page.content.decode()
    check = at_school.post(url(proposal), {"alles": "1", "version": str(proposal.version)})
    assert "U aanvaardt alles. Klopt dat?" in check.content.decode()
    assert state(proposal) == ProposalState.OPEN
    done = at_school.post(url(proposal), hidden(check) | {"bevestigen": "1"}, follow=True)
    assert "Uw antwoord is bewaard" in done.content.decode()
    assert "ten laatste op di 3 juli 2018" in done.content.decode()
    assert state(proposal) == ProposalState.ACCEPTED
    assert broken_invariants() == {}


def hidden(response: Any) -> dict[str, str]:
    """The fields that the check page carries along."""
    return dict(response.context["sheet"].typed())


def test_a_partial_acceptance_makes_the_follow_up(
    at_school: Client, put: Put, subject_mentor: Membership
) -> None:
    proposal = put(lines=2)
    mentor_id = str(subject_mentor.public_id)
    data = form(proposal, "accepted", "refused", note="Welkom.") | {
        "lijn-0-subject_mentor": mentor_id
    }
    check = at_school.post(url(proposal), data)
    text = check.content.decode()
    assert "U aanvaardt een deel. Klopt dat?" in text
    assert "Geweigerd: Geen mentor voor dit vak" in text
    assert "Aanvaard, vakmentor Vik" in text
    at_school.post(url(proposal), hidden(check) | {"bevestigen": "1"})
    assert state(proposal) == ProposalState.PARTIALLY_ACCEPTED
    assert [line.subject_mentor for line in proposal.lines.all()] == [subject_mentor, None]
    assert proposal.request.follow_ups.get().state == RequestState.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lijn-1-decision": ""}, "Kies aanvaarden of weigeren."),
        ({"lijn-1-decision": "misschien"}, "Selecteer een geldige keuze"),
        ({"lijn-1-reason": ""}, "Kies waarom u deze activiteit weigert."),
        ({"lijn-1-reason": "other"}, "Leg uit waarom u deze activiteit weigert."),
        ({"lijn-1-reason": "zomaar"}, "Selecteer een geldige keuze"),
        ({"lijn-0-subject_mentor": "iemand"}, "Selecteer een geldige keuze"),
        ({"note": "x" * 10_000}, "2000"),
        ({"note": "nul\x00"}, "Null-tekens"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    at_school: Client, put: Put, changes: dict[str, str], message: str
) -> None:
    proposal = put(lines=2)
    data = form(proposal, "accepted", "refused", note="Tot dan.")
    page = at_school.post(url(proposal), data | {"lijn-1-reason_text": ""} | changes)
    text = page.content.decode()
    assert message in text
    assert "error-summary" in text
    assert changes.get("note", "Tot dan.")[:3] in text
    assert state(proposal) == ProposalState.OPEN


def test_a_vakmentor_of_another_school_cannot_be_chosen(
    at_school: Client, put: Put, mentor_elsewhere: Membership
) -> None:
    proposal = put()
    stranger = str(mentor_elsewhere.public_id)
    page = at_school.post(
        url(proposal), form(proposal, "accepted") | {"lijn-0-subject_mentor": stranger}
    )
    assert str(mentor_elsewhere.user) not in page.content.decode()
    assert "error-summary" in page.content.decode()


def test_going_back_to_change_keeps_what_was_typed(at_school: Client, put: Put) -> None:
    proposal = put()
    page = at_school.post(
        url(proposal), form(proposal, "refused", note="Tot dan.") | {"wijzigen": "1"}
    )
    text = page.content.decode()
    assert "Tot dan." in text
    assert '<option value="no_mentor" selected>' in text
    assert "error-summary" not in text


def test_a_double_click_gives_the_same_confirmation(at_school: Client, put: Put) -> None:
    proposal = put()
    data = form(proposal, "accepted") | {"bevestigen": "1"}
    first, second = (at_school.post(url(proposal), data) for _ in range(2))
    assert first["Location"] == second["Location"] == url(proposal, "proposal_answered")
    assert proposal.request.events.filter(action="accept").count() == 1


def test_over_the_offer_is_told_before_and_needs_a_tick(
    at_school: Client, put: Put, mentor: Membership, year_2017: AcademicYear
) -> None:
    proposal = put()
    line = proposal.request.activities.get()
    school_year = SchoolYearFactory(school=mentor.school, year=year_2017)
    OfferFactory(school_year=school_year, subject=line.subject, places=0)
    words = f"{line.subject}, trimester 1: u biedt 0 plaatsen aan. Hiermee worden het er 1."
    assert words in at_school.get(url(proposal, "proposal")).content.decode()
    data = form(proposal, "accepted")
    assert words in at_school.post(url(proposal), data).content.decode()
    unticked = at_school.post(url(proposal), data | {"bevestigen": "1"})
    assert "Vink aan dat u dit weet" in unticked.content.decode()
    assert state(proposal) == ProposalState.OPEN
    at_school.post(url(proposal), data | {"bevestigen": "1", "over_offer_known": "1"})
    assert state(proposal) == ProposalState.ACCEPTED
    assert proposal.over_offer


def test_a_colleague_who_answered_meanwhile_is_named_and_not_overwritten(
    at_school: Client, put: Put, mentor: Membership
) -> None:
    proposal = put()
    data = form(proposal, "refused", note="Helaas.") | {"bevestigen": "1"}
    other = MentorFactory(school=mentor.school, user__first_name="Carla", user__last_name="Collega")
    answer(proposal, other, YES)
    page = at_school.post(url(proposal), data)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Carla Collega antwoordde al op di 12 september 2017 10:00: aanvaard." in text
    assert "Helaas." in text
    assert state(proposal) == ProposalState.ACCEPTED
    again = data | {"version": str(proposal.version)}
    assert f'name="version" value="{proposal.version}"' in text
    at_school.post(url(proposal), again)
    assert state(proposal) == ProposalState.REFUSED


def test_the_one_button_does_not_overwrite_a_colleague_either(
    at_school: Client, put: Put, mentor: Membership
) -> None:
    proposal = put()
    version = str(proposal.version)
    other = MentorFactory(school=mentor.school, user__first_name="Carla", user__last_name="Collega")
    answer(proposal, other, NO)
    page = at_school.post(url(proposal), {"alles": "1", "version": version})
    assert page.status_code == 409
    assert "Carla Collega antwoordde al" in page.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_version_that_is_none_decides_nothing(at_school: Client, put: Put, version: str) -> None:
    proposal = put()
    data = form(proposal, "accepted") | {"version": version, "bevestigen": "1"}
    at_school.post(url(proposal), data)
    at_school.post(url(proposal), {"alles": "1", "version": version})
    assert state(proposal) == ProposalState.OPEN


def test_what_was_withdrawn_before_checking_is_said_at_once(
    at_school: Client, put: Put, coordinator: Membership
) -> None:
    proposal = put()
    data = form(proposal, "accepted")
    withdraw_request(
        request_pk=proposal.request_id, reason="Gestopt.", actor=actor_for(coordinator)
    )
    page = at_school.post(url(proposal), data)
    assert page.status_code == 409
    assert "ingetrokken door Hogeschool Eigen" in page.content.decode()
    confirmation = at_school.get(url(proposal, "proposal_answered"))
    assert confirmation["Location"] == url(proposal, "proposal")


def test_a_request_withdrawn_meanwhile_says_who_and_when_and_keeps_the_answer(
    at_school: Client, put: Put, coordinator: Membership
) -> None:
    proposal = put()
    data = form(proposal, "accepted", note="Welkom.") | {"bevestigen": "1"}
    withdraw_request(
        request_pk=proposal.request_id, reason="Gestopt.", actor=actor_for(coordinator)
    )
    page = at_school.post(url(proposal), data)
    text = page.content.decode()
    assert page.status_code == 409
    assert "ingetrokken door Hogeschool Eigen op di 12 september 2017 10:00" in text
    assert "Welkom." in text
    assert state(proposal) == ProposalState.WITHDRAWN


def test_an_answer_is_corrected_until_it_was_seen(
    at_school: Client, put: Put, coordinator: Membership
) -> None:
    proposal = put()
    answer(proposal, Membership.objects.get(user__first_name="Mona"), NO)
    proposal.refresh_from_db()
    page = at_school.get(url(proposal))
    assert "Corrigeer uw antwoord" in page.content.decode()
    assert '<option value="no_mentor" selected>' in page.content.decode()
    at_school.post(url(proposal), form(proposal, "accepted") | {"bevestigen": "1"})
    assert state(proposal) == ProposalState.ACCEPTED
    mark_answer_seen(proposal=proposal, actor=actor_for(coordinator))
    assert at_school.get(url(proposal))["Location"] == url(proposal, "proposal")
    proposal.refresh_from_db()
    late = at_school.post(url(proposal), form(proposal, "refused") | {"bevestigen": "1"})
    assert "De opleiding heeft uw antwoord al gezien" in late.content.decode()
    assert state(proposal) == ProposalState.ACCEPTED


def test_after_the_last_day_the_form_says_so_and_keeps_the_answer(
    put: Put, mentor: Membership
) -> None:
    proposal = put()
    with on("2018-07-04"):
        late = logged_in(mentor)
        page = late.post(
            url(proposal), form(proposal, "accepted", note="Oei.") | {"bevestigen": "1"}
        )
    assert "nu afgesloten" in page.content.decode()
    assert "Oei." in page.content.decode()
    assert state(proposal) == ProposalState.OPEN


def test_a_school_with_two_campuses_says_where(
    at_school: Client, put: Put, mentor: Membership
) -> None:
    proposal = put()
    campus = CampusFactory(school=mentor.school, number=2, is_head=False, name="Zuid")
    data = form(proposal, "accepted") | {"campus": str(campus.public_id), "bevestigen": "1"}
    at_school.post(url(proposal), data)
    proposal.refresh_from_db()
    assert proposal.campus == campus


def test_who_does_not_handle_requests_is_told_who_does(
    put: Put, subject_mentor: Membership, mentor: Membership
) -> None:
    proposal = put()
    quiet = MentorFactory(school=mentor.school, handles_requests=False)
    page = logged_in(quiet).get(url(proposal))
    assert page.status_code == 403
    assert "kunnen antwoorden: Mona" in page.content.decode()
    assert logged_in(quiet).post(url(proposal), form(proposal, "accepted")).status_code == 403
    assert logged_in(subject_mentor).get(url(proposal)).status_code == 404


@pytest.mark.parametrize("name", ["proposal", "answer_proposal", "proposal_answered"])
def test_strangers_see_nothing(
    name: str,
    put: Put,
    mentor_elsewhere: Membership,
    coordinator: Membership,
    coordinator_elsewhere: Membership,
) -> None:
    address = url(put(), name)
    for stranger in (mentor_elsewhere, coordinator, coordinator_elsewhere):
        assert logged_in(stranger).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/aanmelden/")
