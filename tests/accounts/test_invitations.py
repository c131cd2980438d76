"""Inviting a colleague and accepting: one link, once, for the right organisation."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.invitations import (
    accept_invitation,
    invite_colleague,
    revoke_invitation,
    send_invitation_again,
)
from accounts.models import Invitation, Membership, OutgoingMail, User
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.enums import Role
from tests.browsing import logged_in
from tests.factories import (
    PASSWORD,
    InstitutionFactory,
    MembershipFactory,
    MentorFactory,
    SchoolFactory,
    UserFactory,
    actor_for,
)

NEW = "nieuw@example.be"
FORM = {
    "first_name": "Nina",
    "last_name": "Nieuw",
    "password1": "een-goed-lang-woord",
    "password2": "een-goed-lang-woord",
}


def invite(membership: Membership, role: Role = Role.SUPERVISOR, email: str = NEW) -> Invitation:
    return invite_colleague(email, role, actor=actor_for(membership))


# --- Inviting ---


def test_a_coordinator_invites_from_the_page(coordinator, link_of):
    answer = logged_in(coordinator).post(
        reverse("invite_colleague"), {"email": "Nieuw@Example.be", "role": "supervisor"}
    )
    assert answer.url == reverse("colleagues")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.institution) == (
        NEW,
        Role.SUPERVISOR,
        coordinator.institution,
    )
    token = link_of(NEW).split("/")[2]
    assert token not in str(Invitation.objects.values().get())
    body = OutgoingMail.objects.get().body
    assert "Cora" in body
    assert "Hogeschool Eigen" in body
    assert "stagebegeleider" in body


@pytest.mark.parametrize(
    ("inviter", "role"),
    [
        ("coordinator", Role.SCHOOL_MENTOR),
        ("coordinator", Role.TRAINEE),
        ("coordinator", Role.ADMIN),
        ("mentor", Role.COORDINATOR),
        ("colleague", Role.SUPERVISOR),
        ("subject_mentor", Role.SUBJECT_MENTOR),
    ],
)
def test_nobody_invites_beyond_the_own_role(request, inviter, role):
    membership = request.getfixturevalue(inviter)
    with pytest.raises(PermissionDenied):
        invite(membership, role)
    answer = logged_in(membership).post(
        reverse("invite_colleague"), {"email": NEW, "role": role.value}
    )
    assert answer.status_code in (200, 403)
    assert not Invitation.objects.exists()


def test_only_an_administrator_names_the_organisation(coordinator, administrator):
    elsewhere = InstitutionFactory()
    ours = invite_colleague(
        NEW, Role.SUPERVISOR, actor=actor_for(coordinator), organisation=elsewhere
    )
    theirs = invite_colleague(
        NEW,
        Role.COORDINATOR,
        actor=Actor(user=administrator, role=Role.ADMIN),
        organisation=elsewhere,
    )
    assert (ours.institution, theirs.institution) == (coordinator.institution, elsewhere)


def test_an_administrator_cannot_mix_role_and_organisation(administrator):
    with pytest.raises(DomainError):
        invite_colleague(
            NEW,
            Role.COORDINATOR,
            actor=Actor(user=administrator, role=Role.ADMIN),
            organisation=SchoolFactory(),
        )


def test_a_double_click_invites_once(coordinator):
    first, second = invite(coordinator), invite(coordinator)
    assert first == second
    assert OutgoingMail.objects.count() == 1


def test_an_open_invitation_is_not_made_twice(coordinator):
    with time_machine.travel(clock.real_now() - timedelta(hours=1)):
        invite(coordinator)
    page = logged_in(coordinator).post(
        reverse("invite_colleague"), {"email": NEW.upper(), "role": "supervisor"}
    )
    assert "Er staat al een uitnodiging open voor dit adres." in page.content.decode()
    assert NEW.upper() in page.content.decode()  # what was typed is still there


def test_a_member_is_not_invited_in_the_same_role(coordinator, colleague):
    with pytest.raises(DomainError, match="heeft deze rol hier al"):
        invite(coordinator, Role.SUPERVISOR, colleague.user.email)


def test_the_form_says_the_same_whether_an_account_exists_elsewhere(coordinator, mentor):
    def answer(email: str) -> tuple[int, str]:
        client = logged_in(coordinator)
        data = {"email": email, "role": "supervisor"}
        page = client.post(reverse("invite_colleague"), data, follow=True).content.decode()
        return page.count("<tr"), page[page.index("<h1") : page.index("</h1>")]

    Invitation.objects.all().delete()
    known = answer(mentor.user.email)
    Invitation.objects.all().delete()
    assert known == answer(NEW)


def test_handling_requests_is_for_schoolmentors(mentor):
    page = logged_in(mentor).post(
        reverse("invite_colleague"),
        {"email": NEW, "role": "subject_mentor", "handles_requests": "on"},
    )
    assert "Alleen een schoolmentor behandelt stageaanvragen." in page.content.decode()


def test_a_null_byte_is_refused(coordinator):
    page = logged_in(coordinator).post(
        reverse("invite_colleague"), {"email": "a\x00@example.be", "role": "supervisor"}
    )
    assert page.status_code == 200
    assert not Invitation.objects.exists()


# --- Sending again, revoking ---


def test_a_new_link_replaces_the_old_one(coordinator, link_of, client):
    invitation = invite(coordinator)
    old = link_of(NEW)
    logged_in(coordinator).post(reverse("send_invitation_again", args=[invitation.public_id]))
    new = link_of(NEW)
    assert new != old
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_an_expired_invitation_can_be_sent_again(coordinator, link_of, client):
    invitation = invite(coordinator)
    later = clock.real_now() + timedelta(days=settings.INVITATION_DAYS, minutes=1)
    with time_machine.travel(later):
        assert client.get(link_of(NEW)).status_code == 410
        send_invitation_again(invitation, actor=actor_for(coordinator))
        assert client.get(link_of(NEW)).status_code == 200


def test_revoking_twice_is_revoking_once(coordinator):
    invitation = invite(coordinator)
    address = reverse("revoke_invitation", args=[invitation.public_id])
    client = logged_in(coordinator)
    client.post(address)
    client.post(address)
    invitation.refresh_from_db()
    assert invitation.revoked_at
    with pytest.raises(DomainError, match="ingetrokken"):
        send_invitation_again(invitation, actor=actor_for(coordinator))


def test_strangers_do_not_touch_an_invitation(
    coordinator, colleague, coordinator_elsewhere, mentor
):
    invitation = invite(coordinator)
    for name in ("send_invitation_again", "revoke_invitation"):
        address = reverse(name, args=[invitation.public_id])
        assert logged_in(coordinator_elsewhere).post(address).status_code == 404
        assert logged_in(mentor).post(address).status_code == 404
        assert logged_in(colleague).post(address).status_code == 403
        assert "/aanmelden/" in Client().post(address).url
        assert logged_in(coordinator).get(address).status_code == 405
    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation, actor=actor_for(coordinator_elsewhere))
    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation, actor=actor_for(colleague))


# --- Accepting ---


def test_a_new_person_chooses_a_password_and_is_in(coordinator, link_of, client):
    invite(coordinator)
    link = link_of(NEW)
    page = client.get(link)
    assert "Hogeschool Eigen" in page.content.decode()
    answer = client.post(link, FORM)
    assert answer.url == reverse("dashboard")
    user = User.objects.get(email=NEW)
    membership = user.memberships.get()
    assert (str(user), membership.role, membership.institution) == (
        "Nina Nieuw",
        Role.SUPERVISOR,
        coordinator.institution,
    )
    assert user.check_password(FORM["password1"])
    assert client.get(reverse("colleagues")).status_code == 200
    assert Invitation.objects.get().accepted_at


def test_the_new_password_works_at_the_login(coordinator, link_of, client):
    invite(coordinator)
    client.post(link_of(NEW), FORM)
    fresh = Client()
    answer = fresh.post(reverse("account_login"), {"login": NEW, "password": FORM["password1"]})
    assert answer.status_code == 302
    assert fresh.get(reverse("profile")).status_code == 200


def test_extra_fields_make_nobody_an_administrator(coordinator, link_of, client):
    invite(coordinator)
    extra = {"is_staff": "on", "is_superuser": "on", "email": "x@example.be", "role": "coordinator"}
    client.post(link_of(NEW), FORM | extra)
    user = User.objects.get(email=NEW)
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert user.memberships.get().role == Role.SUPERVISOR
    assert not User.objects.filter(email="x@example.be").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"password2": "iets-heel-anders"}, "De twee wachtwoorden zijn niet hetzelfde."),
        ({"password1": "kort", "password2": "kort"}, "12"),
        ({"first_name": ""}, "id_first_name"),
    ],
)
def test_a_mistake_keeps_what_was_typed(coordinator, link_of, client, change, told):
    invite(coordinator)
    page = client.post(link_of(NEW), FORM | change)
    assert told in page.content.decode()
    assert 'value="Nieuw"' in page.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_an_existing_account_logs_in_first(coordinator, mentor, link_of, client):
    invite(coordinator, email=mentor.user.email)
    link = link_of(mentor.user.email)
    page = client.get(link).content.decode()
    assert f"{reverse('account_login')}?next={link}" in page
    client.post(link, FORM)
    assert not mentor.user.memberships.filter(role=Role.SUPERVISOR).exists()
    answer = client.post(
        reverse("account_login"),
        {"login": mentor.user.email, "password": PASSWORD, "next": link},
    )
    assert answer.url == link
    assert client.post(link).url == reverse("dashboard")
    assert mentor.user.memberships.filter(
        role=Role.SUPERVISOR, institution=coordinator.institution
    ).exists()
    # and acts for the new organisation at once
    assert client.get(reverse("colleagues")).context["organisation"] == coordinator.institution


def test_a_get_accepts_nothing(coordinator, mentor, link_of):
    invite(coordinator, email=mentor.user.email)
    logged_in(mentor).get(link_of(mentor.user.email))
    assert Invitation.objects.get().accepted_at is None


def test_another_account_is_told_so_before_accepting(coordinator, mentor, link_of):
    invite(coordinator)
    page = logged_in(mentor).get(link_of(NEW)).content.decode()
    assert NEW in page
    assert mentor.user.email in page


@pytest.mark.parametrize("how", ["accepted", "revoked", "expired", "unknown"])
def test_a_link_that_no_longer_works_says_what_to_do(how, coordinator, link_of, client):
    invitation = invite(coordinator)
    link = link_of(NEW)
    moment = clock.real_now()
    if how == "accepted":
        accept_invitation(invitation, user=UserFactory())
    elif how == "revoked":
        revoke_invitation(invitation, actor=actor_for(coordinator))
    elif how == "expired":
        moment += timedelta(days=15)
    else:
        link = reverse("accept_invitation", args=["geen-token"])
    with time_machine.travel(moment):
        for answer in (client.get(link), client.post(link, FORM)):
            page = answer.content.decode()
            assert answer.status_code == (404 if how == "unknown" else 410)
            assert "btn-primary" in page
    assert Membership.objects.count() == (2 if how == "accepted" else 1)


def test_accepting_twice_makes_one_membership(coordinator, link_of):
    invitation = invite(coordinator)
    user = UserFactory()
    accept_invitation(invitation, user=user)
    with pytest.raises(DomainError, match="al aanvaard"):
        accept_invitation(invitation, user=user)
    assert user.memberships.count() == 1


def test_somebody_who_left_comes_back(coordinator, colleague):
    colleague.is_active = False
    colleague.ended_reason = "weg"
    colleague.save()
    invitation = invite(coordinator, Role.SUPERVISOR, colleague.user.email)
    back = accept_invitation(invitation, user=colleague.user)
    assert back == colleague
    assert (back.is_active, back.ended_reason) == (True, "")


def test_the_first_schoolmentor_handles_requests(administrator):
    school = SchoolFactory()
    first = invite_colleague(
        NEW,
        Role.SCHOOL_MENTOR,
        actor=Actor(user=administrator, role=Role.ADMIN),
        organisation=school,
    )
    assert accept_invitation(first, user=UserFactory()).handles_requests
    second = invite(school.memberships.get(), Role.SCHOOL_MENTOR, "tweede@example.be")
    assert not accept_invitation(second, user=UserFactory()).handles_requests


def test_a_token_is_not_found_by_its_hash(coordinator, client):
    invitation = invite(coordinator)
    hashed = reverse("accept_invitation", args=[invitation.token_hash])
    assert client.get(hashed).status_code == 404


def test_the_mail_is_in_the_language_of_an_existing_account(coordinator):
    english = MentorFactory(user=UserFactory(language="en"))
    invite(coordinator, email=english.user.email)
    assert OutgoingMail.objects.filter(to=english.user.email).exists()


def test_members_of_two_organisations_invite_for_the_one_they_act_for(coordinator):
    other = MembershipFactory(user=coordinator.user)
    client = logged_in(coordinator)
    client.post(reverse("switch_membership"), {"membership": str(other.public_id)})
    client.post(reverse("invite_colleague"), {"email": NEW, "role": "supervisor"})
    assert Invitation.objects.get().institution == other.institution
