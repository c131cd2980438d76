"""The register of schools: two layouts, odd files, all or nothing, and again."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from institutions.actors import SYSTEM
from institutions.enums import Net
from institutions.exceptions import ImportRefused
from institutions.import_report import ImportReport, Outcome
from institutions.models import Campus, PlacementSchool
from institutions.school_import import import_schools
from tests.factories import CampusFactory, PostalCodeFactory, SchoolFactory
from tests.institutions.register_samples import BAVO, BAVO_NORTH, official, plain

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "schools_flanders.csv"
PIVA = "28514,1,Instituut PIVA,2018,Antwerpen,51.204932,4.396687,officieel gesubsidieerd"

pytestmark = pytest.mark.django_db


def load(content: bytes, name: str = "scholen.csv", **more: object) -> ImportReport:
    """Import in the name of the system."""
    return import_schools(content, name, actor=SYSTEM, **more)  # type: ignore[arg-type]


def state() -> tuple[list, list]:
    """All that an import could have changed."""
    return list(PlacementSchool.objects.values()), list(Campus.objects.values())


class TestOfficialLayout:
    def test_bom_semicolons_and_cr_line_ends(self) -> None:
        report = load(official(BAVO, BAVO_NORTH))

        assert [(r.row, r.outcome) for r in report.results] == [(2, Outcome.NEW), (3, Outcome.NEW)]
        school = PlacementSchool.objects.get()
        assert (school.number, school.name, school.net) == (28845, "Sint-Bavo", Net.FREE)
        assert (school.phone, school.email) == ("09 111 22 33", "info@bavo.example.be")
        assert school.website == "https://www.bavo.example.be"
        head, north = school.campuses.all()
        assert (head.number, head.is_head, head.name) == (1, True, "")
        assert (head.street, head.house_number) == ("Kerkstraat", "5 bus A")
        assert (north.number, north.is_head, north.name) == (2, False, "Sint-Bavo Noord")

    def test_lambert_72_becomes_wgs84(self) -> None:
        load(official(BAVO))

        campus = Campus.objects.get()
        assert campus.latitude == pytest.approx(51.054, abs=0.01)
        assert campus.longitude == pytest.approx(3.724, abs=0.01)

    def test_unknown_coordinates_are_those_of_the_postal_code(self) -> None:
        PostalCodeFactory(code="9030", locality="Mariakerke", latitude=51.07, longitude=3.68)

        report = load(official(BAVO, BAVO_NORTH))

        north = Campus.objects.get(number=2)
        assert (north.latitude, north.longitude) == (51.07, 3.68)
        assert any("zonder coördinaten" in note for note in report.notes)

    def test_a_location_that_ended_is_skipped_and_said(self) -> None:
        report = load(official(BAVO, BAVO_NORTH + "31/08/2015"))

        assert [r.outcome for r in report.results] == [Outcome.NEW, Outcome.SKIPPED]
        assert Campus.objects.count() == 1


class TestPlainLayout:
    def test_it_is_known_by_its_header(self) -> None:
        load(plain(PIVA))

        school = PlacementSchool.objects.get()
        campus = school.campuses.get()
        assert (school.number, school.net) == (28514, Net.OFFICIAL)
        assert (campus.latitude, campus.longitude, campus.is_head) == (51.204932, 4.396687, True)

    def test_as_a_workbook(self) -> None:
        book = openpyxl.Workbook()
        for row in csv.reader(StringIO(plain(PIVA).decode())):
            book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
        written = BytesIO()
        book.save(written)

        load(written.getvalue(), "scholen.xlsx")

        assert PlacementSchool.objects.get().number == 28514


class TestAgain:
    def test_the_same_file_changes_nothing(self) -> None:
        load(official(BAVO, BAVO_NORTH))
        before = state()

        report = load(official(BAVO, BAVO_NORTH))

        assert {r.outcome for r in report.results} == {Outcome.SAME}
        assert state() == before

    def test_what_a_school_typed_is_kept_and_the_register_is_followed(self) -> None:
        load(official(BAVO))
        PlacementSchool.objects.update(
            email="eigen@bavo.example.be", phone="", website="", info="Bel aan", graden=[3]
        )

        report = load(official(BAVO.replace("Sint-Bavo", "Sint-Bavocollege")))

        school = PlacementSchool.objects.get()
        assert (school.name, school.version) == ("Sint-Bavocollege", 2)
        assert (school.email, school.phone, school.website, school.info, school.graden) == (
            "eigen@bavo.example.be", "", "", "Bel aan", [3],
        )  # fmt: skip
        assert report.results[0].details == "Sint-Bavo → Sint-Bavocollege"

    def test_an_empty_cell_erases_nothing(self) -> None:
        school = SchoolFactory(number=28514, net=Net.GO, campus=None)
        CampusFactory(school=school, postal_code="2018", street="Getypt", latitude=51.1)

        load(plain("28514,1,Instituut PIVA,2018,Antwerpen,,,"))

        campus = Campus.objects.get()
        assert (campus.street, campus.latitude) == ("Getypt", 51.1)
        assert PlacementSchool.objects.get().net == Net.GO

    def test_a_school_that_is_not_in_the_file_stays_and_is_told(self) -> None:
        SchoolFactory(number=4242)

        report = load(plain(PIVA))

        assert PlacementSchool.objects.get(number=4242).is_active
        assert any("4242" in note for note in report.notes)

    def test_another_campus_becomes_the_head(self) -> None:
        load(official(BAVO, BAVO_NORTH))
        swapped = [BAVO.replace("True", "False"), BAVO_NORTH.replace("False", "True")]

        load(official(*swapped))

        assert Campus.objects.get(is_head=True).number == 2


class TestAllOrNothing:
    @pytest.mark.parametrize(
        ("row", "column", "message"),
        [
            (PIVA.replace("28514", "nul"), "institution_number", "getal"),
            (PIVA.replace("28514", "-5"), "institution_number", "getal"),
            (PIVA.replace("28514", "9" * 30), "institution_number", "getal"),
            (PIVA.replace(",1,", ",0,"), "location_seq", "getal"),
            (PIVA.replace("2018", "B-2018"), "postal_code", "vier cijfers"),
            (PIVA.replace("Instituut PIVA", ""), "name", "ontbreekt"),
            (PIVA.replace("Instituut PIVA", "x" * 5000), "name", "150 tekens"),
            (PIVA.replace("Instituut", "Insti\x00tuut"), "name", "niet leesbaar"),
            (PIVA.replace("51.204932", "1e308"), "latitude", "tussen 49 en 52"),
            (PIVA.replace("51.204932", "nan"), "latitude", "tussen 49 en 52"),
            (PIVA.replace("51.204932", "-inf"), "latitude", "tussen 49 en 52"),
            (PIVA.replace("4.396687", "x"), "longitude", "tussen 2 en 7"),
            (PIVA + ",te,veel", "", "meer cellen"),
        ],
    )
    def test_one_wrong_cell_refuses_the_whole_file(
        self, row: str, column: str, message: str
    ) -> None:
        good = "1,1,Goed,9000,Gent,51.05,3.72,GO!"

        report = load(plain(good, row))

        assert [(e.row, e.column) for e in report.errors] == [(3, column)]
        assert message in report.errors[0].message
        assert not PlacementSchool.objects.exists()

    def test_another_encoding_is_told_per_row(self) -> None:
        content = plain("1,1,Goed,9000,Gent,51.05,3.72,GO!", PIVA.replace("PIVA", "Lamorinière"))

        report = load(content.decode().encode("latin-1"))

        assert [(e.row, e.column) for e in report.errors] == [(3, "name")]

    def test_a_campus_twice_and_two_heads(self) -> None:
        report = load(official(BAVO, BAVO, BAVO_NORTH.replace("False", "True")))

        assert sorted((e.row, e.message.split()[0]) for e in report.errors) == [
            (3, "deze"), (3, "dezelfde"), (4, "deze"),
        ]  # fmt: skip
        assert not PlacementSchool.objects.exists()

    def test_a_dry_run_changes_nothing_and_says_the_same(self) -> None:
        dry = load(plain(PIVA), dry_run=True)

        assert not PlacementSchool.objects.exists()
        assert dry == load(plain(PIVA))


class TestOddFiles:
    @pytest.mark.parametrize(
        ("content", "name", "message"),
        [
            (b"", "a.csv", "leeg"),
            (b"\n\n\n", "a.csv", "leeg"),
            (b"x" * (2 * 1024 * 1024 + 1), "a.csv", "2 MB"),
            (b"a,b\n1,2\n", "a.csv", "geen bestand met scholen"),
            (b"MZ...", "a.exe", "CSV-bestand"),
            (b"PK\x03\x04 geen zip", "a.xlsx", "beschadigd"),
            ("naam".encode("utf-16"), "a.csv", "UTF-8"),
            (plain(*["1,1,A,9000,Gent,,,"] * 5001), "a.csv", "5000 rijen"),
            (("institution_number" + "," * 200 + "\n").encode(), "a.csv", "100 kolommen"),
            (plain('1,1,"' + "x" * 200_000), "a.csv", "geen leesbare CSV"),
        ],
    )
    def test_they_are_refused_with_a_reason(self, content: bytes, name: str, message: str) -> None:
        with pytest.raises(ImportRefused, match=message):
            load(content, name)

    def test_a_workbook_that_unpacks_beyond_30_mb_is_refused(self) -> None:
        import zipfile

        written = BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * (31 * 1024 * 1024))

        with pytest.raises(ImportRefused, match="30 MB"):
            load(written.getvalue(), "a.xlsx")


class TestCommand:
    def test_it_reports_per_row(self, tmp_path: Path) -> None:
        file, out = tmp_path / "scholen.csv", StringIO()
        file.write_bytes(official(BAVO, BAVO_NORTH))

        call_command("import_schools", str(file), stdout=out)

        assert "rij 2: nieuw: 28845-1 Sint-Bavo" in out.getvalue()
        assert "Klaar: 2 nieuw." in out.getvalue()

    def test_it_fails_on_errors_and_names_the_rows(self, tmp_path: Path) -> None:
        file, err = tmp_path / "scholen.csv", StringIO()
        file.write_bytes(plain(PIVA.replace("2018", "x")))

        with pytest.raises(CommandError, match="Er is niets gewijzigd"):
            call_command("import_schools", str(file), stderr=err)
        assert "rij 2: postal_code" in err.getvalue()

    def test_a_file_that_is_not_there(self) -> None:
        with pytest.raises(CommandError, match="niet lezen"):
            call_command("import_schools", "bestaat-niet.csv")


@pytest.mark.skipif(not REAL.exists(), reason="needs ../shared/data/schools_flanders.csv")
def test_the_real_list_of_schools(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(40):
        report = load(REAL.read_bytes())

    assert (report.errors, len(report.results)) == ([], 1093)
    assert PlacementSchool.objects.count() == 951
    assert Campus.objects.filter(is_head=True).count() == 951
    assert {r.outcome for r in load(REAL.read_bytes()).results} == {Outcome.SAME}
