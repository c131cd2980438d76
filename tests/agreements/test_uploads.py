"""Signed on paper: which file is taken, who may record it, and who can fetch it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from agreements.enums import Party, SigningMethod
from agreements.models import AgreementVersion, Signature, SignedUpload
from agreements.standing import standing_of
from agreements.upload_files import MAX_BYTES, FileRefused, read_pdf
from tests.agreements.signing_world import pdf, sign, version_of
from tests.browsing import logged_in
from tests.queries import Limit, check, check_page, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on("2017-09-12"):
        yield


def url_of(version: AgreementVersion) -> str:
    return reverse("agreement_upload", args=[version.public_id])


def filled_in(version: AgreementVersion, content: bytes, **more: Any) -> dict[str, Any]:
    """The form for the trainee and the school, on paper of the same day."""
    trainee = version.agreement.placement.request.trainees.get()
    return {
        "file": SimpleUploadedFile("scan.pdf", content, "application/pdf"),
        "signed_on": "2017-09-12",
        f"trainee-{trainee.public_id}-signed": "on",
        f"trainee-{trainee.public_id}-name": "Tara Kanarie",
        "school-signed": "on",
        "school-name": "Dirk Directeur",
        **more,
    }


def test_a_scan_is_kept_with_who_signed_on_it(version: AgreementVersion, coordinator: Membership):
    client, content = logged_in(coordinator), pdf("scan")
    sign(version, Party.INSTITUTION, coordinator)
    page = client.get(url_of(version)).content.decode()
    assert "institution-signed" not in page, "who signed already is not asked"
    answer = client.post(url_of(version), filled_in(version, content))
    assert answer.url == reverse("agreement_version", args=[version.public_id])
    upload = SignedUpload.objects.get()
    assert (bytes(upload.pdf), upload.uploaded_by) == (content, coordinator.user)
    on_paper = Signature.objects.filter(method=SigningMethod.OUTSIDE).order_by("party")
    assert list(on_paper.values_list("party", "name", "role", "user", "upload", "sha256")) == [
        ("school", "Dirk Directeur", "Stageplaats", coordinator.user.pk, upload.pk, version.sha256),
        ("trainee", "Tara Kanarie", "Stagiair", coordinator.user.pk, upload.pk, version.sha256),
    ]
    assert {row.signed_at.date() for row in on_paper} == {date(2017, 9, 12)}
    assert standing_of(AgreementVersion.objects.get()).is_complete
    table = SignedUpload._meta.db_table
    for change in (f"UPDATE {table} SET filename = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            raw(change)


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_sent_twice_is_kept_once(version: AgreementVersion, mentor: Membership):
    client, content = logged_in(mentor), pdf("scan")
    for _time in range(2):
        client.post(url_of(version), filled_in(version, content))
    assert SignedUpload.objects.count() == 1
    assert Signature.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04 een werkblad dat zich voor PDF uitgeeft", "geen PDF"),
        (b"<html><script>alert(1)</script>%PDF-1.7", "geen PDF"),
        (pdf()[:-12], "beschadigd of onvolledig"),
        (pdf().replace(b"xref\n0 1", b"zref\n0 1"), "beschadigd of onvolledig"),
        (b"%PDF-1.7\nstartxref\n99999999\n%%EOF\n", "beschadigd of onvolledig"),
        (pdf() + b" " * MAX_BYTES, "groter dan 5 MB"),
    ],
    ids=["empty", "zip", "html", "cut off", "no table", "outside", "huge"],
)
def test_another_file_is_refused_and_what_was_typed_stays(
    version: AgreementVersion, coordinator: Membership, content: bytes, told: str
):
    page = logged_in(coordinator).post(url_of(version), filled_in(version, content))
    shown = page.content.decode()
    assert told in shown
    assert "Kies het bestand opnieuw" in shown
    assert 'value="Dirk Directeur"' in shown
    assert not SignedUpload.objects.exists()
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"signed_on": "2017-09-13"}, "Deze dag moet nog komen"),
        ({"signed_on": "2017-09-11"}, "Niemand kon ze eerder ondertekenen"),
        ({"signed_on": "gisteren"}, "datum"),
        ({"school-name": " "}, "Schrijf de naam over"),
        ({"school-name": "a\0b"}, "toegestaan"),
        ({"file": ""}, "Kies het bestand opnieuw"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_stays(
    version: AgreementVersion, coordinator: Membership, change: dict[str, str], told: str
):
    sent = filled_in(version, pdf()) | change
    page = logged_in(coordinator).post(url_of(version), sent).content.decode()
    assert told in page
    assert 'value="Tara Kanarie"' in page
    assert not Signature.objects.exists()


def test_the_unsigned_document_itself_and_a_party_that_signed_are_refused(
    version: AgreementVersion, coordinator: Membership, mentor: Membership
):
    client = logged_in(coordinator)
    unsigned = bytes(version.file.pdf)
    page = client.post(url_of(version), filled_in(version, unsigned)).content.decode()
    assert "Dit is het document zonder handtekeningen" in page
    nobody = {"file": SimpleUploadedFile("a.pdf", pdf()), "signed_on": "2017-09-12"}
    assert "Vink aan wie" in client.post(url_of(version), nobody).content.decode()
    sign(version, Party.SCHOOL, mentor)
    trainee = version.agreement.placement.request.trainees.get()
    sent = filled_in(version, pdf())
    assert client.post(url_of(version), sent).status_code == 302
    assert set(Signature.objects.values_list("party", "method")) == {
        ("school", "here"),
        ("trainee", "outside"),
    }, "what the school signed here is not written over"
    assert Signature.objects.get(party=Party.TRAINEE).trainee == trainee


def test_a_version_that_was_replaced_takes_no_scan(
    version: AgreementVersion, coordinator: Membership
):
    version_of(version.agreement.placement)
    answer = logged_in(coordinator).post(url_of(version), filled_in(version, pdf()), follow=True)
    assert "vervangen door versie 2" in answer.content.decode()
    assert not SignedUpload.objects.exists()


def test_the_scan_is_saved_never_shown_and_only_by_the_parties(
    version: AgreementVersion,
    coordinator: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
    mentor_elsewhere: Membership,
    trainee: Membership,
):
    content = pdf("scan")
    logged_in(mentor).post(url_of(version), filled_in(version, content))
    url = reverse("agreement_scan", args=[SignedUpload.objects.get().public_id])
    for who in (coordinator, mentor, trainee):
        answer = logged_in(who).get(url)
        assert answer.content == content
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "no-store" in answer.headers["Cache-Control"]
    for who in (coordinator_elsewhere, mentor_elsewhere):
        assert logged_in(who).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    with on("2017-12-15"):
        assert logged_in(mentor).get(url).status_code == 403, "it names the trainee"
        assert logged_in(coordinator).get(url).status_code == 200


def test_names_of_files_lose_folders_and_control_characters():
    found = read_pdf(pdf(), "C:\\map\\..\\na\x00am\n" + "x" * 300 + ".pdf")
    assert len(found.filename) == 200
    assert found.filename.isprintable()
    with pytest.raises(FileRefused):
        read_pdf(b"%PDF-1.7", "a.pdf")


def test_the_page_asks_few_queries(version: AgreementVersion, coordinator: Membership):
    client = logged_in(coordinator)
    check_page("agreement_upload", client, url_of(version), limit=Limit.DETAIL)
    sent = filled_in(version, pdf())
    asked = queries_of(lambda: client.post(url_of(version), sent))
    check("agreement_upload POST", asked, Limit.POST)
