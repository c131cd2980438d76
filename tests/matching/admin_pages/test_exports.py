"""A run as files: opened and read back, without formulas and without anybody's name."""

import gzip
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client

from calendar_cfg.models import AcademicYear
from matching.models import MatchingRun
from tests.factories import InstitutionFactory, SchoolFactory, SubjectFactory, TraineeFactory
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory, figures, row
from tests.matching.admin_pages.conftest import of

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]
SECRET = "Kanarievogel"


@pytest.fixture
def run(year_2017: AcademicYear) -> MatchingRun:
    """A run with names that a spreadsheet would take for a formula."""
    evil = SchoolFactory(name="=HYPERLINK(1)", number=41, phone="+32 9 123 45 67")
    institution = InstitutionFactory(name="@Hogeschool")
    run = MatchingRunFactory(
        year=year_2017,
        figures=figures(
            institutions=[row("@Hogeschool")],
            calls=[{"school": 41, "subject": "frans", "trimester": 1, "trainees": 4}],
        ),
    )
    MatchingResultFactory(
        run=run, school=evil, rank=2, hectometres=57, request__institution=institution,
        request__reference="2017-AAA", request__subject=SubjectFactory(name="Frans"),
        request__trainee=TraineeFactory(last_name=SECRET, email="kanarie@example.be"),
    )  # fmt: skip
    return run


def workbook(client: Client, run: MatchingRun) -> Any:
    """The workbook, opened."""
    response = client.get(of(run, "ronde.xlsx"))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="matching-2017')
    return openpyxl.load_workbook(io.BytesIO(response.content))


def test_the_workbook_has_results_figures_and_schools_to_telephone(
    client: Client, run: MatchingRun
):
    book = workbook(client, run)
    assert book.sheetnames == ["Resultaten", "Cijfers", "Scholen om te bellen"]
    results = list(book["Resultaten"].values)
    assert results[1][:9] == (
        "2017-AAA", "'@Hogeschool", 1, "Frans", "'=HYPERLINK(1)", 41, "2de voorkeur", 5.7,
        "Gepland",
    )  # fmt: skip
    numbers = dict(values[:2] for values in book["Cijfers"].values if values)
    assert (numbers["stagiairs die zoeken"], numbers["geplaatst"]) == (10, 9)
    assert numbers["kan het beter?"] == "bewezen best"
    calls = list(book["Scholen om te bellen"].values)
    assert calls[1] == ("'=HYPERLINK(1)", 41, "'+32 9 123 45 67", "Frans", "T1", 4)


def test_no_cell_is_a_formula_and_nobody_is_named(client: Client, run: MatchingRun):
    cells = [cell for sheet in workbook(client, run) for line in sheet for cell in line]
    assert cells
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(SECRET in str(cell.value) or "kanarie" in str(cell.value) for cell in cells)


def test_the_json_holds_input_and_outcome_as_they_were_stored(client: Client, run: MatchingRun):
    given, found = {"requests": [1, 2]}, {"assignments": []}
    MatchingRun.objects.update(
        instance=gzip.compress(json.dumps(given).encode()),
        outcome=gzip.compress(json.dumps(found).encode()),
        input_hash="abc",
    )
    response = client.get(of(run, "ronde.json"))
    told = json.loads(response.content)
    assert (told["instance"], told["outcome"]) == (given, found)
    assert told["run"]["input_hash"] == "abc"
    assert (told["run"]["seed"], told["run"]["seconds"], told["run"]["effort"]) == (1, 60, 400)


def test_before_there_is_an_outcome_it_is_null(client: Client, run: MatchingRun):
    MatchingRun.objects.update(instance=gzip.compress(b"{}"))
    assert json.loads(client.get(of(run, "ronde.json")).content)["outcome"] is None


def test_before_anything_was_read_that_is_said(client: Client, read: Read, run: MatchingRun):
    assert client.get(of(run, "ronde.json")).headers["Location"] == of(run)
    assert "De invoer van deze ronde is nog niet gelezen." in read(of(run))


def test_a_run_without_figures_is_still_a_workbook(client: Client, year_2017: AcademicYear):
    empty = MatchingRunFactory(
        year=year_2017, figures={}, state="failed", placed=None, bound=None, wanted=None
    )
    assert len(list(workbook(client, empty)["Resultaten"].values)) == 1
