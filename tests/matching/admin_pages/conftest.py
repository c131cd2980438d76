"""An administrator at work on a day when schools answer."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from accounts.models import User
from calendar_cfg.models import AcademicYear
from matching.models import MatchingRun
from tests.browsing import logged_in
from tests.factories_matching import MatchingRunFactory
from tests.requests_app.world import on

BASE = "/beheer/matching/"


@pytest.fixture(autouse=True)
def _september() -> Iterator[None]:
    with on("2017-09-12"):
        yield


@pytest.fixture
def client(administrator: User) -> Client:
    """The administrator's browser."""
    return logged_in(administrator)


@pytest.fixture
def run(year_2017: AcademicYear) -> MatchingRun:
    """A run that is ready to be looked at."""
    return MatchingRunFactory(year=year_2017)


@pytest.fixture
def read(client: Client) -> Callable[[str], str]:
    """The text of a page, with single spaces."""

    def fetch(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return " ".join(response.content.decode().split())

    return fetch


def of(run: MatchingRun, rest: str = "") -> str:
    """An address about a run."""
    return f"{BASE}{run.public_id}/{rest}"
