"""An answer without an account: looking decides nothing, and one link gives one answer."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from answer_links.enums import Use
from answer_links.models import LinkUse
from answer_links.revoking import revoke_link
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from lerarenstage.logs import without_secret
from placement_code.models import PlacementCode
from requests_app.ending import withdraw_request
from requests_app.enums import ProposalState, RequestState
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Proposal, RequestEvent
from tests.answer_links.world import (
    ADDRESS,
    NO,
    YES,
    confirm,
    fields,
    handed_on_to,
    link_for,
    path_for,
    send,
    text,
    uses,
)
from tests.browsing import logged_in
from tests.factories import OfferFactory, SchoolYearFactory, actor_for
from tests.requests_app.world import NO as REFUSAL
from tests.requests_app.world import answer, draft, filed, on, proposal_of, two_lines

pytestmark = pytest.mark.django_db
DAY = "2017-09-11"
SCANNER = {"User-Agent": "Mozilla/5.0 SafeLinks"}
BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone) Safari"}


@pytest.fixture
def proposal(coordinator: Membership, mentor: Membership, year_2017: AcademicYear) -> Proposal:
    """A request in two subjects that lies with the school."""
    with on(DAY):
        asked = draft(coordinator, mentor, year_2017)
        two_lines(asked)
        return proposal_of(file_request(request_pk=asked.pk, actor=actor_for(coordinator)))


def state_of_all() -> list[Any]:
    return [
        list(PlacementRequest.objects.values_list("pk", "state", "version")),
        list(Proposal.objects.values_list("pk", "state", "version", "seen_at")),
        list(RequestEvent.objects.values_list("pk", flat=True)),
    ]


class TestLooking:
    def test_a_scanner_decides_nothing_however_it_asks(self, proposal: Proposal):
        path, link = path_for(proposal), link_for(proposal)
        before = state_of_all()
        client = Client(headers=SCANNER)
        with on(DAY):
            for address in (path, f"{path}invullen/", f"{path}doorgeven/", f"{path}aanmelden/"):
                assert client.head(address).status_code == 200
                assert client.get(address).status_code == 200
                assert client.get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 200
                assert client.get(f"{address}?alles=aanvaarden&bevestigen=1").status_code == 200
            assert Client().post(path).status_code == 405
        assert state_of_all() == before
        assert uses(link) == [Use.MADE, Use.OPENED]  # once a minute, not eight times

    def test_each_sort_of_program_is_told_apart_and_no_address_is_kept(self, proposal: Proposal):
        path, link = path_for(proposal), link_for(proposal)
        with on(DAY):
            Client(headers=SCANNER).get(path)
            Client(headers=BROWSER).get(path)
            Client(headers=BROWSER).get(path)
        with on(DAY, hour=11):
            Client(headers=BROWSER).get(path)
        opened = link.uses.filter(use=Use.OPENED)
        assert [use.data for use in opened] == [
            {"client": "robot"},
            {"client": "browser"},
            {"client": "browser"},
        ]

    def test_nothing_keeps_or_passes_on_the_page(self, proposal: Proposal):
        with on(DAY):
            page = Client().get(path_for(proposal))
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "sessionid" not in page.cookies

    def test_it_says_what_is_asked_by_whom_and_until_when(self, proposal: Proposal):
        with on(DAY):
            page = text(Client().get(path_for(proposal)))
        request = proposal.request
        for what in (
            request.reference,
            request.institution.name,
            "School Eigen",
            "lesdagen (tot",
            "Alles aanvaarden",
            *(line.activity.subject.name for line in proposal.lines.all()),
        ):
            assert what in page, what

    def test_it_names_trainees_as_long_as_a_school_may_read_them(self, proposal: Proposal):
        (trainee,) = proposal.request.trainees.all()
        path = path_for(proposal)
        with on(DAY):
            assert trainee.last_name in text(Client().get(path))
        PlacementRequest.objects.update(
            period_start=date(2017, 9, 18), period_end=date(2017, 9, 22)
        )
        with on("2017-11-13"):
            page = text(Client().get(path))
        assert trainee.last_name not in page
        assert "1 stagiair" in page


class TestAnswering:
    def test_everything_is_accepted_in_two_posts(self, proposal: Proposal):
        path, link = path_for(proposal), link_for(proposal)
        with on(DAY):
            checked = send(path, {"alles": "aanvaarden", "version": "1"})
            assert "U aanvaardt alles. Klopt dat?" in text(checked)
            proposal.refresh_from_db()
            assert proposal.state == ProposalState.OPEN
            done = confirm(path, fields(proposal, YES))
            assert (done.status_code, done["Location"]) == (302, path)
            page = text(Client().get(path))
        proposal.refresh_from_db()
        assert (proposal.state, proposal.answered_by) == (ProposalState.ACCEPTED, None)
        assert "Uw antwoord is bewaard" in page
        assert uses(link) == [Use.MADE, Use.ANSWERED, Use.OPENED]
        assert link.uses.get(use=Use.ANSWERED).data == {"state": "accepted"}

    def test_a_part_and_its_reason_and_what_becomes_of_it(self, proposal: Proposal):
        path = path_for(proposal)
        with on(DAY):
            assert "U aanvaardt een deel" in text(send(path, fields(proposal, YES, NO)))
            confirm(path, fields(proposal, YES, NO))
            page = text(Client().get(path))
        request = PlacementRequest.objects.get(pk=proposal.request_id)
        assert request.state == RequestState.PARTIALLY_ACCEPTED
        assert PlacementRequest.objects.filter(parent=request).exists()
        assert "Geweigerd: Geen mentor" in page

    def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(self, proposal: Proposal):
        path = path_for(proposal)
        with on(DAY):
            assert "checked" in text(Client().get(f"{path}invullen/?alles=weigeren"))
            missing = {**fields(proposal, ("refused", "")), "note": "Bel ons gerust"}
            page = text(send(path, missing))
            assert "Kies waarom u deze activiteit weigert." in page
            assert "Bel ons gerust" in page
            confirm(path, fields(proposal, NO))
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.REFUSED

    def test_over_the_offer_is_only_accepted_knowingly(
        self, proposal: Proposal, year_2017: AcademicYear
    ):
        line = proposal.lines.first()
        assert line is not None
        school_year = SchoolYearFactory(school=proposal.school, year=year_2017)
        OfferFactory(school_year=school_year, subject=line.activity.subject, places=0)
        path = path_for(proposal)
        with on(DAY):
            assert "Boven uw aanbod" in text(send(path, fields(proposal, YES)))
            page = text(confirm(path, fields(proposal, YES)))
            assert "Vink aan dat u dit weet" in page
            confirm(path, {**fields(proposal, YES), "over_offer_known": "1"})
        proposal.refresh_from_db()
        assert (proposal.state, proposal.over_offer) == (ProposalState.ACCEPTED, True)

    def test_the_stagecode_is_accepted_with_the_answer(self, proposal: Proposal):
        code = PlacementCode.objects.create(number=3, valid_from=date(2017, 9, 1), text="Regels.")
        path, link = path_for(proposal), link_for(proposal)
        with on(DAY):
            page = text(send(path, fields(proposal, YES)))
            assert f"/stagecode/versie-{code.number}/" in page
            other = send(path, {**fields(proposal, YES), "stagecode": "99", "bevestigen": "1"})
            assert "De Stagecode veranderde." in text(other)
            assert Use.ANSWERED not in uses(link)
            confirm(path, fields(proposal, YES))
        assert link.uses.get(use=Use.ANSWERED).data["code"] == code.number

    def test_who_has_an_account_there_answers_as_that_person(
        self, proposal: Proposal, mentor: Membership
    ):
        path = path_for(proposal, mentor.user.email)
        with on(DAY):
            confirm(path, fields(proposal, YES))
        proposal.refresh_from_db()
        assert proposal.answered_by == mentor.user

    def test_both_sides_read_that_it_came_through_a_link_and_only_the_school_from_whom(
        self, proposal: Proposal, coordinator: Membership, mentor: Membership
    ):
        path = path_for(proposal)
        with on(DAY):
            confirm(path, fields(proposal, YES))
            school = text(logged_in(mentor).get(f"/postvak/{proposal.public_id}/"))
            institution = text(
                logged_in(coordinator).get(f"/aanvragen/{proposal.request.public_id}/")
            )
        assert "via een link in de mail" in school
        assert "None" not in school
        assert ADDRESS in school
        assert "Geheel aanvaard, via een link in de mail" in institution
        assert ADDRESS not in institution

    def test_no_vakmentor_is_named_to_who_holds_a_link(
        self, proposal: Proposal, mentor: Membership, subject_mentor: Membership
    ):
        path = path_for(proposal)
        with on(DAY):
            page = text(Client().get(f"{path}invullen/"))
            data = fields(proposal, YES)
            data["lijn-0-subject_mentor"] = str(subject_mentor.public_id)
            confirm(path, data)
            after = text(Client().get(path))
        assert not [name for name in ("Vik", "Mona") if name in page + after]
        assert not proposal.lines.exclude(subject_mentor=None).exists()


class TestOverAndOut:
    def test_a_used_link_says_what_was_answered_and_changes_nothing(self, proposal: Proposal):
        colleague = handed_on_to(proposal, "directie@school.example")
        path, other = path_for(proposal), path_for(proposal, colleague.email)
        with on(DAY):
            confirm(path, fields(proposal, YES))
            assert confirm(path, fields(proposal, YES))["Location"] == path  # a second click
            late = confirm(other, fields(Proposal.objects.get(), NO))
            page = text(Client().get(other))
        assert late.status_code == 409
        for words in ("School Eigen antwoordde op", "aanvaard", "Geweigerd: ", "Neem contact op"):
            assert words in text(late), words
        assert "Deze stageaanvraag is al beantwoord" in page
        assert ADDRESS not in page + text(late)
        proposal.refresh_from_db()
        assert (proposal.state, proposal.version) == (ProposalState.ACCEPTED, 2)
        assert LinkUse.objects.filter(use=Use.ANSWERED).count() == 1

    def test_a_colleague_who_was_first_stays_unnamed(self, proposal: Proposal, mentor: Membership):
        path = path_for(proposal)
        with on(DAY):
            answer(proposal, mentor, REFUSAL)
            late = confirm(path, {**fields(proposal, YES), "note": "Heel graag"})
        told = text(late)
        assert late.status_code == 409
        assert "School Eigen antwoordde op ma 11 september 2017 om 10.00: geweigerd." in told
        assert "Heel graag" in told
        assert not [name for name in ("Mona", mentor.user.last_name) if name in told]

    def test_a_mentor_who_comes_second_hears_of_the_school(
        self, proposal: Proposal, mentor: Membership
    ):
        path = path_for(proposal)
        with on(DAY):
            confirm(path, fields(proposal, YES))
            late = logged_in(mentor).post(
                f"/postvak/{proposal.public_id}/antwoord/",
                {**fields(proposal, NO), "bevestigen": "1"},
            )
        assert late.status_code == 409
        assert "School Eigen antwoordde al op" in text(late)

    def test_what_ended_says_whom_to_ask(self, proposal: Proposal, coordinator: Membership):
        path = path_for(proposal)
        coordinator.institution.email = "stage@hogeschool.example"
        coordinator.institution.save()
        with on(DAY):
            withdraw_request(
                request_pk=proposal.request_id, reason="Gestopt", actor=actor_for(coordinator)
            )
            page, sent = Client().get(path), confirm(path, fields(proposal, YES))
        assert (page.status_code, sent.status_code) == (410, 409)
        for told in (text(page), text(sent)):
            assert "Hogeschool Eigen trok deze stageaanvraag in." in told
            assert "stage@hogeschool.example" in told
        assert "Gestopt" not in text(page)

    def test_after_the_last_day_it_says_that(self, proposal: Proposal):
        path = path_for(proposal)
        with on("2018-07-04"):
            page = Client().get(path)
        assert page.status_code == 410
        assert "di 3 juli 2018" in text(page)

    def test_a_revoked_link_tells_nothing_of_the_request(
        self, proposal: Proposal, mentor: Membership
    ):
        path, link = path_for(proposal), link_for(proposal)
        with on(DAY):
            revoke_link(link=link, actor=actor_for(mentor))
            pages = [
                Client().get(path),
                confirm(path, fields(proposal, YES)),
                Client().post(f"{path}doorgeven/", {"email": "x@y.example"}),
                Client().post(f"{path}aanmelden/", {}),
            ]
        assert [page.status_code for page in pages] == [410] * 4
        secrets = (proposal.request.reference, "Hogeschool Eigen", "School Eigen")
        for page in pages:
            assert not [name for name in secrets if name in text(page)]
        assert uses(link) == [Use.MADE, Use.REVOKED, Use.REFUSED]
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.OPEN

    def test_who_left_the_school_answers_for_it_no_more(
        self, proposal: Proposal, mentor: Membership
    ):
        path = path_for(proposal, mentor.user.email)
        with on(DAY):
            assert Client().get(path).status_code == 200
            left = Membership.objects.filter(pk=mentor.pk)
            left.update(is_active=False, handles_requests=False)
            assert Client().get(path).status_code == 410
            assert confirm(path, fields(proposal, YES)).status_code == 410
            PlacementSchool.objects.update(email=mentor.user.email.upper())
            assert Client().get(path).status_code == 200
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.OPEN

    def test_an_address_that_was_corrected_answers_no_more(self, proposal: Proposal):
        path = path_for(proposal)
        PlacementSchool.objects.update(email="nieuw@school.example")
        with on(DAY):
            assert Client().get(path).status_code == 410
            assert confirm(path, fields(proposal, YES)).status_code == 410
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.OPEN

    def test_a_forged_link_tells_nothing_at_all(self, proposal: Proposal):
        path = path_for(proposal)
        forged = [path[:-3] + "xx/", "/antwoord/geen-token/", f"/antwoord/{proposal.public_id}/"]
        with on(DAY):
            for address in forged:
                page, sent = Client().get(address), confirm(address, fields(proposal, YES))
                assert (page.status_code, sent.status_code) == (404, 404)
                assert "Deze link werkt niet" in text(page)
                assert proposal.request.reference not in text(page) + text(sent)
        assert LinkUse.objects.exclude(use=Use.MADE).count() == 0

    def test_a_link_opens_its_own_request_alone(
        self,
        proposal: Proposal,
        coordinator_elsewhere: Membership,
        mentor_elsewhere: Membership,
        year_2017: AcademicYear,
    ):
        with on(DAY):
            foreign = proposal_of(filed(coordinator_elsewhere, mentor_elsewhere, year_2017))
            path = path_for(proposal)
            told = text(Client().get(path)) + text(send(path, fields(foreign, YES, YES)))
            confirm(path, {**fields(proposal, YES), "proposal": str(foreign.public_id)})
        foreign.refresh_from_db()
        assert foreign.state == ProposalState.OPEN
        names = (foreign.request.reference, "Hogeschool Elders", "School Elders")
        assert not [name for name in names if name in told]


def test_logs_lose_the_link_and_nothing_else(proposal: Proposal):
    path = path_for(proposal)
    token = path.split("/")[2]
    assert token not in without_secret(f"GET {path}invullen/ 200")
    assert without_secret(f"/postvak/{proposal.public_id}/antwoord/ 200").endswith("antwoord/ 200")
