"""Acting for another of one's organisations, and one's own data."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory

SWITCH = "switch_membership"


def organisation_of(client: Client):
    return client.get(reverse("colleagues")).context["organisation"]


def test_switching_and_back(coordinator):
    other = MentorFactory(user=coordinator.user)
    client = logged_in(coordinator)
    for membership in (other, coordinator):
        answer = client.post(reverse(SWITCH), {"membership": str(membership.public_id)})
        assert answer.url == reverse("dashboard")
        assert organisation_of(client) == membership.organisation


def test_a_foreign_a_missing_and_an_ended_membership_answer_alike(
    coordinator, colleague, coordinator_elsewhere
):
    ended = MembershipFactory(user=coordinator.user, is_active=False)
    client = logged_in(coordinator)
    wanted = [
        colleague.public_id,
        coordinator_elsewhere.public_id,
        ended.public_id,
        uuid.uuid4(),
        "",
        "x",
        "beheer",
        "a\x00b",
    ]
    codes = {client.post(reverse(SWITCH), {"membership": str(x)}).status_code for x in wanted}
    assert codes == {404}
    assert organisation_of(client) == coordinator.institution


def test_switching_needs_a_post_and_a_login(coordinator):
    assert logged_in(coordinator).get(reverse(SWITCH)).status_code == 405
    answer = Client().post(reverse(SWITCH), {"membership": str(coordinator.public_id)})
    assert "/aanmelden/" in answer.url


@pytest.mark.parametrize(
    "wanted", ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)", "\\\\kwaad", ""]
)
def test_next_stays_here(coordinator, wanted):
    data = {"membership": str(coordinator.public_id), "next": wanted}
    assert logged_in(coordinator).post(reverse(SWITCH), data).url == reverse("dashboard")


def test_an_administrator_switches_to_an_organisation_and_back(administrator):
    membership = MembershipFactory(user=administrator)
    client = logged_in(administrator)
    assert client.get(reverse("colleagues")).status_code == 403
    client.post(reverse(SWITCH), {"membership": str(membership.public_id)})
    assert organisation_of(client) == membership.institution
    client.post(reverse(SWITCH), {"membership": "beheer"})
    assert client.get(reverse("colleagues")).status_code == 403
    administrator.refresh_from_db()
    assert administrator.last_membership is None


# --- Mijn gegevens ---


def test_name_and_language_are_changed_and_spoken(coordinator):
    client = logged_in(coordinator)
    data = {"first_name": "Corinne", "last_name": "De Wit", "language": "en"}
    answer = client.post(reverse("profile"), data)
    assert answer.url == reverse("profile")
    assert answer.cookies["taal"].value == "en"
    coordinator.user.refresh_from_db()
    assert (str(coordinator.user), coordinator.user.language) == ("Corinne De Wit", "en")


def test_extra_fields_change_nothing(coordinator):
    before = coordinator.user.email
    data = {"first_name": "C", "last_name": "D", "language": "nl"}
    extra = {"email": "x@example.be", "is_staff": "on", "is_superuser": "on", "password": "x"}
    logged_in(coordinator).post(reverse("profile"), data | extra)
    coordinator.user.refresh_from_db()
    user = coordinator.user
    assert (user.email, user.is_staff, user.is_superuser) == (before, False, False)
    assert user.check_password("een-lang-wachtwoord-42")


def test_a_name_is_needed_and_what_was_typed_stays(coordinator):
    data = {"first_name": "", "last_name": "Getypt", "language": "nl"}
    page = logged_in(coordinator).post(reverse("profile"), data)
    assert page.status_code == 200
    assert 'value="Getypt"' in page.content.decode()
    coordinator.user.refresh_from_db()
    assert coordinator.user.first_name == "Cora"


def test_a_page_of_another_role_is_one_click_away(coordinator, mentor):
    """Who follows a link from a mail while acting for another organisation."""
    other = MentorFactory(user=coordinator.user, school=mentor.school)
    client, page = logged_in(coordinator), reverse("inbox") + "?vak=frans"
    client.post(reverse(SWITCH), {"membership": str(coordinator.public_id)})
    answer = client.get(page)
    assert answer.status_code == 404
    assert f"als schoolmentor van {mentor.school}" in answer.content.decode()
    answer = client.post(reverse(SWITCH), {"membership": str(other.public_id), "next": page})
    assert answer.url == page
