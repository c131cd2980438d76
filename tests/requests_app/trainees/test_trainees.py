"""The services of trainees: what is refused, and what twice the same does."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from institutions.exceptions import StaleVersion
from institutions.models import Programme
from requests_app.models import Trainee
from requests_app.trainees import add_trainee, change_trainee, set_active
from tests.factories import (
    PostalCodeFactory,
    ProgrammeFactory,
    SubjectFactory,
    TraineeFactory,
    actor_for,
)


def jef(programme: Programme, **other: Any) -> dict[str, Any]:
    return {
        "first_name": "Jef",
        "last_name": "Claes",
        "email": "jef@example.be",
        "student_number": "s2",
        "programme": programme,
        "postal_code": "9000",
        **other,
    }


def test_coordinators_and_supervisors_add_trainees_to_their_own_institution(
    coordinator: Membership, colleague: Membership, programme: Programme
) -> None:
    frans = SubjectFactory(name="Frans")
    for number, member in enumerate([coordinator, colleague]):
        made = add_trainee(
            actor=actor_for(member),
            subjects=[frans],
            **jef(programme, student_number=f"s{number}"),
        )
        assert made.institution == coordinator.institution
        assert list(made.subjects.all()) == [frans]


def test_nobody_else_adds_trainees(mentor: Membership, programme: Programme) -> None:
    with pytest.raises(PermissionDenied):
        add_trainee(actor=actor_for(mentor), **jef(programme))


def test_the_same_trainee_sent_twice_is_one_trainee(
    coordinator: Membership, programme: Programme
) -> None:
    actor, frans = actor_for(coordinator), SubjectFactory(name="Frans")
    first = add_trainee(actor=actor, subjects=[frans], **jef(programme))
    assert add_trainee(actor=actor, subjects=[frans], **jef(programme)) == first
    assert Trainee.objects.count() == 1


def test_a_student_number_is_used_once_in_an_institution(
    coordinator: Membership, coordinator_elsewhere: Membership, trainee: Trainee
) -> None:
    with pytest.raises(DomainError, match="Lotte Kanarie heeft dit studentennummer al") as refused:
        add_trainee(
            actor=actor_for(coordinator), **jef(trainee.programme, student_number="s100001")
        )
    assert refused.value.field == "student_number"
    there = ProgrammeFactory(institution=coordinator_elsewhere.institution)
    add_trainee(actor=actor_for(coordinator_elsewhere), **jef(there, student_number="s100001"))


def test_a_change_to_a_number_in_use_changes_nothing(
    coordinator: Membership, trainee: Trainee
) -> None:
    other = TraineeFactory(institution=coordinator.institution, student_number="s9")
    with pytest.raises(DomainError, match="Lotte Kanarie"):
        change_trainee(
            trainee_pk=other.pk,
            actor=actor_for(coordinator),
            expected_version=1,
            **jef(trainee.programme, student_number="s100001"),
        )
    other.refresh_from_db()
    assert (other.student_number, other.version) == ("s9", 1)


def test_a_programme_of_another_institution_is_refused(coordinator: Membership) -> None:
    with pytest.raises(DomainError, match="opleiding van uw lerarenopleiding"):
        add_trainee(actor=actor_for(coordinator), **jef(ProgrammeFactory()))


def test_a_postal_code_is_checked_once_we_know_them(
    coordinator: Membership, programme: Programme
) -> None:
    actor = actor_for(coordinator)
    add_trainee(actor=actor, **jef(programme, student_number="s1", postal_code="9999"))
    PostalCodeFactory(code="9000")
    add_trainee(actor=actor, **jef(programme, student_number="s2", postal_code="9000"))
    with pytest.raises(DomainError, match="9999 is geen Belgische postcode") as refused:
        add_trainee(actor=actor, **jef(programme, student_number="s3", postal_code="9999"))
    assert refused.value.field == "postal_code"


def test_a_form_that_comes_too_late_writes_nothing(
    coordinator: Membership, trainee: Trainee
) -> None:
    actor, mine = actor_for(coordinator), jef(trainee.programme, student_number="s100001")
    theirs = {**mine, "last_name": "Anders"}
    change_trainee(trainee_pk=trainee.pk, actor=actor, expected_version=1, **theirs)
    with pytest.raises(StaleVersion, match="intussen gewijzigd") as late:
        change_trainee(trainee_pk=trainee.pk, actor=actor, expected_version=1, **mine)
    assert late.value.current.last_name == "Anders"
    trainee.refresh_from_db()
    assert (trainee.last_name, trainee.version) == ("Anders", 2)


def test_the_same_change_sent_twice_is_one_change(
    coordinator: Membership, trainee: Trainee
) -> None:
    values = jef(trainee.programme, student_number="s100001")
    for _again in range(2):
        change_trainee(
            trainee_pk=trainee.pk, actor=actor_for(coordinator), expected_version=1, **values
        )
    trainee.refresh_from_db()
    assert (trainee.last_name, trainee.version) == ("Claes", 2)


def test_trainees_of_another_institution_are_out_of_reach(
    coordinator_elsewhere: Membership, trainee: Trainee
) -> None:
    with pytest.raises(Trainee.DoesNotExist):
        set_active(trainee_pk=trainee.pk, actor=actor_for(coordinator_elsewhere), is_active=False)


def test_a_trainee_is_taken_out_of_the_lists_and_put_back(
    coordinator: Membership, trainee: Trainee
) -> None:
    actor = actor_for(coordinator)
    for _again in range(2):
        set_active(trainee_pk=trainee.pk, actor=actor, is_active=False)
    trainee.refresh_from_db()
    assert (trainee.is_active, trainee.version) == (False, 2)
    assert set_active(trainee_pk=trainee.pk, actor=actor, is_active=True).is_active
