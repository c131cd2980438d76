"""One run: how far it is, what went wrong, and what came out."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from matching.models import MatchingRun
from tests.factories import InstitutionFactory, SchoolFactory, SubjectFactory
from tests.factories_matching import (
    MatchingPartFactory,
    MatchingResultFactory,
    MatchingRunFactory,
    figures,
    row,
)
from tests.matching.admin_pages.conftest import of

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]


@pytest.fixture
def running(year_2017: AcademicYear) -> MatchingRun:
    """A run of two parts, of which one is done."""
    run = MatchingRunFactory(
        year=year_2017, state="running", placed=None, wanted=None, bound=None, figures={},
        progress={"phase": "searching", "placed": 30, "bound": 34, "wanted": 40},
    )  # fmt: skip
    MatchingPartFactory(run=run, number=1, state="done", outcome=b"x", requests=12)
    MatchingPartFactory(
        run=run, number=2, state="running", requests=28,
        progress={"phase": "searching", "placed": 18, "bound": 22, "wanted": 28},
    )  # fmt: skip
    return run


def test_while_it_computes_it_may_be_left(read: Read, running: MatchingRun):
    text = read(of(running))
    assert "U mag deze pagina verlaten." in text
    assert "De motor zoekt een beter antwoord." in text
    assert "Delen klaar: 1 van 2." in text
    assert 'hx-trigger="every 3s"' in text
    assert f'<a href="{of(running)}">Vernieuwen</a>' in text
    assert "htmx-2.min.js" in text


def test_the_piece_that_is_asked_again_says_the_same(read: Read, running: MatchingRun):
    piece = read(of(running, "voortgang/"))
    assert piece.startswith("<section")
    assert "Delen klaar: 1 van 2." in piece
    assert "18" in piece


def test_once_it_is_done_the_whole_page_is_asked(client: Client, run: MatchingRun):
    assert client.get(of(run, "voortgang/")).headers["HX-Refresh"] == "true"
    assert b"htmx" not in client.get(of(run)).content


def test_before_a_worker_has_it_that_is_said(read: Read, year_2017: AcademicYear):
    run = MatchingRunFactory(
        year=year_2017, state="queued", placed=None, bound=None, wanted=None, figures={}
    )
    assert "De motor wacht op zijn beurt." in read(of(run))


def test_a_phase_that_is_over_reads_as_a_sentence(read: Read, running: MatchingRun):
    running.progress = {"phase": "done"}
    running.save()
    assert "De motor is klaar." in read(of(running))


def test_an_interrupted_run_can_go_on_or_go_away(read: Read, year_2017: AcademicYear):
    run = MatchingRunFactory(
        year=year_2017, state="interrupted", figures={}, error="The worker was lost.",
        heartbeat_at=datetime(2017, 9, 12, 7, 30, tzinfo=UTC), placed=None, bound=None,
    )  # fmt: skip
    text = read(of(run))
    for words in ("De ronde is onderbroken.", "om 9.30", "The worker was lost.", "Hervatten"):
        assert words in text, words
    assert of(run, "weggooien/") in text
    assert "rechtstreekse aanvragen" not in text


def test_a_failed_release_can_let_the_direct_ones_out(read: Read, year_2017: AcademicYear):
    run = MatchingRunFactory(
        year=year_2017, state="failed", figures={}, error="Traceback\nValueError: <b>x</b>",
        trigger="effect", publishes_itself=True, placed=None, bound=None,
    )  # fmt: skip
    text = read(of(run))
    assert "ValueError: &lt;b&gt;x&lt;/b&gt;" in text
    assert of(run, "rechtstreeks/") in text
    assert "Ja, leg ze voor" in read(of(run, "rechtstreeks/"))


def test_figures_are_tables_with_a_picture(read: Read, year_2017: AcademicYear):
    SubjectFactory(slug="frans", name="Frans")
    run = MatchingRunFactory(
        year=year_2017,
        figures=figures(
            institutions=[row("Hogeschool Eigen", wanted=8, placed=6, mean_km=None)],
            provinces=[row("oost-vlaanderen"), row("")],
        ),
    )
    text = read(of(run))
    for words in (
        "9 van 10 stagiairs", "bewezen best", "9 van 10 geplaatst, 0 voor een deel",
        "Hogeschool Eigen", "Frans", "Oost-Vlaanderen", "niet bekend", "1ste voorkeur",
        "niet zelf gekozen", "meer dan 100 %", "12,1 km", "1,50",
    ):  # fmt: skip
        assert words in text, words
    assert text.count('<svg class="bar"') == 6 + 3 + 1 + 1 + 2


def test_what_has_no_place_was_skipped_or_is_suggested_leads_there(
    read: Read, year_2017: AcademicYear
):
    run = MatchingRunFactory(
        year=year_2017,
        state="published",
        figures=figures(skipped={"Vol": 1}),
    )
    MatchingResultFactory(run=run, school=None)
    MatchingResultFactory(run=run, status="skipped", skipped_because="Vol")
    MatchingResultFactory(run=run, status="suggested")
    text = read(of(run))
    for status in ("without_place", "skipped", "suggested"):
        assert f"{of(run, 'resultaten/')}?toestand={status}" in text
    assert "Vol (1)" in text
    assert of(run, "bekendmaken/") not in text


def test_schools_to_telephone_with_what_it_brings(read: Read, year_2017: AcademicYear):
    Subject.objects.all().delete()
    SubjectFactory(slug="frans", name="Frans")
    school = SchoolFactory(name="Sint-Jozef", phone="09 123 45 67")
    calls = [
        {"school": 12345, "subject": "", "trimester": 1, "trainees": 1},
        {"school": school.number, "subject": "frans", "trimester": 2, "trainees": 4},
    ]
    run = MatchingRunFactory(year=year_2017, figures=figures(calls=calls))
    assert "2 telefoontjes kunnen helpen" in read(of(run))
    text = read(of(run, "bellen/"))
    assert text.index("Sint-Jozef") < text.index("12345")
    for words in ("09 123 45 67", "Frans", "T2", "4 stagiairs", "alle vakken samen"):
        assert words in text, words


def test_without_calls_that_is_said(read: Read, run: MatchingRun):
    assert "Er is geen school om te bellen." in read(of(run, "bellen/"))


def test_who_could_not_take_part_is_named_by_reference(read: Read, year_2017: AcademicYear):
    left_out = [{"request": "2017-00012", "why": "De school neemt dit jaar geen stagiairs."}]
    run = MatchingRunFactory(year=year_2017, figures=figures(left_out=left_out))
    assert "2017-00012: De school neemt dit jaar geen stagiairs." in read(of(run))


def test_a_run_of_an_institution_names_it(read: Read, year_2017: AcademicYear):
    institution = InstitutionFactory(name="Hogeschool Eigen")
    run = MatchingRunFactory(year=year_2017, scope="institution", institution=institution)
    assert "Wat nog zoekt van Hogeschool Eigen" in read(of(run))
