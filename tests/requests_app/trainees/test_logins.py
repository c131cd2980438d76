"""Stagiairs who log in: invited at the address kept of them, tied to what is theirs alone."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.invitations import accept_as_new_person, accept_invitation
from accounts.models import Invitation, Membership, OutgoingMail, User
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from requests_app.models import Trainee
from requests_app.trainee_logins import end_login, invite_to_log_in, send_link_again
from requests_app.trainees import change_trainee, set_active
from tests.browsing import logged_in
from tests.factories import MembershipFactory, TraineeFactory, UserFactory, actor_for
from tests.queries import Limit, check, queries_of

pytestmark = pytest.mark.usefixtures("year_2017")
PERSON = {
    "first_name": "Lotte",
    "last_name": "Kanarie",
    "password1": "een-goed-lang-woord",
    "password2": "een-goed-lang-woord",
}


def post(member: Membership, name: str, trainee: Trainee, **data: str) -> Any:
    return logged_in(member).post(reverse(name, args=[trainee.public_id]), data, follow=True)


def last_link(address: str) -> str:
    mail = OutgoingMail.objects.filter(to__iexact=address).latest("pk")
    start = mail.body.index(settings.SITE_URL) + len(settings.SITE_URL)
    return mail.body[start:].split()[0]


def invited(trainee: Trainee, by: Membership) -> Invitation:
    invite_to_log_in(trainee_pks=[trainee.pk], actor=actor_for(by))
    return Invitation.objects.get(email=trainee.email.lower())


class TestInviting:
    @pytest.mark.parametrize("who", ["coordinator", "colleague"])
    def test_from_the_page_to_the_own_requests(
        self, request: pytest.FixtureRequest, who: str, trainee: Trainee
    ) -> None:
        member: Membership = request.getfixturevalue(who)
        page = post(member, "invite_trainee", trainee).content.decode()
        assert "De uitnodiging voor 1 stagiair vertrekt nu per mail." in page
        assert "Uitgenodigd" in page
        mail = OutgoingMail.objects.get()
        assert mail.to == trainee.email
        for told in (trainee.last_name, trainee.first_name, trainee.student_number):
            assert told not in mail.subject + mail.body
        assert "Hogeschool Eigen" in mail.body

        browser = Client()
        assert "Volg uw stage" in browser.get(last_link(trainee.email)).content.decode()
        there = browser.post(last_link(trainee.email), PERSON, follow=True)
        assert "Waar staat uw stage" in there.content.decode()
        trainee.refresh_from_db()
        membership = Membership.objects.get(role=Role.TRAINEE)
        assert (membership.user, membership.institution) == (trainee.user, trainee.institution)
        page = logged_in(member).get(reverse("trainee", args=[trainee.public_id])).content.decode()
        assert "Meldt zich aan" in page

    def test_many_at_once_each_by_its_own_standing(
        self, coordinator: Membership, trainee: Trainee, coordinator_elsewhere: Membership
    ) -> None:
        ours = {"institution": trainee.institution, "programme": trainee.programme}
        waiting, late, gone = (TraineeFactory(**ours) for _n in range(3))
        inside = TraineeFactory(**ours, user=UserFactory())
        MembershipFactory(user=inside.user, role=Role.TRAINEE, institution=trainee.institution)
        set_active(trainee_pk=gone.pk, actor=actor_for(coordinator), is_active=False)
        with time_machine.travel(clock.real_now() - timedelta(days=1)):
            invited(waiting, coordinator)
        with time_machine.travel(clock.real_now() - timedelta(days=90)):
            expired = invited(late, coordinator)
        foreign = TraineeFactory(institution=coordinator_elsewhere.institution)
        rows = [trainee, waiting, late, gone, inside, foreign]
        data = {"stagiair": [str(row.public_id) for row in rows] + ["onzin"]}
        page = logged_in(coordinator).post(reverse("invite_trainees"), data, follow=True)
        text = page.content.decode()
        for told in (
            "De uitnodigingen voor 2 stagiairs vertrekken nu per mail.",
            "1 stagiair was al uitgenodigd",
            "1 stagiair meldt zich al aan.",
            "1 stagiair is niet actief en werd niet uitgenodigd.",
        ):
            assert told in text, told
        assert set(Invitation.objects.values_list("email", flat=True)) == {
            trainee.email,
            waiting.email,
            late.email,
        }
        assert not Invitation.objects.get(pk=expired.pk).is_expired

    def test_a_double_click_sends_one_mail(self, coordinator: Membership, trainee: Trainee) -> None:
        for _click in range(2):
            page = post(coordinator, "invite_trainee", trainee)
            assert "De uitnodiging voor 1 stagiair vertrekt" in page.content.decode()
        assert OutgoingMail.objects.count() == 1

    def test_nothing_ticked_says_so(self, coordinator: Membership, trainee: Trainee) -> None:
        page = logged_in(coordinator).post(reverse("invite_trainees"), follow=True)
        assert "Vink eerst aan" in page.content.decode()
        assert not Invitation.objects.exists()

    def test_nobody_else_invites(self, mentor: Membership, trainee: Trainee) -> None:
        student = MembershipFactory(role=Role.TRAINEE, institution=trainee.institution)
        for member in (mentor, student):
            with pytest.raises(PermissionDenied):
                invite_to_log_in(trainee_pks=[trainee.pk], actor=actor_for(member))
        assert not Invitation.objects.exists()

    def test_another_institution_invites_nobody_of_ours(
        self, coordinator_elsewhere: Membership, coordinator: Membership, trainee: Trainee
    ) -> None:
        asked = invite_to_log_in(trainee_pks=[trainee.pk], actor=actor_for(coordinator_elsewhere))
        assert not asked.invited
        invited(trainee, coordinator)
        with pytest.raises(PermissionDenied):
            send_link_again(trainee, actor=actor_for(coordinator_elsewhere))

    def test_the_list_shows_and_filters_the_standing(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        other = TraineeFactory(institution=trainee.institution, programme=trainee.programme)
        invited(trainee, coordinator)
        client = logged_in(coordinator)
        for chosen, there, away in [
            ("uitgenodigd", trainee, other),
            ("niet-uitgenodigd", other, trainee),
        ]:
            page = client.get(reverse("trainees"), {"aanmelden": chosen}).content.decode()
            assert there.last_name in page
            assert away.last_name not in page
        assert client.get(reverse("colleagues")).content.decode().count(trainee.email) == 0

    def test_the_queries_do_not_grow(self, coordinator: Membership, trainee: Trainee) -> None:
        client, url = logged_in(coordinator), reverse("invite_trainees")
        ours = {"institution": trainee.institution, "programme": trainee.programme}
        for size in (1, 10, 50):
            rows = [TraineeFactory(**ours) for _n in range(size)]
            data = {"stagiair": [str(row.public_id) for row in rows]}
            asked = queries_of(lambda data=data: client.post(url, data))  # type: ignore[misc]
            assert Invitation.objects.filter(email__in=[row.email for row in rows]).count() == size
            check("invite_trainees POST", asked, Limit.POST)


class TestLinks:
    def test_sent_again_only_the_new_link_works(
        self, colleague: Membership, trainee: Trainee
    ) -> None:
        post(colleague, "invite_trainee", trainee)
        first = last_link(trainee.email)
        page = post(colleague, "invite_trainee", trainee, opnieuw="1").content.decode()
        assert "Een nieuwe link vertrekt nu" in page
        assert Client().get(first).status_code == 404
        assert Client().get(last_link(trainee.email)).status_code == 200

    def test_withdrawn(self, colleague: Membership, trainee: Trainee) -> None:
        post(colleague, "invite_trainee", trainee)
        page = post(colleague, "withdraw_trainee_invitation", trainee).content.decode()
        assert "Niet uitgenodigd" in page
        assert Client().get(last_link(trainee.email)).status_code == 410
        page = post(colleague, "withdraw_trainee_invitation", trainee).content.decode()
        assert "geen uitnodiging open" in page

    def test_expired(self, coordinator: Membership, trainee: Trainee) -> None:
        invited(trainee, coordinator)
        with time_machine.travel(clock.real_now() + timedelta(days=60)):
            page = Client().get(last_link(trainee.email))
            url = reverse("trainee", args=[trainee.public_id])
            assert "Link verlopen" in logged_in(coordinator).get(url).content.decode()
        assert page.status_code == 410
        assert "op de pagina Stagiairs" in page.content.decode()

    def test_a_corrected_address_ends_the_link_to_the_wrong_one(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        invitation = invited(trainee, coordinator)
        fields = {name: getattr(trainee, name) for name in ("first_name", "last_name")}
        change_trainee(
            trainee_pk=trainee.pk,
            actor=actor_for(coordinator),
            expected_version=trainee.version,
            email="juist@example.be",
            student_number=trainee.student_number,
            programme=trainee.programme,
            postal_code=trainee.postal_code,
            **fields,
        )
        with pytest.raises(DomainError, match="ingetrokken"):
            accept_invitation(invitation, user=UserFactory())

    def test_not_active_any_more_ends_an_open_link_and_no_access(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        inside = TraineeFactory(institution=trainee.institution, programme=trainee.programme)
        user = UserFactory()
        accept_invitation(invited(inside, coordinator), user=user)
        invitation = invited(trainee, coordinator)
        for row in (trainee, inside):
            set_active(trainee_pk=row.pk, actor=actor_for(coordinator), is_active=False)
        invitation.refresh_from_db()
        assert invitation.revoked_at is not None
        assert Membership.objects.active().filter(user=user).exists()
        assert "Waar staat uw stage" in logged_in(user).get("/", follow=True).content.decode() or (
            logged_in(user).get(reverse("my_requests")).status_code == 200
        )


class TestTying:
    def test_all_rows_at_the_address_and_no_other(
        self, coordinator: Membership, trainee: Trainee, coordinator_elsewhere: Membership
    ) -> None:
        ours = {"institution": trainee.institution, "programme": trainee.programme}
        shouted = TraineeFactory(**ours, email=trainee.email.upper())
        taken = TraineeFactory(**ours, email=trainee.email, user=UserFactory())
        other = TraineeFactory(**ours)
        foreign = TraineeFactory(institution=coordinator_elsewhere.institution, email=trainee.email)
        membership = accept_as_new_person(
            invited(trainee, coordinator), first_name="L", last_name="K", password="x-lang-genoeg"
        )
        tied = Trainee.objects.filter(user=membership.user)
        assert set(tied) == {trainee, shouted}
        assert Trainee.objects.get(pk=taken.pk).user == taken.user
        assert list(Trainee.objects.filter(user=None)) == [other, foreign] or set(
            Trainee.objects.filter(user=None)
        ) == {other, foreign}

    def test_who_is_taken_already_is_refused_and_nothing_is_written(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        invitation = invited(trainee, coordinator)
        somebody = UserFactory()
        Trainee.objects.filter(pk=trainee.pk).update(user=somebody)
        before = User.objects.count()
        browser = Client()
        page = browser.post(last_link(trainee.email), PERSON)
        assert "geen stagiair meer" in page.content.decode()
        trainee.refresh_from_db()
        invitation.refresh_from_db()
        assert (trainee.user, invitation.accepted_at) == (somebody, None)
        assert User.objects.count() == before
        assert not Membership.objects.filter(role=Role.TRAINEE).exists()

    def test_a_new_row_of_who_logs_in_already_is_tied_at_once(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        membership = accept_as_new_person(
            invited(trainee, coordinator), first_name="L", last_name="K", password="x-lang-genoeg"
        )
        again = TraineeFactory(
            institution=trainee.institution,
            programme=trainee.programme,
            email=trainee.email.capitalize(),
        )
        asked = invite_to_log_in(trainee_pks=[again.pk], actor=actor_for(coordinator))
        again.refresh_from_db()
        assert (asked.logs_in, again.user) == ([again], membership.user)
        assert OutgoingMail.objects.count() == 1

    def test_an_invited_colleague_is_tied_to_no_trainee(
        self, coordinator: Membership, trainee: Trainee
    ) -> None:
        from accounts.invitations import invite_colleague

        actor = actor_for(coordinator)
        invitation = invite_colleague(trainee.email, Role.SUPERVISOR, actor=actor)
        accept_invitation(invitation, user=UserFactory(email=trainee.email))
        trainee.refresh_from_db()
        assert trainee.user is None


class TestEnding:
    def test_a_coordinator_ends_it_with_a_reason(
        self, coordinator: Membership, colleague: Membership, trainee: Trainee
    ) -> None:
        user = UserFactory()
        accept_invitation(invited(trainee, coordinator), user=user)
        assert post(colleague, "end_trainee_login", trainee, reason="Nee").status_code == 403
        assert "Zeg waarom" in post(coordinator, "end_trainee_login", trainee).content.decode()
        assert Trainee.objects.get(pk=trainee.pk).user == user
        page = post(coordinator, "end_trainee_login", trainee, reason="Verkeerd account")
        assert "Niet uitgenodigd" in page.content.decode()
        assert Trainee.objects.get(pk=trainee.pk).user is None
        membership = Membership.objects.get(user=user)
        assert (membership.is_active, membership.ended_reason) == (False, "Verkeerd account")
        again = end_login(trainee_pk=trainee.pk, actor=actor_for(coordinator), reason="Nog eens")
        assert again.user is None
