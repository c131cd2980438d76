"""Logging in: with an address, at a limited rate, and telling nobody who has an account."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, OutgoingMail, User
from accounts.sending import send_due_mail
from tests.browsing import logged_in
from tests.factories import PASSWORD, MembershipFactory, UserFactory

LOGIN = {"password": PASSWORD}


def log_in(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post(
        reverse("account_login"), {"login": email, "password": password, "next": "/x/"} | extra
    )


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- In ---


def test_the_address_is_the_name_whatever_its_case(client, coordinator):
    assert log_in(client, coordinator.user.email.upper()).url == "/x/"
    assert is_in(client)


def test_the_interface_speaks_the_users_language_after_login(client, db):
    UserFactory(email="en@example.be", language="en")
    answer = log_in(client, "en@example.be")
    assert answer.cookies["taal"].value == "en"


def test_a_next_elsewhere_is_ignored(client, coordinator):
    answer = log_in(client, coordinator.user.email, next="https://kwaad.example/")
    assert "kwaad" not in answer.headers.get("Location", "")


def test_passwords_are_argon2(settings):
    from lerarenstage import settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


# --- Out ---


def test_a_deactivated_user_is_out_at_once(coordinator):
    client = logged_in(coordinator)
    assert client.get(reverse("profile")).status_code == 200
    User.objects.update(is_active=False)
    assert "/aanmelden/" in client.get(reverse("profile")).url


def test_a_deactivated_user_cannot_log_in(client, coordinator):
    User.objects.update(is_active=False)
    log_in(client, coordinator.user.email)
    assert not is_in(client)


def test_without_membership_one_is_told_what_to_do(coordinator):
    Membership.objects.update(is_active=False)
    client = logged_in(coordinator)
    answer = client.get(reverse("colleagues"))
    assert answer.status_code == 403
    assert "Vraag een uitnodiging" in answer.content.decode()
    assert "U hoort bij geen enkele organisatie" in client.get(reverse("profile")).content.decode()


# --- Telling nobody ---


def test_a_wrong_password_and_an_unknown_address_answer_alike(coordinator):
    def said(email: str) -> list[str]:
        page = log_in(Client(), email, "fout-fout-fout-fout")
        return [str(error) for error in page.context["form"].non_field_errors()]

    assert said(coordinator.user.email) == said("niemand@example.be") != []


def test_reset_says_the_same_for_known_and_unknown(coordinator):
    def answer(email: str) -> tuple[int, str]:
        found = Client().post(reverse("account_reset_password"), {"email": email})
        return found.status_code, found.url

    assert answer(coordinator.user.email) == answer("niemand@example.be")


def test_the_reset_mail_goes_through_the_outbox_and_its_link_works(coordinator, client, link_of):
    client.post(reverse("account_reset_password"), {"email": coordinator.user.email})
    assert mail.outbox == []
    page = client.get(link_of(coordinator.user.email), follow=True)
    new = "nog-een-lang-wachtwoord"
    data = {"password1": new, "password2": new}
    client.post(page.redirect_chain[-1][0], data, follow=True)
    assert "vervangen" in OutgoingMail.objects.latest("created_at").subject
    assert log_in(Client(), coordinator.user.email, new).status_code == 302
    send_due_mail()
    assert not OutgoingMail.objects.exclude(body="").exists()


def test_somebody_without_a_password_yet_chooses_one(db, client, link_of):
    UserFactory(email="nieuw@example.be", password=None)
    client.post(reverse("account_reset_password"), {"email": "nieuw@example.be"})
    page = client.get(link_of("nieuw@example.be"), follow=True)
    new = {"password1": "nog-een-lang-wachtwoord", "password2": "nog-een-lang-wachtwoord"}
    client.post(page.redirect_chain[-1][0], new)
    assert log_in(Client(), "nieuw@example.be", new["password1"]).status_code == 302


def test_an_unknown_address_gets_no_link_to_sign_up(client, db):
    client.post(reverse("account_reset_password"), {"email": "niemand@example.be"})
    bodies = "".join(OutgoingMail.objects.values_list("body", flat=True))
    assert "signup" not in bodies


def test_nobody_signs_up(client, db):
    data = {"email": "x@example.be", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not User.objects.exists()


# --- Limits ---


def test_guessing_a_password_stops_after_five_tries(coordinator):
    for _ in range(5):
        log_in(Client(), coordinator.user.email, "fout-fout-fout-fout")
    client = Client()
    log_in(client, coordinator.user.email)  # even the right one
    assert not is_in(client)


def test_a_flood_from_one_address_gets_a_page_with_a_way_on(db):
    answers = [
        log_in(Client(), f"niemand{number}@example.be", "fout-fout-fout-fout")
        for number in range(40)
    ]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert "Te veel pogingen" in answers[-1].content.decode()


def test_resets_are_limited_per_address(coordinator):
    for _ in range(12):
        Client().post(reverse("account_reset_password"), {"email": coordinator.user.email})
    assert OutgoingMail.objects.count() <= 5


def test_limits_hold_without_redis():
    from lerarenstage import settings as real

    assert real.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


# --- Default deny ---

PUBLIC = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_signup",
]
PRIVATE = ["account_change_password", "account_email", "mfa_index", "profile", "colleagues"]


@pytest.mark.parametrize("name", PUBLIC)
def test_pages_before_the_login_are_reachable(client, db, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PRIVATE)
def test_other_pages_ask_to_log_in(client, db, name):
    answer = client.get(reverse(name))
    assert (answer.status_code, reverse("account_login") in answer.url) == (302, True)


# --- The organisation ---


def test_the_last_organisation_is_remembered_at_the_next_login(coordinator):
    other = MembershipFactory(user=coordinator.user)
    first = Client()
    log_in(first, coordinator.user.email)
    assert first.get(reverse("colleagues")).context["organisation"] == coordinator.institution
    first.post(reverse("switch_membership"), {"membership": str(other.public_id)})
    first.post(reverse("account_logout"))
    second = Client()
    log_in(second, coordinator.user.email)
    assert second.get(reverse("colleagues")).context["organisation"] == other.institution
    other.is_active = False
    other.save()
    assert second.get(reverse("colleagues")).context["organisation"] == coordinator.institution
