"""The checks of agreements find what they are for, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pgtrigger
import pytest
from django.db import models

from accounts.models import Membership
from agreements.enums import Party
from agreements.models import AgreementFile, AgreementVersion, Signature
from agreements.versions import make_agreement
from calendar_cfg.models import AcademicYear
from requests_app.invariants import broken_invariants
from requests_app.models import Activity, PlacementRequest
from tests.agreements.signing_world import account_of, sign, version_of
from tests.factories import TraineeFactory, actor_for
from tests.placements.world import new_placement
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on("2017-09-12"):
        yield


@pytest.fixture
def agreement(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> AgreementVersion:
    """An agreement as the product makes it, signed by the school."""
    placement = new_placement(coordinator, mentor, year_2017)
    version = make_agreement(placement_pk=placement.pk, actor=actor_for(coordinator))
    sign(version, Party.SCHOOL, mentor)
    return version


def test_all_is_well_also_after_a_new_version_and_a_corrected_name(
    agreement: AgreementVersion, coordinator: Membership, mentor: Membership
):
    assert broken_invariants() == {}
    with on("2017-09-13"):
        sign(version_of(agreement.agreement.placement), Party.INSTITUTION, coordinator)
    trainee = agreement.agreement.placement.request.trainees.get()
    trainee.last_name = "Verbeterd"
    trainee.save()
    assert broken_invariants() == {}


def broken() -> set[str]:
    return set(broken_invariants())


def change(rows: models.QuerySet, **fields: object) -> None:
    """As the owner of the tables could, past the triggers."""
    with pgtrigger.ignore():
        rows.update(**fields)


def test_each_check_finds_what_it_is_for(agreement: AgreementVersion, coordinator: Membership):
    versions = AgreementVersion.objects.filter(pk=agreement.pk)
    signatures = Signature.objects.filter(version=agreement)
    request = PlacementRequest.objects.filter(pk=agreement.agreement.placement.request.pk)
    change(signatures, sha256="0" * 64)
    assert broken() == {"signature_under_another_document"}
    change(signatures, sha256=agreement.sha256)
    change(AgreementFile.objects.all(), pdf=b"%PDF-1.7 iets anders")
    assert broken() == {"pdf_differs_from_its_hash"}
    change(AgreementFile.objects.all(), pdf=bytes(agreement.file.pdf))
    lines = Activity.objects.filter(request__in=request)
    change(lines, hours=21)
    assert broken() == {"agreement_says_something_else_than_its_stage"}
    change(lines, hours=20)
    change(request, period_end=request.get().period_end + timedelta(days=1))
    assert broken() == {"agreement_says_something_else_than_its_stage"}
    change(request, period_end=request.get().period_end - timedelta(days=1))
    stranger = account_of(TraineeFactory(institution=coordinator.institution))
    trainee = stranger.user.trainee_records.get()
    change(signatures, party=Party.TRAINEE, trainee=trainee)
    assert broken() == {"signed_by_a_trainee_of_another_stage"}
    change(signatures, party=Party.SCHOOL, trainee=None)
    change(versions, superseded_at=agreement.made_at - timedelta(hours=1))
    assert broken() >= {"agreement_without_one_version_in_force", "signed_after_it_was_replaced"}
    change(versions, superseded_at=None)
    with pgtrigger.ignore():
        AgreementFile.objects.all().delete()
    assert broken() == {"version_without_its_pdf"}
