"""Runs on the dashboard of an administrator, in the menu and in Django admin."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from matching.models import MatchingRun
from tests.browsing import logged_in
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory, PairLockFactory
from tests.matching.admin_pages.conftest import BASE, of

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]
LATER = "2017-09-02T10:00Z"
EARLIER = "2017-09-01T10:00Z"


def test_a_run_that_is_ready_is_something_to_do(read: Read, run: MatchingRun):
    text = read("/start/")
    assert f'href="{of(run)}">Een matchingronde staat klaar om na te kijken</a>' in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("interrupted", "Een matchingronde is onderbroken"),
        ("failed", "Een matchingronde is mislukt"),
        ("running", "Een matchingronde rekent."),
        ("publishing", "Een matchingronde wordt bekendgemaakt."),
    ],
)
def test_a_run_that_goes_on_or_stopped_is_told(
    read: Read, year_2017: AcademicYear, state: str, said: str
):
    run = MatchingRunFactory(year=year_2017, state=state)
    text = read("/start/")
    assert said in text
    assert of(run) in text


def test_what_goes_by_itself_asks_nothing(read: Read, year_2017: AcademicYear):
    MatchingRunFactory(year=year_2017, publishes_itself=True)
    MatchingRunFactory(year=year_2017, scope="looking", trigger="sweep")
    assert "Een matchingronde" not in read("/start/")


def test_who_has_no_place_is_counted_once_and_by_the_last_run(read: Read, year_2017: AcademicYear):
    old, new = (
        MatchingRunFactory(year=year_2017, state="published", published_at=moment)
        for moment in (EARLIER, LATER)
    )
    seeks = {"request__state": "submitted", "request__filed_at": EARLIER}
    still = MatchingResultFactory(run=old, school=None, **seeks).request
    MatchingResultFactory(run=new, request=still, school=None, subjects=["a"])
    MatchingResultFactory(run=new, request=still, school=None, subjects=["b"])
    placed = MatchingResultFactory(run=old, school=None, **seeks).request
    MatchingResultFactory(run=new, request=placed)
    MatchingResultFactory(run=new, school=None, request__state="withdrawn")
    assert "1 aanvraag bleef in de matching zonder plaats" in read("/start/")


def test_only_an_administrator_finds_it_in_the_menu(
    read: Read, coordinator: Membership, year_2017: AcademicYear
):
    assert f'href="{BASE}"' in read("/start/")
    assert f'href="{BASE}"' not in logged_in(coordinator).get("/start/").content.decode()


def test_django_admin_reads_and_leads_to_the_pages(client: Client, read: Read, run: MatchingRun):
    result = MatchingResultFactory(run=run)
    lock = PairLockFactory(request__year=run.year)
    led = {
        "matchingrun": (run, of(run)),
        "matchingresult": (result, f"{of(run, 'resultaten/')}?zoek={result.request.reference}"),
        "pairlock": (lock, f"{BASE}vastgezet/?jaar=2017-2018"),
    }
    for name, (row, address) in led.items():
        assert address in read(reverse(f"admin:matching_{name}_changelist"))
        change = reverse(f"admin:matching_{name}_change", args=[row.pk])
        assert address in read(change)
        assert client.post(change, {}).status_code == 403
        add = reverse(f"admin:matching_{name}_add")
        assert client.get(add).status_code == 403


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("matchingrun", f"{BASE}nieuw/", "Start een matchingronde"),
        ("pairlock", f"{BASE}vastgezet/", "Vastgezet en verboden"),
    ],
)
@pytest.mark.usefixtures("year_2017")
def test_lists_in_django_admin_lead_to_where_it_is_done(
    read: Read, name: str, address: str, words: str
):
    assert f'<a href="{address}">{words}</a>' in read(reverse(f"admin:matching_{name}_changelist"))
    assert words in read(address)
