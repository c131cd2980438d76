"""Forty routine requests on one page: each is answered by itself."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from requests_app.ending import withdraw_request
from requests_app.enums import ProposalState
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.browsing import logged_in
from tests.factories import OfferFactory, SchoolYearFactory, actor_for
from tests.requests_app.school.conftest import Put
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db

Rows = list[tuple[Proposal, str]]


def url() -> str:
    return reverse("answer_together")


def form(*rows: tuple[Proposal, str], **more: str) -> dict[str, object]:
    """The form with a choice for each proposal; a refusal for lack of places."""
    data: dict[str, object] = {
        "rij-TOTAL_FORMS": str(len(rows)),
        "rij-INITIAL_FORMS": str(len(rows)),
        "voorstel": [str(proposal.public_id) for proposal, _choice in rows],
    }
    for proposal, choice in rows:
        row = f"rij-{proposal.public_id}"
        data |= {f"{row}-choice": choice, f"{row}-version": str(proposal.version)}
        data |= {f"{row}-reason": "no_place" if choice == "refused" else ""}
    return data | more


def states(*proposals: Proposal) -> list[str]:
    return [Proposal.objects.get(pk=proposal.pk).state for proposal in proposals]


def test_each_row_is_answered_as_chosen(at_school: Client, put: Put) -> None:
    one, two, three = put(lines=2), put(), put()
    page = at_school.get(url()).content.decode()
    assert "Beantwoord 3 stageaanvragen samen" in page
    data = form((one, "accepted"), (two, "refused"), (three, "skip"))
    check = at_school.post(url(), data).content.decode()
    assert "U aanvaardt 1 stageaanvraag, weigert er 1 en laat er 1 liggen." in check
    assert states(one, two, three) == ["open", "open", "open"]
    done = at_school.post(url(), data | {"bevestigen": "1"}, follow=True).content.decode()
    assert "Aanvaard: 1. Geweigerd: 1." in done
    assert states(one, two, three) == ["accepted", "refused", "open"]
    assert broken_invariants() == {}


def test_a_refusal_without_a_reason_keeps_all_choices(at_school: Client, put: Put) -> None:
    one, two = put(), put()
    data = form((one, "accepted"), (two, "refused")) | {f"rij-{two.public_id}-reason": ""}
    page = at_school.post(url(), data).content.decode()
    assert f"{two.request.reference}, Reden: Kies waarom u deze aanvraag weigert." in page
    assert page.count("checked") == 2
    assert states(one, two) == ["open", "open"]


def test_nothing_chosen_is_said(at_school: Client, put: Put) -> None:
    page = at_school.post(url(), form((put(), "skip"))).content.decode()
    assert "Kies bij minstens één aanvraag" in page


def test_the_summary_names_what_had_changed(
    at_school: Client, put: Put, coordinator: Membership
) -> None:
    kept, gone = put(), put()
    data = form((kept, "accepted"), (gone, "accepted")) | {"bevestigen": "1"}
    withdraw_request(request_pk=gone.request_id, reason="Gestopt.", actor=actor_for(coordinator))
    done = at_school.post(url(), data, follow=True).content.decode()
    assert "1 stageaanvraag is niet beantwoord" in done
    assert gone.request.reference in done
    assert "ingetrokken door Hogeschool Eigen" in done
    assert states(kept, gone) == [ProposalState.ACCEPTED, ProposalState.WITHDRAWN]


def test_rows_that_go_over_the_offer_together_are_told_and_ticked(
    at_school: Client, put: Put, mentor: Membership, year_2017: AcademicYear
) -> None:
    first = put()
    subject = first.request.activities.get().subject
    second, third = put(subject=subject), put(subject=subject)
    school_year = SchoolYearFactory(school=mentor.school, year=year_2017)
    OfferFactory(school_year=school_year, subject=subject, places=1)
    data = form((first, "accepted"), (second, "accepted"), (third, "accepted"))
    check = at_school.post(url(), data).content.decode()
    assert check.count("Toch aanvaarden") == 2
    assert "Hiermee worden het er 3." in check
    ticked = data | {"bevestigen": "1", f"rij-{second.public_id}-over_offer_known": "1"}
    done = at_school.post(url(), ticked, follow=True).content.decode()
    assert states(first, second, third) == ["accepted", "accepted", "open"]
    assert third.request.reference in done
    assert "Hiermee gaat u boven uw aanbod." in done
    assert broken_invariants() == {}


def test_sending_it_twice_gives_the_same_summary(at_school: Client, put: Put) -> None:
    proposal = put()
    data = form((proposal, "accepted")) | {"bevestigen": "1"}
    pages = [at_school.post(url(), data, follow=True).content.decode() for _ in range(2)]
    assert all("Aanvaard: 1. Geweigerd: 0." in page for page in pages)
    assert proposal.request.events.filter(action="accept").count() == 1


def test_proposals_of_another_school_are_left_out(
    put: Put, mentor_elsewhere: Membership, today: None
) -> None:
    proposal = put()
    stranger = logged_in(mentor_elsewhere)
    page = stranger.post(url(), form((proposal, "accepted")) | {"bevestigen": "1"})
    assert proposal.request.reference not in page.content.decode()
    assert states(proposal) == ["open"]


def test_after_the_last_day_nothing_is_answered(put: Put, mentor: Membership) -> None:
    proposal = put()
    with on("2018-07-04"):
        page = logged_in(mentor).post(url(), form((proposal, "accepted")) | {"bevestigen": "1"})
    assert "nu afgesloten" in page.content.decode()
    assert states(proposal) == ["open"]


def test_everything_can_be_set_to_accept_without_deciding(at_school: Client, put: Put) -> None:
    proposal = put()
    page = at_school.get(url(), {"alles": "aanvaarden"}).content.decode()
    assert 'value="accepted" class="" ' in page or 'value="accepted"' in page
    assert "checked" in page
    assert states(proposal) == ["open"]


def test_the_filters_of_the_inbox_hold_here_too(at_school: Client, put: Put) -> None:
    one, other = put(), put()
    subject = one.request.activities.get().subject
    page = at_school.get(url(), {"vak": subject.slug}).content.decode()
    assert one.request.reference in page
    assert other.request.reference not in page


def test_a_vakmentor_and_the_institution_cannot(
    put: Put, subject_mentor: Membership, coordinator: Membership
) -> None:
    put()
    assert logged_in(subject_mentor).get(url()).status_code == 403
    assert logged_in(coordinator).get(url()).status_code == 404
    assert logged_in(coordinator).get(reverse("inbox")).status_code == 404
