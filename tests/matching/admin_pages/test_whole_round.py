"""A round from the button to the schools, and done again from what was stored."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.models import Subject
from matching import publishing, running, storing
from matching.engine.files import loads_instance, loads_outcome
from matching.engine.scoring import score_of
from matching.models import MatchingRun
from requests_app.models import PlacementRequest, Proposal
from tests.factories import RequestFactory, SubjectFactory
from tests.factories_matching import MatchingRunFactory
from tests.matching.admin_pages.conftest import BASE, of
from tests.matching.world import looking, offering

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]


@pytest.fixture
def frans(year_2017: AcademicYear) -> Subject:
    """A subject with two places at one school, in each trimester."""
    subject: Subject = SubjectFactory(name="Frans")
    offering(year_2017, subject, places=2, name="Alfa")
    return subject


@pytest.fixture
def solved(
    client: Client, coordinator: Membership, year_2017: AcademicYear, frans: Subject
) -> MatchingRun:
    """A run over three requests, started with the button and solved."""
    for _ in range(3):
        looking(coordinator, year_2017, frans)
    client.post(f"{BASE}nieuw/", {"scope": "all", "seconds": "5", "effort": "20", "seed": "3"})
    run = MatchingRun.objects.get()
    running.work_through(run.pk)
    run.refresh_from_db()
    return run


def test_from_the_button_to_the_schools(client: Client, read: Read, solved: MatchingRun):
    assert solved.state == "ready"
    text = read(of(solved))
    for words in ("2 van 3 stagiairs", "bewezen", "Frans", "Oost-Vlaanderen"):
        assert words in text, words
    assert "1 resultaat, met waarom" in text
    results = read(of(solved, "resultaten/"))
    assert "3 resultaten" in results
    assert "Alle scholen die passen, zijn vol." in results
    assert "2 voorstellen, naar 1 school" in read(of(solved, "bekendmaken/"))
    client.post(of(solved, "bekendmaken/"))
    publishing.publish_by_itself(solved.pk)
    assert Proposal.objects.filter(school__name="Alfa", state="open").count() == 2
    assert "Deze matchingronde is bekendgemaakt" in read(of(solved))


def test_what_changed_meanwhile_is_skipped_and_told(
    client: Client, read: Read, solved: MatchingRun
):
    moved = solved.results.filter(status="planned").first()
    assert moved is not None
    PlacementRequest.objects.filter(pk=moved.request_id).update(version=99)
    client.post(of(solved, "bekendmaken/"))
    publishing.publish_by_itself(solved.pk)
    assert "1 resultaat: intussen gewijzigd" in read(of(solved))
    skipped = read(f"{of(solved, 'resultaten/')}?toestand=skipped")
    assert moved.request.reference in skipped
    moved.refresh_from_db()
    assert moved.skipped_because in skipped


def test_the_exports_hold_the_round(client: Client, solved: MatchingRun):
    told = json.loads(client.get(of(solved, "ronde.json")).content)
    instance = loads_instance(json.dumps(told["instance"]).encode())
    outcome = loads_outcome(json.dumps(told["outcome"]).encode())
    assert instance == storing.instance_of(solved)
    assert score_of(instance, outcome.assignments) == storing.outcome_of(solved).score
    content = client.get(of(solved, "ronde.xlsx")).content
    assert len(list(openpyxl.load_workbook(io.BytesIO(content))["Resultaten"].values)) == 4


def test_the_same_again_gives_the_same_answer(
    solved: MatchingRun, capsys: pytest.CaptureFixture[str]
):
    before = MatchingRun.objects.values().get()
    call_command("replay_run", str(solved.public_id))
    assert "The same answer" in capsys.readouterr().out
    assert MatchingRun.objects.values().get() == before


def test_another_answer_is_a_failure_with_who_goes_elsewhere(
    solved: MatchingRun, capsys: pytest.CaptureFixture[str]
):
    whole = storing.outcome_of(solved)
    gone, *rest = whole.assignments
    changed = type(whole)(**{**vars(whole), "assignments": tuple(rest)})
    MatchingRun.objects.update(outcome=storing.pack_outcome(changed), engine_version="0 (een oude)")
    with pytest.raises(CommandError, match="Another answer"):
        call_command("replay_run", str(solved.public_id))
    told = capsys.readouterr().err
    assert gone.request in told
    assert "een andere versie van de motor" in told


def test_the_file_of_a_round_can_be_done_again(
    client: Client, solved: MatchingRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    content = client.get(of(solved, "ronde.json")).content
    MatchingRun.objects.all().delete()
    file = tmp_path / "ronde.json"
    file.write_bytes(content)
    call_command("replay_run", str(file))
    assert "The same answer" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"[]", b'{"run": {}}', b'{"run": 1, "instance": {}}'])
def test_what_is_no_round_is_refused(db: None, tmp_path: Path, content: bytes):
    file = tmp_path / "ronde.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="geen matchingronde"):
        call_command("replay_run", str(file))


def test_based_on_another_the_file_holds_where_the_search_started(
    client: Client, solved: MatchingRun, capsys: pytest.CaptureFixture[str]
):
    again = {"scope": "all", "seconds": "5", "effort": "20", "seed": "3"}
    client.post(of(solved, "opnieuw/"), again)
    run = MatchingRun.objects.exclude(pk=solved.pk).get()
    running.work_through(run.pk)
    told = json.loads(client.get(of(run, "ronde.json")).content)
    assert told["previous"]["assignments"]
    call_command("replay_run", str(run.public_id))
    assert "The same answer" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["instance", "outcome"])
def test_what_was_not_stored_cannot_be_done_again(solved: MatchingRun, missing: str):
    MatchingRun.objects.update(**{missing: None})
    with pytest.raises(CommandError, match="niet bewaard"):
        call_command("replay_run", str(solved.public_id))


def test_a_run_that_does_not_exist_is_refused(year_2017: AcademicYear):
    run = MatchingRunFactory(year=year_2017)
    run.delete()
    with pytest.raises(CommandError, match="no such run"):
        call_command("replay_run", str(run.public_id))


def test_direct_ones_of_a_failed_release_go_out(
    client: Client, read: Read, coordinator: Membership, year_2017: AcademicYear, frans: Subject
):
    school = offering(year_2017, frans)
    run = MatchingRunFactory(
        year=year_2017, state="failed", trigger="effect", publishes_itself=True, figures={},
        placed=None, bound=None, wanted=None,
    )  # fmt: skip
    direct = RequestFactory(
        institution=coordinator.institution, year=year_2017, subject=frans, school=school,
        state="submitted", filed_at="2017-06-05T10:00Z",
    )  # fmt: skip
    client.post(of(run, "rechtstreeks/"))
    publishing.publish_by_itself(run.pk)
    assert Proposal.objects.get().request == direct
    assert "Alleen de rechtstreekse aanvragen zijn voorgelegd." in read(of(run))
