"""Who signs a version, once, and only the document that was read."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Membership
from agreements.enums import AgreementStatus, Party, SigningMethod
from agreements.models import AgreementVersion, Signature
from agreements.signing import AlreadySigned, OtherDocument, sign_many
from agreements.signing_locks import NotInForce
from agreements.signing_rights import own_place
from agreements.standing import standing_of, with_standing
from agreements.waiting import in_force, lapsed, signed_by_all, waiting_for, waiting_for_anybody
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from requests_app.ending import cancel_request
from tests.agreements.signing_world import account_of, framework_of, sign, version_of
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory, TraineeFactory, actor_for
from tests.placements.world import new_placement
from tests.queries import queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on("2017-09-12"):
        yield


@pytest.fixture
def people(
    coordinator: Membership,
    colleague: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    mentor_elsewhere: Membership,
    trainee: Membership,
) -> dict[str, Membership]:
    """Everybody who might try to sign, by what they are."""
    other_trainee = TraineeFactory(institution=coordinator.institution)
    foreign_trainee = TraineeFactory(institution=coordinator_elsewhere.institution)
    return {
        "coordinator": coordinator,
        "supervisor": colleague,
        "coordinator elsewhere": coordinator_elsewhere,
        "schoolmentor": mentor,
        "schoolmentor who does not handle requests": MentorFactory(
            school=mentor.school, handles_requests=False
        ),
        "vakmentor": subject_mentor,
        "schoolmentor elsewhere": mentor_elsewhere,
        "trainee": trainee,
        "another trainee": account_of(other_trainee),
        "a trainee elsewhere": account_of(foreign_trainee),
        "the trainee at another institution": MembershipFactory(
            user=trainee.user, role=Role.TRAINEE, institution=coordinator_elsewhere.institution
        ),
        "the trainee as a coordinator elsewhere": MembershipFactory(
            user=trainee.user, institution=coordinator_elsewhere.institution
        ),
    }


MAY = {
    ("coordinator", Party.INSTITUTION),
    ("schoolmentor", Party.SCHOOL),
    ("trainee", Party.TRAINEE),
}


def test_each_signs_for_their_own_party_and_nobody_else_at_all(
    version: AgreementVersion, people: dict[str, Membership]
):
    did = set()
    for what, who in people.items():
        for party in Party:
            with transaction.atomic():
                try:
                    sign(version, party, who)
                except PermissionDenied:
                    continue
                did.add((what, party))
                transaction.set_rollback(True)
    assert did == MAY
    assert not Signature.objects.exists()


def test_a_signature_keeps_who_as_what_when_and_which_document(
    version: AgreementVersion, coordinator: Membership, trainee: Membership
):
    with override("en"):
        given = sign(version, Party.INSTITUTION, coordinator)
    given.refresh_from_db()
    assert (given.name, given.role) == (str(coordinator.user), "Stagecoördinator")
    assert (given.user, given.method) == (coordinator.user, SigningMethod.HERE)
    assert given.signed_at == given.recorded_at
    assert given.signed_at.date() == date(2017, 9, 12)
    assert given.sha256 == version.sha256
    trainee.user.first_name = "Iemand"
    trainee.user.last_name = "Anders"
    trainee.user.save()
    own = sign(version, Party.TRAINEE, trainee)
    assert own.name == str(trainee.user.trainee_records.get()), "the name in the document"


def test_status_and_words_follow_the_signatures_in_any_order(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, trainee: Membership
):
    standing = standing_of(version)
    own = own_place(actor_for(mentor), version, standing)
    assert standing.status == AgreementStatus.WAITING
    assert (
        standing.words()
        == "Wacht op de handtekening van de stagiair, de lerarenopleiding en de stageplaats."
    )
    assert standing.words(own) == (
        "Wacht op uw handtekening en op die van de stagiair en de lerarenopleiding."
    )
    sign(version, Party.SCHOOL, mentor)
    sign(version, Party.INSTITUTION, coordinator)
    version = fresh(version)
    assert standing_of(version).words() == "Wacht op de handtekening van de stagiair."
    assert not standing_of(version).is_complete
    sign(version, Party.TRAINEE, trainee)
    standing = standing_of(fresh(version))
    assert (standing.status, standing.is_complete) == (AgreementStatus.SIGNED, True)
    assert standing.words() == "Door allen ondertekend, het laatst op di 12 september 2017."
    assert [row.signer(names_readable=False) for row in standing.parties] == [
        "Stagiair",
        f"{coordinator.user}, stagecoördinator",
        f"{mentor.user}, schoolmentor",
    ]


def fresh(version: AgreementVersion) -> AgreementVersion:
    found: AgreementVersion = with_standing(AgreementVersion.objects.filter(pk=version.pk)).get()
    return found


def test_signing_again_is_the_same_signature_and_a_colleague_is_told(
    version: AgreementVersion, coordinator: Membership
):
    first = sign(version, Party.INSTITUTION, coordinator)
    assert sign(version, Party.INSTITUTION, coordinator) == first
    colleague = MembershipFactory(institution=coordinator.institution)
    with pytest.raises(AlreadySigned) as told:
        sign(version, Party.INSTITUTION, colleague)
    assert str(coordinator.user) in told.value.message
    assert "di 12 september 2017" in told.value.message
    assert Signature.objects.count() == 1


def test_another_document_is_not_signed(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    other = version_of(new_placement(coordinator, mentor, year_2017))
    for wrong in (other.sha256, "0" * 64, version.sha256.upper(), version.sha256[:63]):
        with pytest.raises(OtherDocument):
            sign(version, Party.INSTITUTION, coordinator, wrong)
    assert not Signature.objects.exists()


def test_a_version_that_was_replaced_is_not_signed_and_keeps_its_signatures(
    version: AgreementVersion, coordinator: Membership, mentor: Membership
):
    sign(version, Party.SCHOOL, mentor)
    new = version_of(version.agreement.placement)
    with pytest.raises(NotInForce, match="vervangen door versie 2"):
        sign(version, Party.INSTITUTION, coordinator)
    with pytest.raises(OtherDocument):
        sign(new, Party.INSTITUTION, coordinator, version.sha256)
    assert list(Signature.objects.values_list("version", "party")) == [(version.pk, "school")]
    assert standing_of(fresh(version)).status == AgreementStatus.REPLACED
    assert standing_of(fresh(new)).signed_count == 0


def test_the_agreement_of_a_cancelled_stage_is_not_signed(
    version: AgreementVersion, coordinator: Membership
):
    cancel_request(
        request_pk=version.agreement.placement.request.pk,
        reason="ziek",
        actor=actor_for(coordinator),
    )
    with pytest.raises(NotInForce, match="gaat niet door"):
        sign(version, Party.INSTITUTION, coordinator)
    assert standing_of(fresh(version)).status == AgreementStatus.LAPSED
    assert not waiting_for(actor_for(coordinator)).exists()
    assert list(lapsed(in_force(actor_for(coordinator)))) == [version]


def test_who_lost_the_right_between_page_and_signature_does_not_sign(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, trainee: Membership
):
    lost = {
        Party.INSTITUTION: (coordinator, {"is_active": False}),
        Party.SCHOOL: (mentor, {"handles_requests": False}),
    }
    for party, (who, change) in lost.items():
        actor = actor_for(who)
        Membership.objects.filter(pk=who.pk).update(**change)
        with pytest.raises(PermissionDenied):
            partial(sign_as, version, party)(actor)
    actor = actor_for(trainee)
    type(trainee.user).objects.filter(pk=trainee.user.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        sign_as(version, Party.TRAINEE, actor)
    assert not Signature.objects.exists()


def sign_as(version, party, actor):
    from agreements.signing import sign_version

    return sign_version(version_pk=version.pk, party=party, sha256=version.sha256, actor=actor)


def test_one_person_signs_for_one_party(
    version: AgreementVersion, coordinator: Membership, mentor: Membership
):
    both = MentorFactory(school=mentor.school, user=coordinator.user)
    assert version in waiting_for(actor_for(both))
    sign(version, Party.INSTITUTION, coordinator)
    with pytest.raises(AlreadySigned, match="al voor een andere partij"):
        sign(version, Party.SCHOOL, both)
    (result,) = sign_many(
        versions=[version],
        party=Party.SCHOOL,
        shown={version.pk: version.sha256},
        actor=actor_for(both),
    )
    assert "al voor een andere partij" in result.error
    assert version not in waiting_for(actor_for(both))
    assert version in waiting_for(actor_for(mentor))
    client = logged_in(both)
    client.post(reverse("switch_membership"), {"membership": str(both.public_id)})
    page = client.get(f"/overeenkomsten/{version.public_id}/ondertekenen/")
    assert page.status_code == 403
    assert "al voor een andere partij" in page.content.decode()
    sign(version, Party.SCHOOL, mentor)
    assert [row.party for row in Signature.objects.order_by("pk")] == ["institution", "school"]


def test_every_trainee_of_a_group_signs(
    coordinator: Membership, mentor: Membership, trainee: Membership, year_2017: AcademicYear
):
    first = trainee.user.trainee_records.get()
    placement = new_placement(coordinator, mentor, year_2017, trainee=first)
    second = TraineeFactory(institution=coordinator.institution)
    placement.request.trainees.add(second)
    version = version_of(placement)
    sign(version, Party.SCHOOL, mentor)
    sign(version, Party.INSTITUTION, coordinator)
    assert standing_of(fresh(version)).words() == "Wacht op de handtekening van 2 stagiairs."
    sign(version, Party.TRAINEE, trainee)
    assert standing_of(fresh(version)).words() == "Wacht op de handtekening van de stagiair."
    assert not signed_by_all(in_force(actor_for(mentor))).exists()
    sign(version, Party.TRAINEE, account_of(second))
    assert standing_of(fresh(version)).is_complete
    assert list(signed_by_all(in_force(actor_for(mentor)))) == [version]


def test_a_framework_is_signed_by_the_two_organisations(
    coordinator: Membership, mentor: Membership, trainee: Membership
):
    version = version_of(framework_of(coordinator, mentor))
    assert list(waiting_for(actor_for(coordinator))) == [version]
    assert not waiting_for(actor_for(trainee)).exists()
    with pytest.raises(PermissionDenied):
        sign(version, Party.TRAINEE, trainee)
    sign(version, Party.INSTITUTION, coordinator)
    assert list(waiting_for_anybody(in_force(actor_for(mentor)))) == [version]
    sign(version, Party.SCHOOL, mentor)
    assert not waiting_for_anybody(in_force(actor_for(mentor))).exists()
    assert standing_of(fresh(version)).is_complete


def test_what_waits_for_somebody_is_what_they_may_sign(
    version: AgreementVersion, people: dict[str, Membership]
):
    waits = {what for what, who in people.items() if version in waiting_for(actor_for(who))}
    assert waits == {what for what, _party in MAY}


def test_many_are_signed_each_by_itself(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    others = [version_of(new_placement(coordinator, mentor, year_2017)) for _n in range(2)]
    shown = {row.pk: row.sha256 for row in (version, *others)}
    version_of(others[0].agreement.placement)
    results = sign_many(
        versions=[version, *others],
        party=Party.INSTITUTION,
        shown=shown,
        actor=actor_for(coordinator),
    )
    assert [bool(row.error) for row in results] == [False, True, False]
    assert "vervangen door versie 2" in results[1].error
    signed = Signature.objects.values_list("version", flat=True)
    assert set(signed) == {version.pk, others[1].pk}


def test_signatures_cannot_be_changed_or_taken_away(
    version: AgreementVersion, coordinator: Membership
):
    given = sign(version, Party.INSTITUTION, coordinator)
    attempts = (
        lambda: Signature.objects.filter(pk=given.pk).update(name="Iemand anders"),
        lambda: Signature.objects.filter(pk=given.pk).update(version=version),
        lambda: Signature.objects.filter(pk=given.pk).delete(),
        lambda: raw(f"DELETE FROM {Signature._meta.db_table}"),
    )
    for attempt in attempts:
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            attempt()
    given.pk, given._state.adding = None, True
    with pytest.raises(IntegrityError, match="signed_once"), transaction.atomic():
        given.save()
    assert Signature.objects.count() == 1


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_reading_where_many_stand_asks_as_much_as_for_one(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    def asked() -> int:
        rows = with_standing(in_force(actor_for(coordinator)))
        return len(queries_of(lambda: [standing_of(row) for row in rows]))

    one = asked()
    for _n in range(3):
        version_of(new_placement(coordinator, mentor, year_2017))
    assert asked() == one == 3
