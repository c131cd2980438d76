"""A school registers itself from a link, and who wrote to it or an administrator confirms that."""

import pytest
from django.test import Client

from accounts.models import Invitation, Membership, OutgoingMail, User
from answer_links.enums import RegistrationState, Use
from answer_links.models import SchoolRegistration
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from institutions.models import PlacementSchool
from notices.models import Notice
from requests_app.models import Proposal
from tests.answer_links.world import ADDRESS, YES, confirm, fields, link_for, path_for, text, uses
from tests.browsing import logged_in
from tests.factories import MembershipFactory, SchoolFactory
from tests.queries import Limit, check_page, queries_of
from tests.requests_app.world import filed, on, proposal_of

pytestmark = pytest.mark.django_db
DAY = "2017-09-11"
PERSON = {"first_name": "Nele", "last_name": "Nieuw", "function": "directeur", "phone": ""}


@pytest.fixture
def school(db: None) -> PlacementSchool:
    """A school where nobody has an account."""
    return SchoolFactory(name="School Zonder", email=ADDRESS)


@pytest.fixture
def proposal(coordinator: Membership, school: PlacementSchool, year_2017: AcademicYear) -> Proposal:
    with on(DAY):
        nobody = Membership(school=school)
        return proposal_of(filed(coordinator, nobody, year_2017))


def register(proposal: Proposal, **other: str) -> str:
    """What the page says after registering."""
    with on(DAY):
        address = f"{path_for(proposal)}aanmelden/"
        return text(Client().post(address, {**PERSON, **other}, follow=True))


@pytest.fixture
def registration(proposal: Proposal) -> SchoolRegistration:
    register(proposal)
    return SchoolRegistration.objects.get()


class TestAsking:
    def test_it_begins_with_what_the_school_just_did(self, proposal: Proposal):
        path = path_for(proposal)
        with on(DAY):
            confirm(path, fields(proposal, YES))
            assert f"{path}aanmelden/" in text(Client().get(path))
        page = register(proposal)
        assert "Uw school is aangemeld" in page
        assert "Hogeschool Eigen" in page
        found = SchoolRegistration.objects.get()
        assert (found.email, found.last_name, found.state) == (ADDRESS, "Nieuw", "asked")
        assert found.institution == proposal.request.institution
        assert Use.REGISTERED in uses(link_for(proposal))

    def test_twice_is_once_and_what_is_missing_is_said(self, proposal: Proposal):
        page = register(proposal, last_name="")
        assert "Dit veld is verplicht" in page or "verplicht" in page
        assert 'value="Nele"' in page
        register(proposal)
        register(proposal)
        assert SchoolRegistration.objects.count() == 1
        assert Notice.objects.filter(kind="registration_asked").count() == 1

    def test_the_coordinators_who_wrote_and_the_administrators_are_told(
        self, proposal: Proposal, coordinator: Membership, administrator: User
    ):
        MembershipFactory(institution=coordinator.institution, role=Role.SUPERVISOR)
        MembershipFactory()
        register(proposal)
        told = Notice.objects.filter(kind="registration_asked")
        assert {notice.addressee.user for notice in told} == {coordinator.user, administrator}

    def test_a_school_with_a_mentor_asks_that_mentor(
        self, proposal: Proposal, school: PlacementSchool
    ):
        mentor = MembershipFactory(
            school=school, institution=None, role=Role.SCHOOL_MENTOR, user__first_name="Mona"
        )
        path = f"{path_for(proposal)}aanmelden/"
        with on(DAY):
            page = text(Client().get(path))
            assert "vraag een uitnodiging aan een schoolmentor" in page
            assert "Mona" not in page
            Client().post(path)
            assert "beslist of u een uitnodiging krijgt" in text(Client().post(path, follow=True))
        notice = Notice.objects.get(kind="invitation_wanted")
        assert (notice.membership, notice.data["email"]) == (mentor, ADDRESS)
        assert not SchoolRegistration.objects.exists()


class TestDeciding:
    def test_a_coordinator_confirms_and_the_first_mentor_logs_in(
        self, registration: SchoolRegistration, coordinator: Membership
    ):
        client, page = logged_in(coordinator), f"/aanmeldingen/{registration.public_id}/"
        with on(DAY):
            board = text(client.get("/start/"))
            assert "1 school meldt zich aan" in board
            assert "School Zonder" in text(client.get("/aanmeldingen/"))
            told = text(client.get(page))
            for words in ("Nele Nieuw", "directeur", ADDRESS, registration.school.name):
                assert words in told, words
            assert "krijgt een uitnodiging" in text(client.post(f"{page}bevestigen/", follow=True))
        registration.refresh_from_db()
        assert registration.state == RegistrationState.CONFIRMED
        assert registration.decided_by == coordinator.user
        invitation = registration.invitation
        assert invitation is not None
        assert (invitation.email, invitation.role) == (ADDRESS, Role.SCHOOL_MENTOR)
        assert invitation.handles_requests
        assert invitation.school == registration.school
        letter = OutgoingMail.objects.get(to=ADDRESS, kind="invitation")
        link = next(w for w in letter.body.split() if "/uitnodiging/" in w)
        visitor = Client()
        secret = "een-lang-wachtwoord-17"
        chosen = {"password1": secret, "password2": secret}
        with on(DAY):
            visitor.post(
                "/uitnodiging/" + link.split("/uitnodiging/")[1],
                {"first_name": "Nele", "last_name": "Nieuw", **chosen},
            )
        member = Membership.objects.get(user__email=ADDRESS)
        assert (member.role, member.handles_requests) == (Role.SCHOOL_MENTOR, True)

    def test_it_is_declined_with_a_reason_that_is_mailed(
        self, registration: SchoolRegistration, administrator: User
    ):
        client = logged_in(administrator)
        page = f"/aanmeldingen/{registration.public_id}/afwijzen/"
        with on(DAY):
            assert "Geef een reden." in text(client.post(page, {"reason": ""}))
            told = text(
                client.post(page, {"reason": "Dit adres kent de school niet."}, follow=True)
            )
            assert "is afgewezen" in told
            assert "Dit adres kent de school niet." in told
            again = text(client.get("/aanmeldingen/?toon=beslist"))
        assert "School Zonder" in again
        letter = OutgoingMail.objects.get(kind="registration_declined")
        assert letter.to == ADDRESS
        assert "Dit adres kent de school niet." in letter.body
        assert not Invitation.objects.exists()

    def test_a_second_click_changes_nothing_and_who_comes_second_is_told(
        self, registration: SchoolRegistration, coordinator: Membership, administrator: User
    ):
        page = f"/aanmeldingen/{registration.public_id}/"
        with on(DAY):
            mine = logged_in(coordinator)
            mine.post(f"{page}bevestigen/")
            again = text(mine.post(f"{page}bevestigen/", follow=True))
            late = text(
                logged_in(administrator).post(f"{page}afwijzen/", {"reason": "Nee"}, follow=True)
            )
        assert "krijgt een uitnodiging" in again
        assert "al bevestigd door" in late
        assert str(coordinator.user) in late
        assert OutgoingMail.objects.filter(kind="invitation").count() == 1
        assert not OutgoingMail.objects.filter(kind="registration_declined").exists()

    def test_a_school_that_got_a_mentor_is_not_let_in_again(
        self, registration: SchoolRegistration, coordinator: Membership
    ):
        MembershipFactory(school=registration.school, institution=None, role=Role.SCHOOL_MENTOR)
        page = f"/aanmeldingen/{registration.public_id}/bevestigen/"
        with on(DAY):
            told = text(logged_in(coordinator).post(page, follow=True))
        assert "heeft intussen een schoolmentor" in told
        registration.refresh_from_db()
        assert registration.state == RegistrationState.ASKED

    def test_another_institution_never_hears_of_it(
        self, registration: SchoolRegistration, coordinator_elsewhere: Membership
    ):
        client = logged_in(coordinator_elsewhere)
        with on(DAY):
            assert "School Zonder" not in text(client.get("/aanmeldingen/"))
            page = f"/aanmeldingen/{registration.public_id}/"
            assert client.get(page).status_code == 404
            assert client.post(f"{page}bevestigen/").status_code == 404

    def test_an_invitation_that_ran_out_is_sent_again_on_a_new_registration(
        self, registration: SchoolRegistration, proposal: Proposal, coordinator: Membership
    ):
        with on(DAY):
            client = logged_in(coordinator)
            client.post(f"/aanmeldingen/{registration.public_id}/bevestigen/")
            register(proposal)
            second = SchoolRegistration.objects.exclude(pk=registration.pk).get()
            client.post(f"/aanmeldingen/{second.public_id}/bevestigen/")
        second.refresh_from_db()
        assert second.invitation == Invitation.objects.get()
        assert OutgoingMail.objects.filter(kind="invitation").count() == 2


def test_queries(proposal: Proposal, registration: SchoolRegistration, coordinator: Membership):
    path, client = path_for(proposal), logged_in(coordinator)
    with on(DAY):
        check_page("answer_link", Client(), path, limit=Limit.DETAIL)
        check_page("answer_link_answer", Client(), f"{path}invullen/", limit=Limit.DETAIL)
        check_page("registrations", client, "/aanmeldingen/", limit=Limit.LIST)
        page = f"/aanmeldingen/{registration.public_id}/"
        check_page("registration", client, page, limit=Limit.DETAIL)
        sent = queries_of(lambda: confirm(path, fields(proposal, YES)))
    assert len(sent) <= Limit.POST_OF_TWO_REQUESTS, "\n".join(q[:150] for q in sent)
