"""Registers from the administrators' site: tried first, then confirmed, never half."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from institutions.models import PlacementSchool, PostalCode
from institutions.register_models import RegisterUpload
from tests.browsing import logged_in
from tests.factories import OfferFactory, SchoolFactory, SchoolYearFactory, UserFactory
from tests.institutions.register_samples import BAVO, geonames, official, plain

ADD = reverse("admin:institutions_registerupload_add")
GOOD = "28514,1,Instituut PIVA,2018,Antwerpen,51.204932,4.396687,GO!"
BAD = "x,1,=HYPERLINK(1),2018,Antwerpen,51.204932,4.396687,GO!"


@pytest.fixture
def admin_client(administrator: User) -> Client:
    """The administrator's browser."""
    return logged_in(administrator)


def upload(client: Client, content: bytes, name: str = "scholen.csv", kind: str = "schools"):
    """Send a file, and follow to the page that says what would happen."""
    return client.post(ADD, {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_file_is_tried_first_and_imported_when_confirmed(admin_client: Client) -> None:
    answer = upload(admin_client, official(BAVO))

    assert "28845-1 Sint-Bavo" in answer.content.decode()
    assert "Alles inlezen" in answer.content.decode()
    assert not PlacementSchool.objects.exists()
    page = answer.redirect_chain[-1][0]
    for _ in range(2):
        assert admin_client.post(page).status_code == 302
    assert PlacementSchool.objects.get().number == 28845
    assert RegisterUpload.objects.get().imported_at is not None


def test_postal_codes_too(admin_client: Client) -> None:
    answer = upload(admin_client, geonames(("9000", "Gent", "51", "3.7")), "BE.txt", "postal_codes")

    admin_client.post(answer.redirect_chain[-1][0])

    assert PostalCode.objects.get().locality == "Gent"


def test_errors_are_shown_per_row_and_come_back_in_the_file(admin_client: Client) -> None:
    answer = upload(admin_client, plain(GOOD, BAD))
    page, url = answer.content.decode(), answer.redirect_chain[-1][0]

    assert "1 rij heeft een fout. Er is niets gewijzigd." in page
    assert "institution_number" in page
    assert "Alles inlezen" not in page
    assert admin_client.post(url).status_code == 200
    assert not PlacementSchool.objects.exists()
    file = admin_client.get(f"{url}fouten/")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert 'filename="scholen-fouten.csv"' in file["Content-Disposition"]
    assert lines[0].endswith(",fouten")
    assert lines[1] == f"{GOOD},"
    assert "institution_number: moet een getal zijn" in lines[2]
    assert ",'=HYPERLINK(1)," in lines[2]


def test_a_workbook_comes_back_as_a_workbook(admin_client: Client) -> None:
    book, written = openpyxl.Workbook(), BytesIO()
    for line in plain(BAD).decode().splitlines():
        book.active.append(line.split(","))
    book.active["C2"].data_type = "s"
    book.save(written)
    url = upload(admin_client, written.getvalue(), "scholen.xlsx").redirect_chain[-1][0]

    file = admin_client.get(f"{url}fouten/").content

    rows = list(openpyxl.load_workbook(BytesIO(file)).active.iter_rows(values_only=True))
    assert rows[0][-1] == "fouten"
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert "moet een getal zijn" in rows[1][-1]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("scholen.exe", b"MZ", "Kies een CSV-bestand"),
        ("scholen.csv", b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
        ("scholen.csv", b"", "leeg"),
        ("scholen.xlsx", b"PK\x03\x04", "beschadigd"),
    ],
)
def test_an_odd_file_is_refused_on_the_page(
    admin_client: Client, name: str, content: bytes, message: str
) -> None:
    answer = upload(admin_client, content, name)

    assert answer.redirect_chain == []
    assert message in answer.content.decode()
    assert not RegisterUpload.objects.exists()


def test_a_file_of_another_register_leads_back(admin_client: Client) -> None:
    answer = upload(admin_client, b"a,b\n1,2\n")

    assert answer.redirect_chain[-1][0] == ADD
    assert "geen bestand met scholen" in answer.content.decode()


@pytest.mark.parametrize("who", ["coordinator", "mentor"])
def test_nobody_else_gets_in(
    admin_client: Client, request: pytest.FixtureRequest, who: str
) -> None:
    url = upload(admin_client, official(BAVO)).redirect_chain[-1][0]
    stranger = logged_in(request.getfixturevalue(who))

    for address in (ADD, url, f"{url}fouten/"):
        assert stranger.get(address).status_code in (302, 403, 404)
    assert stranger.post(url).status_code in (302, 403, 404)
    assert not PlacementSchool.objects.filter(number=28845).exists()


def test_staff_without_the_right_gets_403(admin_client: Client) -> None:
    assert logged_in(UserFactory(is_staff=True)).get(ADD).status_code == 403


@pytest.mark.parametrize(
    "model",
    [
        "traininginstitution", "placementschool", "subject", "postalcode", "schoolyear",
        "registerupload",
    ],
)  # fmt: skip
def test_every_list_and_form_of_the_administration_opens(
    admin_client: Client, mentor: Membership, coordinator: Membership, model: str
) -> None:
    OfferFactory(school_year=SchoolYearFactory(school=mentor.school))
    base = f"admin:institutions_{model}"

    assert admin_client.get(reverse(f"{base}_changelist"), {"q": "9000"}).status_code == 200
    assert admin_client.get(reverse(f"{base}_add")).status_code == 200


def test_a_schools_year_is_edited_with_its_offer(admin_client: Client, mentor: Membership) -> None:
    row = SchoolYearFactory(school=mentor.school)
    OfferFactory(school_year=row, campus=mentor.school.campuses.get())
    SchoolFactory(name="Vreemde school")

    page = admin_client.get(reverse("admin:institutions_schoolyear_change", args=[row.pk]))

    assert page.status_code == 200
    assert "Vreemde school" not in page.content.decode()


def test_an_export_neutralises_formulas(admin_client: Client) -> None:
    SchoolFactory(name="=1+1")

    answer = admin_client.post(
        reverse("admin:institutions_placementschool_export"),
        {"format": "0", "resource": "", "schoolresource_name": "on"},
    )

    assert answer.status_code == 200
    assert "1+1" in answer.content.decode()
    assert "=1+1" not in answer.content.decode()
