"""Collega's: who sees whom, who handles requests, and who may go."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.memberships import end_membership, set_request_handlers
from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory, actor_for


def handlers_of(school) -> set[Membership]:
    return set(Membership.objects.filter(school=school, handles_requests=True))


# --- The page ---


@pytest.mark.parametrize("who", ["coordinator", "colleague"])
def test_everybody_of_the_institution_sees_its_people(
    request, who, coordinator, colleague, coordinator_elsewhere, mentor
):
    page = logged_in(request.getfixturevalue(who)).get(reverse("colleagues")).content.decode()
    assert coordinator.user.email in page
    assert colleague.user.email in page
    assert coordinator_elsewhere.user.email not in page
    assert mentor.user.email not in page


def test_only_who_manages_gets_the_buttons(coordinator, colleague):
    end = reverse("end_membership", args=[colleague.public_id])
    assert end in logged_in(coordinator).get(reverse("colleagues")).content.decode()
    assert end not in logged_in(colleague).get(reverse("colleagues")).content.decode()


def test_trainees_and_strangers_have_no_colleagues(coordinator, administrator):
    trainee = MembershipFactory(role=Role.TRAINEE, institution=coordinator.institution)
    page = logged_in(coordinator).get(reverse("colleagues")).content.decode()
    assert trainee.user.email not in page
    assert logged_in(trainee).get(reverse("colleagues")).status_code == 403
    assert logged_in(administrator).get(reverse("colleagues")).status_code == 403
    assert "/aanmelden/" in Client().get(reverse("colleagues")).url


@pytest.mark.parametrize("number", ["", "2", "999999", "-1", "x", "%00", "1e9"])
def test_any_page_number_is_answered(coordinator, number):
    address = f"{reverse('colleagues')}?page={number}&uitnodigingen={number}"
    assert logged_in(coordinator).get(address).status_code == 200


def test_the_page_costs_the_same_for_many(coordinator):
    client = logged_in(coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as log:
            client.get(reverse("colleagues"))
        return len(log)

    few = queries()
    MembershipFactory.create_batch(30, institution=coordinator.institution, role=Role.SUPERVISOR)
    assert queries() == few <= 12


# --- Who handles requests ---


def test_a_schoolmentor_chooses_who_handles_requests(mentor):
    other = MentorFactory(school=mentor.school, handles_requests=False)
    answer = logged_in(mentor).post(reverse("request_handlers"), {"handlers": [other.public_id]})
    assert answer.url == reverse("colleagues")
    assert handlers_of(mentor.school) == {other}


def test_one_must_remain(mentor):
    page = logged_in(mentor).post(reverse("request_handlers"), {}).content.decode()
    assert "Minstens één schoolmentor moet de stageaanvragen behandelen." in page
    assert handlers_of(mentor.school) == {mentor}


def test_somebody_of_another_school_or_a_vakmentor_cannot_be_chosen(
    mentor, subject_mentor, mentor_elsewhere
):
    for wrong in (subject_mentor, mentor_elsewhere):
        data = {"handlers": [mentor.public_id, wrong.public_id]}
        assert logged_in(mentor).post(reverse("request_handlers"), data).status_code == 200
        with pytest.raises(DomainError):
            set_request_handlers([wrong], actor=actor_for(mentor))
    assert handlers_of(mentor.school) == {mentor}
    assert handlers_of(mentor_elsewhere.school) == {mentor_elsewhere}


def test_only_schoolmentors_choose(coordinator, subject_mentor):
    assert logged_in(subject_mentor).get(reverse("request_handlers")).status_code == 403
    assert logged_in(coordinator).get(reverse("request_handlers")).status_code == 404
    with pytest.raises(PermissionDenied):
        set_request_handlers([], actor=actor_for(subject_mentor))


# --- Ending access ---


def end_page(client: Client, membership: Membership, reason: str = "werkt hier niet meer"):
    address = reverse("end_membership", args=[membership.public_id])
    return client.post(address, {"reason": reason})


def test_access_ends_at_once(coordinator, colleague):
    theirs = logged_in(colleague)
    assert theirs.get(reverse("colleagues")).status_code == 200
    assert end_page(logged_in(coordinator), colleague).url == reverse("colleagues")
    assert theirs.get(reverse("colleagues")).status_code == 403
    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.ended_reason) == (False, "werkt hier niet meer")


def test_ending_needs_a_reason(coordinator, colleague):
    assert end_page(logged_in(coordinator), colleague, "").status_code == 200
    colleague.refresh_from_db()
    assert colleague.is_active


def test_ending_twice_is_ending_once(coordinator, colleague):
    client = logged_in(coordinator)
    end_page(client, colleague)
    assert end_page(client, colleague, "nog eens").url == reverse("colleagues")
    colleague.refresh_from_db()
    assert colleague.ended_reason == "werkt hier niet meer"


def test_the_last_coordinator_stays(coordinator, colleague):
    page = end_page(logged_in(coordinator), coordinator).content.decode()
    assert "is de enige stagecoördinator" in page
    assert "werkt hier niet meer" in page  # what was typed
    coordinator.refresh_from_db()
    assert coordinator.is_active


def test_a_coordinator_who_is_not_the_last_may_leave(coordinator):
    MembershipFactory(institution=coordinator.institution)
    assert end_page(logged_in(coordinator), coordinator).url == reverse("dashboard")


def test_an_account_that_is_off_does_not_count_as_a_coordinator(coordinator):
    second = MembershipFactory(institution=coordinator.institution)
    second.user.is_active = False
    second.user.save()
    with pytest.raises(DomainError):
        end_membership(coordinator, actor=actor_for(coordinator), reason="x")


def test_the_last_who_handles_requests_stays(mentor):
    MentorFactory(school=mentor.school, handles_requests=False)
    page = end_page(logged_in(mentor), mentor).content.decode()
    assert "is de enige die stageaanvragen behandelt" in page


def test_the_last_schoolmentor_stays(mentor, subject_mentor):
    assert "is de enige schoolmentor" in end_page(logged_in(mentor), mentor).content.decode()
    assert end_page(logged_in(mentor), subject_mentor).url == reverse("colleagues")


def test_strangers_end_nothing(coordinator, colleague, coordinator_elsewhere, mentor):
    assert end_page(logged_in(coordinator_elsewhere), colleague).status_code == 404
    assert end_page(logged_in(mentor), colleague).status_code == 404
    assert end_page(logged_in(colleague), coordinator).status_code == 403
    assert "/aanmelden/" in end_page(Client(), colleague).url
    for actor in (coordinator_elsewhere, mentor, colleague):
        with pytest.raises(PermissionDenied):
            end_membership(coordinator, actor=actor_for(actor), reason="x")


def test_two_coordinators_cannot_remove_each_other(transactional_db):
    first = MembershipFactory()
    second = MembershipFactory(institution=first.institution)
    start = threading.Barrier(2)
    refused = []

    def remove(other: Membership, actor: Membership) -> None:
        start.wait()
        try:
            end_membership(other, actor=actor_for(actor), reason="x")
        except DomainError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.active().count() == 1
