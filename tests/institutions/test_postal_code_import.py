"""Postal codes in GeoNames' layout."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from institutions.exceptions import ImportRefused
from institutions.import_report import Outcome
from institutions.models import PostalCode
from institutions.postal_code_import import import_postal_codes
from tests.factories import PostalCodeFactory
from tests.institutions.register_samples import geonames

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = DATA / "BE_geonames_20240412_CC-BY-4.0.txt"
GHENT = ("9000", "Gent", "51.05", "3.71667")

pytestmark = pytest.mark.django_db


def test_new_changed_same_and_absent() -> None:
    PostalCodeFactory(code="9000", locality="Gent", latitude=1, longitude=2)
    PostalCodeFactory(code="2000", locality="Antwerpen", latitude=51.2199, longitude=4.4035)
    PostalCodeFactory(code="8000", locality="Brugge")
    file = geonames(
        GHENT, ("2000", "Antwerpen", "51.2199", "4.4035"), ("3000", "Leuven", "50.8796", "4.7009")
    )

    report = import_postal_codes(file, "BE.txt")

    assert [r.outcome for r in report.results] == [Outcome.CHANGED, Outcome.SAME, Outcome.NEW]
    assert PostalCode.objects.get(code="9000").latitude == 51.05
    assert PostalCode.objects.filter(code__in=["3000", "8000"]).count() == 2
    assert "1 postcodes staan niet in dit bestand" in report.notes[0]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("90000", "Gent", "51.05", "3.7"), "postcode"),
        (("9000", "", "51.05", "3.7"), "plaats"),
        (("9000", "Ge\x00nt", "51.05", "3.7"), "plaats"),
        (("9000", "Gent", "510.5", "3.7"), "breedtegraad"),
        (("9000", "Gent", "", ""), "breedtegraad"),
        (("9000", "Gent", "51.05", "nan"), "lengtegraad"),
    ],
)
def test_a_wrong_row_refuses_the_whole_file(row: tuple, column: str) -> None:
    report = import_postal_codes(geonames(("3000", "Leuven", "50.8", "4.7"), row), "BE.txt")

    assert [(e.row, e.column) for e in report.errors] == [(2, column)]
    assert not PostalCode.objects.exists()


def test_another_country_and_a_double_are_refused() -> None:
    french = geonames(GHENT).replace(b"BE\t", b"FR\t")

    assert import_postal_codes(french, "BE.txt").errors[0].column == "landcode"
    assert import_postal_codes(geonames(GHENT, GHENT), "BE.txt").errors[0].row == 2


def test_a_file_of_schools_is_refused() -> None:
    with pytest.raises(ImportRefused, match="GeoNames"):
        import_postal_codes(b"a,b,c\n", "a.csv")


def test_the_command(tmp_path: Path) -> None:
    file, out = tmp_path / "BE.txt", StringIO()
    file.write_bytes(geonames(GHENT))

    call_command("import_postal_codes", str(file), "--dry-run", stdout=out)
    assert not PostalCode.objects.exists()
    call_command("import_postal_codes", str(file), stdout=out)

    assert "rij 1: nieuw: 9000 Gent" in out.getvalue()
    assert PostalCode.objects.count() == 1
    file.write_bytes(geonames(("x", "Gent", "51", "4")))
    with pytest.raises(CommandError, match="1 rijen met fouten"):
        call_command("import_postal_codes", str(file), stderr=out)


@pytest.mark.skipif(not REAL.exists(), reason="needs the GeoNames file in ../shared/data")
def test_the_real_file() -> None:
    report = import_postal_codes(REAL.read_bytes(), REAL.name)

    assert report.errors == []
    assert PostalCode.objects.count() == 2781


def test_the_subjects_are_loaded_once() -> None:
    from institutions.models import Subject
    from institutions.reference import SUBJECTS

    out = StringIO()
    call_command("load_reference", stdout=out)
    Subject.objects.filter(slug="frans").update(name="Frans (vreemde taal)", is_active=False)
    call_command("load_reference", stdout=out)

    assert Subject.objects.count() == len(SUBJECTS) == len(set(SUBJECTS))
    assert Subject.objects.get(slug="frans").name == "Frans (vreemde taal)"
    assert out.getvalue().split()[0::3] == [str(len(SUBJECTS)), "0"]
