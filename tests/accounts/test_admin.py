"""The administration: one way in, two steps, and people without deletion."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.addresses import forget_second_step, know_only_address
from accounts.models import Invitation, MailState, OutgoingMail, User
from accounts.outbox import DIGEST
from tests.accounts.mails import queue
from tests.browsing import logged_in
from tests.factories import InstitutionFactory, SchoolFactory, actor_for


@pytest.fixture
def admin_client(administrator) -> Client:
    return logged_in(administrator)


# --- The way in ---


def test_the_administration_uses_the_login_of_everybody(client, db):
    answer = client.get(reverse("admin:login"), {"next": "/beheer/accounts/user/"})
    assert answer.url == f"{reverse('account_login')}?next=/beheer/accounts/user/"
    assert (
        client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 302
    )


def test_a_next_elsewhere_is_ignored(client, admin_client, db):
    address = reverse("admin:login") + "?next=https://kwaad.example/"
    assert "kwaad" not in client.get(address).url
    assert admin_client.get(address).url == reverse("admin:index")


def test_others_are_told_that_it_is_for_administrators(coordinator):
    answer = logged_in(coordinator).get(reverse("admin:index"), follow=True)
    assert answer.status_code == 403
    assert "alleen voor beheerders" in answer.content.decode()


# --- Two steps ---


def test_an_administrator_without_second_step_sets_it_up_first(settings, administrator):
    settings.ADMIN_MFA_REQUIRED = True
    client = logged_in(administrator)
    for name in ("admin:index", "profile", "colleagues"):
        assert client.get(reverse(name)).url == reverse("mfa_activate_totp")
    page = client.get(reverse("front"))
    assert page.status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200
    Authenticator.objects.create(
        user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_set_up_page_says_why(settings, administrator):
    settings.ADMIN_MFA_REQUIRED = True
    client = Client()
    login = {"login": administrator.email, "password": "een-lang-wachtwoord-42"}
    client.post(reverse("account_login"), login)
    page = client.get(reverse("admin:index"), follow=True)
    assert "Beheerders melden zich aan in twee stappen" in page.content.decode()
    password = {"password": login["password"], "next": reverse("mfa_activate_totp")}
    page = client.post(reverse("account_reauthenticate"), password, follow=True)
    assert page.status_code == 200
    assert page.context["form"].secret


def test_others_need_no_second_step(settings, coordinator):
    settings.ADMIN_MFA_REQUIRED = True
    assert logged_in(coordinator).get(reverse("profile")).status_code == 200


def test_off_means_off(settings, administrator):
    settings.ADMIN_MFA_REQUIRED = False
    assert logged_in(administrator).get(reverse("admin:index")).status_code == 200


# --- People ---


@pytest.mark.parametrize("model", ["user", "membership", "invitation", "outgoingmail"])
def test_lists_and_forms_open(admin_client, coordinator, model):
    queue()
    assert admin_client.get(reverse(f"admin:accounts_{model}_changelist"), {"q": "x"}).status_code
    page = admin_client.get(reverse(f"admin:accounts_{model}_changelist"))
    assert page.status_code == 200
    if model != "outgoingmail":
        assert admin_client.get(reverse(f"admin:accounts_{model}_add")).status_code == 200


def test_an_administrator_adds_a_person_without_a_password(admin_client):
    institution = InstitutionFactory()
    data = {
        "email": "Nieuw@Example.be",
        "first_name": "Nina",
        "last_name": "Nieuw",
        "language": "nl",
        "usable_password": "false",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "coordinator",
        "memberships-0-institution": institution.pk,
        "memberships-0-is_active": "on",
    }
    admin_client.post(reverse("admin:accounts_user_add"), data)
    user = User.objects.get(email="nieuw@example.be")
    assert not user.has_usable_password()


def test_the_same_address_in_capitals_is_refused(admin_client, coordinator):
    data = {
        "email": coordinator.user.email.upper(),
        "first_name": "X",
        "last_name": "Y",
        "language": "nl",
        "usable_password": "false",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    page = admin_client.post(reverse("admin:accounts_user_add"), data).content.decode()
    assert "Er is al een persoon met dit e-mailadres." in page


def test_a_role_that_does_not_fit_is_explained(admin_client, coordinator):
    address = reverse("admin:accounts_membership_add")
    data = {"user": coordinator.user.pk, "role": "school_mentor", "is_active": "on"}
    data["institution"] = coordinator.institution_id
    assert (
        "Deze rol past niet bij deze organisatie."
        in admin_client.post(address, data).content.decode()
    )


def change(client: Client, user: User, **fields: str):
    data = {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "language": "nl",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    return client.post(reverse("admin:accounts_user_change", args=[user.pk]), data | fields)


def test_there_is_one_kind_of_administrator(admin_client, coordinator):
    for tick, expected in (({"is_staff": "on"}, True), ({}, False)):
        assert change(admin_client, coordinator.user, **tick).status_code == 302
        coordinator.user.refresh_from_db()
        user = coordinator.user
        assert (user.is_staff, user.is_superuser) == (expected, expected)


def test_an_administrator_does_not_shut_oneself_out(admin_client, administrator):
    assert change(admin_client, administrator).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_staff) == (True, True)


def test_a_former_address_logs_in_no_more(admin_client, coordinator):
    old, login = coordinator.user.email, reverse("account_login")
    password = "een-lang-wachtwoord-42"
    Client().post(login, {"login": old, "password": password})
    change(admin_client, coordinator.user, email="Vers@Example.be")
    assert Client().post(login, {"login": old, "password": password}).status_code == 200
    answer = Client().post(login, {"login": "vers@example.be", "password": password})
    assert answer.status_code == 302


def test_messages_that_failed_go_to_the_new_address_but_links_that_prove_one_do_not(
    admin_client, coordinator
):
    old = coordinator.user.email
    for kind in (DIGEST, "account"):
        queue(kind, old, kind=kind)
    OutgoingMail.objects.update(state=MailState.FAILED)
    change(admin_client, coordinator.user, email="vers@example.be")
    found = dict(OutgoingMail.objects.values_list("kind", "to"))
    assert found == {DIGEST: "vers@example.be", "account": old}


def test_a_lost_phone_is_forgotten_and_told(admin_client, coordinator):
    Authenticator.objects.create(
        user=coordinator.user, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    admin_client.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "forget_second_step", "_selected_action": [coordinator.user.pk]},
    )
    assert not Authenticator.objects.exists()
    assert OutgoingMail.objects.get().to == coordinator.user.email


@pytest.mark.parametrize("service", [know_only_address, forget_second_step])
def test_only_an_administrator_does_so(coordinator, colleague, service):
    with pytest.raises(PermissionDenied):
        service(colleague.user, actor=actor_for(coordinator))


def test_secrets_of_a_second_step_are_nobodys_to_read():
    assert not {"Authenticator", "SocialToken"} & {m.__name__ for m in admin.site._registry}


def test_nobody_is_deleted(admin_client, coordinator):
    address = reverse("admin:accounts_user_delete", args=[coordinator.user.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 403


# --- Invitations ---


def test_the_first_person_of_a_school_is_invited_from_the_administration(admin_client):
    school = SchoolFactory()
    data = {"email": "nieuw@example.be", "role": "school_mentor", "school": school.pk}
    answer = admin_client.post(reverse("admin:accounts_invitation_add"), data)
    assert answer.status_code == 302
    assert Invitation.objects.get().school == school
    assert OutgoingMail.objects.get().to == "nieuw@example.be"


@pytest.mark.parametrize("wrong", [{}, {"role": "coordinator"}, {"email": "geen adres"}])
def test_a_wrong_invitation_is_explained(admin_client, wrong):
    school = SchoolFactory()
    data = {"email": "nieuw@example.be", "role": "school_mentor", "school": school.pk}
    if not wrong:
        del data["school"]
    page = admin_client.post(reverse("admin:accounts_invitation_add"), data | wrong)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors
    assert not Invitation.objects.exists()


def test_invitations_are_sent_again_and_revoked_from_the_list(admin_client):
    data = {"email": "nieuw@example.be", "role": "school_mentor", "school": SchoolFactory().pk}
    admin_client.post(reverse("admin:accounts_invitation_add"), data)
    address = reverse("admin:accounts_invitation_changelist")
    chosen = {"_selected_action": [Invitation.objects.get().pk]}
    admin_client.post(address, {"action": "send_again"} | chosen)
    assert OutgoingMail.objects.count() == 2
    admin_client.post(address, {"action": "revoke"} | chosen)
    assert Invitation.objects.get().revoked_at


# --- The outbox ---


def test_a_failed_mail_is_sent_again_from_the_list(admin_client):
    queue()
    OutgoingMail.objects.update(state=MailState.FAILED, attempts=6, fault="address")
    row = OutgoingMail.objects.get()
    admin_client.post(
        reverse("admin:accounts_outgoingmail_changelist"),
        {"action": "send_now", "_selected_action": [row.pk]},
    )
    row.refresh_from_db()
    assert (row.state, row.attempts) == (MailState.QUEUED, 0)
    page = admin_client.get(reverse("admin:accounts_outgoingmail_change", args=[row.pk]))
    assert page.status_code == 200
    assert "geheime-link" not in page.content.decode()
