"""A request is handed on inside the school, and its mentors see and end its links."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Membership, OutgoingMail
from answer_links.addresses import path_of
from answer_links.enums import Use
from answer_links.handing_on import MOST
from answer_links.models import AnswerLink
from calendar_cfg.models import AcademicYear
from requests_app.enums import ProposalState
from requests_app.models import Proposal
from tests.answer_links.world import ADDRESS, YES, confirm, fields, link_for, path_for, text, uses
from tests.browsing import logged_in
from tests.requests_app.world import filed, on, proposal_of

pytestmark = pytest.mark.django_db
DAY = "2017-09-11"
COLLEAGUE = "Directie@School.example"


@pytest.fixture
def proposal(coordinator: Membership, mentor: Membership, year_2017: AcademicYear) -> Proposal:
    with on(DAY):
        return proposal_of(filed(coordinator, mentor, year_2017))


def hand_on(path: str, email: str = COLLEAGUE, note: str = "") -> str:
    """What the page says after handing on."""
    with on(DAY):
        return text(Client().post(f"{path}doorgeven/", {"email": email, "note": note}, follow=True))


def test_a_colleague_gets_a_link_and_a_mail_and_it_is_written_down(proposal: Proposal):
    path, link = path_for(proposal), link_for(proposal)
    page = hand_on(path, note="Kan jij dit bekijken?")
    other = AnswerLink.objects.exclude(pk=link.pk).get()
    assert (other.email, other.handed_on_from) == (COLLEAGUE.lower(), link)
    assert "Doorgegeven aan directie@school.example op ma 11 september 2017" in page
    assert uses(link) == [Use.MADE, Use.FORWARDED, Use.OPENED]
    assert link.uses.get(use=Use.FORWARDED).data == {"to": str(other.public_id)}
    letter = OutgoingMail.objects.get(kind="handed_on")
    assert letter.to == other.email
    (trainee,) = proposal.request.trainees.all()
    for words in (ADDRESS, path_of(other), "Kan jij dit bekijken?", proposal.request.reference):
        assert words in letter.body, words
        assert words in letter.html, words
    assert trainee.last_name not in letter.subject + letter.body + letter.html
    assert proposal.request.reference in letter.subject
    assert mail.outbox == []


def test_both_links_work_until_one_answers(proposal: Proposal):
    path = path_for(proposal)
    hand_on(path)
    other = path_of(AnswerLink.objects.exclude(email=ADDRESS).get())
    with on(DAY):
        assert "Alles aanvaarden" in text(Client().get(path))
        confirm(other, fields(proposal, YES))
        told = text(Client().get(path))
    assert "Deze stageaanvraag is al beantwoord" in told
    assert COLLEAGUE.lower() not in told
    assert "wacht" not in hand_on(path, "nog@school.example")
    assert AnswerLink.objects.count() == 2


def test_it_is_handed_on_five_times_at_most_and_once_to_an_address(proposal: Proposal):
    path = path_for(proposal)
    hand_on(path)
    assert "Dit adres heeft al een link" in hand_on(path)
    for number in range(MOST - 1):
        hand_on(path, f"collega{number}@school.example")
    with on(DAY):
        assert "Geef dit door" not in text(Client().get(path))
    assert "al 5 keer doorgegeven" in hand_on(path, "nog@school.example")
    assert OutgoingMail.objects.filter(kind="handed_on").count() == MOST


@pytest.mark.parametrize("note", ["Zie https://elders.example", "kijk op www.elders.example"])
def test_a_message_carries_no_address(proposal: Proposal, note: str):
    page = hand_on(path_for(proposal), note=note)
    assert "Zet geen webadressen in de boodschap." in page
    assert note in page
    assert COLLEAGUE in page
    assert not OutgoingMail.objects.filter(kind="handed_on").exists()


def test_a_message_names_no_trainee(proposal: Proposal):
    (trainee,) = proposal.request.trainees.all()
    page = hand_on(path_for(proposal), note=f"Over {trainee.last_name.upper()}.")
    assert "Laat de naam van de stagiair weg" in page
    assert not OutgoingMail.objects.filter(kind="handed_on").exists()


class TestForMentors:
    def test_they_see_what_was_done_with_each_link(self, proposal: Proposal, mentor: Membership):
        path = path_for(proposal)
        with on(DAY):
            Client(headers={"User-Agent": "Firefox"}).get(path)
            Client(headers={"User-Agent": "scanner"}).get(path)
        hand_on(path)
        with on(DAY):
            page = text(logged_in(mentor).get(f"/postvak/{proposal.public_id}/"))
        for words in (
            ADDRESS,
            "1 keer geopend",
            "Doorgegeven op",
            "(doorgegeven door secretariaat@school.example)",
            "Nog niet geopend",
            "Geef dit door aan een collega zonder account",
        ):
            assert words in page, words

    def test_vakmentors_do_not(self, proposal: Proposal, subject_mentor: Membership):
        proposal.lines.update(subject_mentor=subject_mentor)
        path_for(proposal)
        with on(DAY):
            page = text(logged_in(subject_mentor).get(f"/postvak/{proposal.public_id}/"))
        assert "via een link" not in page
        assert ADDRESS not in page

    def test_they_end_a_link_behind_a_page(self, proposal: Proposal, mentor: Membership):
        path, link = path_for(proposal), link_for(proposal)
        client, address = logged_in(mentor), f"/postvak/links/{link.public_id}/intrekken/"
        with on(DAY):
            assert ADDRESS in text(client.get(address))
            assert Client().get(path).status_code == 200
            assert "is ingetrokken" in text(client.post(address, follow=True))
            client.post(address)
            assert Client().get(path).status_code == 410
        link.refresh_from_db()
        assert link.revoked_by == mentor.user
        assert uses(link).count(Use.REVOKED) == 1

    def test_they_hand_on_too_also_to_whose_link_was_revoked(
        self, proposal: Proposal, mentor: Membership
    ):
        link, client = link_for(proposal), logged_in(mentor)
        address = f"/postvak/{proposal.public_id}/doorgeven/"
        with on(DAY):
            client.post(f"/postvak/links/{link.public_id}/intrekken/")
            page = text(client.post(address, {"email": ADDRESS, "note": ""}, follow=True))
        assert f"{ADDRESS} krijgt een mail" in page
        letter = OutgoingMail.objects.get(kind="handed_on")
        assert "Mona" in letter.body
        new = AnswerLink.objects.get(revoked_at=None)
        with on(DAY):
            confirm(path_of(new), fields(proposal, YES))
            assert "wacht niet meer" in text(client.get(address, follow=True))
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.ACCEPTED

    def test_who_was_revoked_is_not_given_a_link_by_who_has_one(
        self, proposal: Proposal, mentor: Membership
    ):
        link, path = link_for(proposal), path_for(proposal, COLLEAGUE)
        with on(DAY):
            logged_in(mentor).post(f"/postvak/links/{link.public_id}/intrekken/")
        assert "is ingetrokken" in hand_on(path, ADDRESS)
        assert AnswerLink.objects.filter(email=ADDRESS).count() == 1
