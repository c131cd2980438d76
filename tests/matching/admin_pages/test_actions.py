"""Making a run known, throwing it away, taking it up again: confirmed, once, and by its state."""

from collections.abc import Callable

import pytest
from django.test import Client

from calendar_cfg.models import AcademicYear
from matching.models import MatchingRun
from tests.factories import SchoolFactory
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory
from tests.matching.admin_pages.conftest import of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]


def planned(run: MatchingRun, **fields: object) -> None:
    """A result that is to be made known."""
    MatchingResultFactory(run=run, **fields)


def test_at_the_release_everything_goes_to_its_school(read: Read, run: MatchingRun):
    alfa = SchoolFactory()
    planned(run, school=alfa)
    planned(run, school=alfa)
    planned(run)
    planned(run, school=None)
    text = read(of(run, "bekendmaken/"))
    assert "3 voorstellen, naar 2 scholen" in text
    assert "1 resultaat: de stagecoördinator ziet waarom" in text
    assert "Dit kan niet ongedaan gemaakt worden." in text
    assert "Ja, maak bekend" in text


def test_afterwards_who_asked_for_it_chooses(read: Read, run: MatchingRun):
    MatchingRunFactory(year=run.year, state="published")
    planned(run)
    planned(run, request__onward="automatic")
    planned(run, is_fixed=True)
    text = read(of(run, "bekendmaken/"))
    assert "2 voorstellen, naar 2 scholen" in text
    assert "1 aanvraag waarvoor de stagecoördinator zelf kiest" in text


def test_making_known_twice_is_once(client: Client, read: Read, run: MatchingRun):
    for _ in range(2):
        answer = client.post(of(run, "bekendmaken/"))
        assert answer.headers["Location"] == of(run)
    run.refresh_from_db()
    assert run.state == "publishing"
    assert "U mag deze pagina verlaten." in read(of(run))


def test_before_schools_can_answer_it_says_from_when(client: Client, run: MatchingRun):
    with on("2017-06-05"):
        text = client.get(of(run, "bekendmaken/")).content.decode()
        assert "do 15 juni 2017" in text
        assert "Ja, maak bekend" not in text
        client.post(of(run, "bekendmaken/"))
    run.refresh_from_db()
    assert run.state == "ready"


@pytest.mark.parametrize("state", ["queued", "running", "published", "discarded", "failed"])
def test_only_what_is_ready_is_made_known(
    client: Client, read: Read, year_2017: AcademicYear, state: str
):
    run = MatchingRunFactory(year=year_2017, state=state)
    assert client.get(of(run, "bekendmaken/")).headers["Location"] == of(run)
    client.post(of(run, "bekendmaken/"))
    run.refresh_from_db()
    assert run.state == state
    if state != "published":
        assert "Deze ronde is niet klaar om bekendgemaakt te worden." in read(of(run))


@pytest.mark.parametrize("state", ["queued", "running", "interrupted", "ready", "failed"])
def test_what_is_not_known_yet_can_be_thrown_away(
    client: Client, read: Read, year_2017: AcademicYear, state: str
):
    run = MatchingRunFactory(year=year_2017, state=state)
    assert "Ja, gooi weg" in read(of(run, "weggooien/"))
    for _ in range(2):
        client.post(of(run, "weggooien/"))
    run.refresh_from_db()
    assert run.state == "discarded"
    assert "Deze ronde is weggegooid." in read(of(run))


def test_what_is_known_stays(client: Client, read: Read, year_2017: AcademicYear):
    run = MatchingRunFactory(year=year_2017, state="published")
    assert client.get(of(run, "weggooien/")).status_code == 302
    client.post(of(run, "weggooien/"))
    run.refresh_from_db()
    assert run.state == "published"
    assert "kan niet meer weggegooid worden" in read(of(run))


@pytest.mark.parametrize("state", ["interrupted", "failed"])
def test_what_stopped_goes_on(client: Client, read: Read, year_2017: AcademicYear, state: str):
    run = MatchingRunFactory(year=year_2017, state=state, error="x", attempts=5)
    client.post(of(run, "hervatten/"))
    run.refresh_from_db()
    assert (run.state, run.attempts, run.error) == ("interrupted", 0, "")
    assert "De ronde gaat verder waar ze gestopt was." in read(of(run))


def test_what_did_not_stop_does_not_go_on(client: Client, read: Read, run: MatchingRun):
    client.post(of(run, "hervatten/"))
    run.refresh_from_db()
    assert run.state == "ready"
    assert "niet onderbroken" in read(of(run))


def test_going_on_while_another_computes_is_refused(
    client: Client, read: Read, year_2017: AcademicYear
):
    MatchingRunFactory(year=year_2017, state="running")
    run = MatchingRunFactory(year=year_2017, state="failed")
    client.post(of(run, "hervatten/"))
    run.refresh_from_db()
    assert run.state == "failed"
    assert "loopt al een matchingronde" in read(of(run))


def test_direct_ones_go_out_only_of_a_release_that_failed(client: Client, run: MatchingRun):
    assert client.get(of(run, "rechtstreeks/")).headers["Location"] == of(run)
    client.post(of(run, "rechtstreeks/"))
    run.refresh_from_db()
    assert run.state == "ready"


@pytest.mark.parametrize("rest", ["hervatten/"])
def test_a_link_never_takes_up_a_run(client: Client, run: MatchingRun, rest: str):
    assert client.get(of(run, rest)).status_code == 405
