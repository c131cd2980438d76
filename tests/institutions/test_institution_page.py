"""An institution's own page: coordinators keep it, supervisors read it."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import Membership
from institutions.models import Programme
from tests.browsing import logged_in
from tests.factories import ProgrammeFactory

READ, CONTACT, NEW = (
    reverse(name) for name in ("institution_data", "institution_contact", "programme_new")
)


def change(programme: Programme) -> str:
    """The address at which a programme is changed."""
    return reverse("programme_change", args=[programme.public_id])


def test_contact_data_are_saved(coordinator: Membership) -> None:
    sent = {"email": "stage@hogeschool.example.be", "phone": "09 1", "name": "Gekaapt"}

    assert logged_in(coordinator).post(CONTACT, sent).status_code == 302

    coordinator.institution.refresh_from_db()
    assert coordinator.institution.email == sent["email"]
    assert coordinator.institution.name == "Hogeschool Eigen"


def test_a_programme_is_added_renamed_and_taken_out_of_use(coordinator: Membership) -> None:
    client, sent = logged_in(coordinator), {"name": "Bachelor", "kind": "bachelor"}

    assert [client.post(NEW, sent).status_code for _ in range(2)] == [302, 302]
    programme = Programme.objects.get()
    client.post(change(programme), {"name": "Educatieve bachelor", "kind": "bachelor"})

    programme.refresh_from_db()
    assert (programme.name, programme.is_active) == ("Educatieve bachelor", False)
    assert "Niet in gebruik" in client.get(READ).content.decode()


def test_a_name_that_is_taken_is_told_and_what_was_typed_stays(coordinator: Membership) -> None:
    taken = ProgrammeFactory(institution=coordinator.institution, name="Bachelor")
    other = ProgrammeFactory(institution=coordinator.institution, name="Master")
    client = logged_in(coordinator)

    added = client.post(NEW, {"name": "Bachelor", "kind": "master"})
    renamed = client.post(change(other), {"name": "Bachelor", "kind": "master", "is_active": "on"})

    for answer in (added, renamed):
        assert "Er is al een opleiding met deze naam." in answer.content.decode()
        assert 'value="Bachelor"' in answer.content.decode()
    assert set(Programme.objects.values_list("name", flat=True)) == {taken.name, "Master"}


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("coordinator", 200, 200),
        ("colleague", 200, 403),
        ("mentor", 404, 404),
        ("administrator", 403, 403),
    ],
)
def test_who_reads_and_who_changes(
    coordinator: Membership, request: pytest.FixtureRequest, who: str, read: int, write: int
) -> None:
    client = logged_in(request.getfixturevalue(who))
    programme = ProgrammeFactory(institution=coordinator.institution)

    assert client.get(READ).status_code == read
    for url in (CONTACT, NEW, change(programme)):
        assert client.get(url).status_code == write
        if write != 200:
            assert client.post(url, {"name": "X", "kind": "other"}).status_code == write


def test_a_programme_elsewhere_and_a_missing_one_are_alike(
    coordinator: Membership, coordinator_elsewhere: Membership
) -> None:
    foreign = ProgrammeFactory(institution=coordinator.institution)
    client = logged_in(coordinator_elsewhere)

    assert client.get(change(foreign)).status_code == 404
    assert client.get(reverse("programme_change", args=[uuid.uuid4()])).status_code == 404
    assert "Hogeschool Eigen" not in client.get(READ).content.decode()
