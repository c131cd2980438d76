"""Collectors at the same time: what is told while one is at work is in the next mail, not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Membership, OutgoingMail
from calendar_cfg.models import AcademicYear
from notices import collecting
from notices.collecting import collect
from notices.enums import NoticeState
from notices.models import Addressee, Notice
from requests_app.invariants import broken_invariants
from requests_app.models import PlacementRequest
from tests.requests_app.world import filed, on

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 20
Settle = Callable[[Sequence[Notice], dict[int, Addressee]], list[Notice]]


class Paused:
    """A collector in a thread of its own, that stops after it read what waits."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.has_read, self.goes_on = threading.Event(), threading.Event()
        self._future = pool.submit(self._run)

    def _run(self) -> int:
        threading.current_thread().paused = self  # type: ignore[attr-defined]
        try:
            return collect()
        finally:
            self.has_read.set()  # or there was nothing to read
            connection.close()

    def finish(self) -> int:
        """Let it make its mails; how many it made."""
        self.goes_on.set()
        return self._future.result(WAIT)


@pytest.fixture
def collectors(monkeypatch: pytest.MonkeyPatch) -> Callable[[ThreadPoolExecutor], Paused]:
    """Start a collector, and wait until it has read."""
    settle: Settle = collecting._settle

    def settle_later(notices: Sequence[Notice], addressees: dict[int, Addressee]) -> list[Notice]:
        paused: Paused = threading.current_thread().paused  # type: ignore[attr-defined]
        paused.has_read.set()
        assert paused.goes_on.wait(WAIT)
        return settle(notices, addressees)

    def start(pool: ThreadPoolExecutor) -> Paused:
        paused = Paused(pool)
        assert paused.has_read.wait(WAIT)
        return paused

    monkeypatch.setattr(collecting, "_settle", settle_later)
    return start


def collect_twice(
    start: Callable[[ThreadPoolExecutor], Paused], tell_one_more: Callable[[], PlacementRequest]
) -> PlacementRequest:
    """One collector reads; then a request reaches the school, and a second collector comes."""
    with on("2017-09-05"), ThreadPoolExecutor(2) as pool:
        first = start(pool)
        request = tell_one_more()
        second = start(pool)
        first.finish()
        second.finish()
    return request


@pytest.fixture
def one_more(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> Callable[[], PlacementRequest]:
    """Put one more request to the school, where one waits already."""
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    return lambda: filed(coordinator, mentor, year_2017)


def test_who_is_being_mailed_is_skipped_and_nothing_is_lost(collectors, one_more):
    request = collect_twice(collectors, one_more)
    assert request.reference not in OutgoingMail.objects.get().body
    assert Notice.objects.get(request=request).state == NoticeState.WAITING
    assert broken_invariants() == {}


def test_without_the_claim_what_came_in_between_is_called_mailed_and_is_not(
    collectors, one_more, monkeypatch
):
    """The negative control: the test above finds the fault when the guard is off."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)
    request = collect_twice(collectors, one_more)
    assert request.reference not in OutgoingMail.objects.get().body
    assert Notice.objects.get(request=request).state == NoticeState.MAILED
