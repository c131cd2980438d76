"""The public check of a document: what it tells, and what it never tells."""

import hashlib
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from agreements.enums import Party
from agreements.models import AgreementVersion, SignedUpload
from calendar_cfg import clock
from requests_app.ending import cancel_request
from tests.agreements.signing_world import framework_of, pdf, sign, version_of
from tests.factories import actor_for
from tests.queries import queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
UNKNOWN = "Dit document is hier niet bekend"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on("2017-09-12"):
        yield


def asked(**data: Any) -> str:
    """What a visitor reads, without what differs each time."""
    page = Client().post(reverse("verify_agreement"), data)
    assert page.status_code == 200
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return re.sub(r'\s*value="[^"]*"', "", text)


def typed(version: AgreementVersion, **change: str) -> str:
    facts = {"reference": version.agreement.reference, "sha256": version.sha256, **change}
    return asked(**facts)


def test_the_holder_of_a_document_reads_whether_it_holds_and_is_signed(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, trainee: Membership
):
    sign(version, Party.SCHOOL, mentor)
    with on("2017-09-14"):
        sign(version, Party.INSTITUTION, coordinator)
    page = typed(version)
    for told in (
        "Echt, maar nog niet door allen ondertekend",
        "2 van 3 partijen ondertekenden",
        "di 12 september 2017",
        "do 14 september 2017",
    ):
        assert told in page
    assert "van kracht" not in page
    sign(version, Party.TRAINEE, trainee)
    spaced = " ".join(re.findall("....", version.sha256.upper()))
    assert "Echt, en van kracht" in typed(
        version, reference=f" {version.agreement.reference.lower()} ", sha256=spaced
    )
    by_file = asked(file=SimpleUploadedFile("x.pdf", bytes(version.file.pdf)))
    assert "Echt, en van kracht" in by_file


def test_a_replaced_and_a_lapsed_version_say_so(version: AgreementVersion, coordinator: Membership):
    new = version_of(version.agreement.placement)
    assert "Vervangen door versie 2" in typed(version)
    assert "nog niet door allen ondertekend" in typed(new)
    placement = version.agreement.placement
    cancel_request(request_pk=placement.request.pk, reason="ziek", actor=actor_for(coordinator))
    assert "Echt, maar zonder voorwerp" in typed(new)


def test_a_framework_and_a_signed_copy_are_known_too(
    version: AgreementVersion, coordinator: Membership, mentor: Membership
):
    framework = version_of(framework_of(coordinator, mentor))
    assert "0 van 2 partijen" in typed(framework)
    sign(framework, Party.INSTITUTION, coordinator)
    sign(framework, Party.SCHOOL, mentor)
    assert "Echt, en van kracht" in typed(framework)
    with on("2018-09-01"):
        page = typed(framework)
        assert "Echt, maar voorbij" in page
        assert "van kracht" not in page
        assert "gold tot en met do 28 juni 2018" in page
    copy = pdf("scan")
    SignedUpload.objects.create(
        version=version,
        filename="scan.pdf",
        pdf=copy,
        sha256=hashlib.sha256(copy).hexdigest(),
        uploaded_by=coordinator.user,
        uploaded_at=clock.now(),
    )
    page = asked(file=SimpleUploadedFile("x.pdf", copy))
    assert "Een exemplaar dat op papier ondertekend is" in page
    assert "0 van 3 partijen" in page


def test_what_is_wrong_is_answered_alike(version: AgreementVersion):
    answers = {
        typed(version, sha256="0" * 64),
        typed(version, sha256="geen hash"),
        typed(version, reference="SO-2017-BESTAATNIET"),
        typed(version, reference="SO-2017-BESTAATNIET", sha256="0" * 64),
        asked(file=SimpleUploadedFile("x.pdf", bytes(version.file.pdf) + b"\n")),
        asked(file=SimpleUploadedFile("leeg.txt", b"iets")),
    }
    assert len(answers) == 1
    assert UNKNOWN in answers.pop()
    known = [
        len(queries_of(partial(typed, version, reference=name, sha256="0" * 64)))
        for name in (version.agreement.reference, "SO-2017-BESTAATNIET")
    ]
    assert known[0] == known[1]


def test_no_person_and_no_organisation_is_named(
    version: AgreementVersion, coordinator: Membership, mentor: Membership, trainee: Membership
):
    for party, who in (
        (Party.INSTITUTION, coordinator),
        (Party.SCHOOL, mentor),
        (Party.TRAINEE, trainee),
    ):
        sign(version, party, who)
    page = typed(version)
    assert "3 van 3 partijen" in page
    for name in (
        *("Kanarie", "Tara", "Cora", "Mona", "Hogeschool Eigen", "School Eigen"),
        version.agreement.placement.reference,
    ):
        assert name not in page


def test_half_a_question_is_asked_for_the_rest():
    for data in ({}, {"reference": "SO-2017-1"}, {"sha256": "0" * 64}, {"reference": "a\0"}):
        page = asked(**data)
        assert 'class="error-summary"' in page or "error" in page
        assert UNKNOWN not in page


def test_a_large_file_is_refused_and_nothing_is_kept(version: AgreementVersion):
    page = asked(file=SimpleUploadedFile("x.pdf", b"%PDF-1.7" + b"0" * 5 * 1024 * 1024))
    assert "groter dan 5 MB" in page
    asked(file=SimpleUploadedFile("x.pdf", bytes(version.file.pdf)))
    assert not SignedUpload.objects.exists()


def test_who_asks_too_often_waits(version: AgreementVersion):
    client, url = Client(), reverse("verify_agreement")
    codes = [
        client.post(url, {"reference": "x", "sha256": "0" * 64}).status_code for _n in range(31)
    ]
    assert codes == [200] * 30 + [429]
    assert client.get(url).status_code == 200
