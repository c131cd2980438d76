"""Queries of the administrators' pages: the same for 1, 10 and 100 rows (trust.md, 31)."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from calendar_cfg.models import AcademicYear
from matching.models import MatchingResult, MatchingRun, PairLock
from tests.factories import SchoolFactory
from tests.factories_matching import (
    MatchingPartFactory,
    MatchingResultFactory,
    MatchingRunFactory,
    PairLockFactory,
    figures,
    row,
)
from tests.matching.admin_pages.conftest import BASE, of
from tests.queries import Limit, check, check_growing_page, queries_of

pytestmark = pytest.mark.django_db
MOST_BYTES = 20_000


def until(count: Callable[[], int], make: Callable[[], Any]) -> Callable[[int], None]:
    """Makes rows until there are so many."""

    def grow(size: int) -> None:
        while count() < size:
            make()

    return grow


def test_list(client: Client, year_2017: AcademicYear):
    grow = until(MatchingRun.objects.count, lambda: MatchingRunFactory(year=year_2017))
    check_growing_page("matching_runs", client, BASE, grow=grow, limit=Limit.LIST)


def test_results(client: Client, run: MatchingRun):
    why = {"school": 1, "higher_in_all": 1, "higher": [{"school": 2, "full": ""}]}
    grow = until(
        MatchingResult.objects.count, lambda: MatchingResultFactory(run=run, explanation=why)
    )
    url = of(run, "resultaten/")
    check_growing_page("matching_run_results", client, url, grow=grow, limit=Limit.LIST)
    assert len(gzip.compress(client.get(url).content)) < MOST_BYTES


def test_locks(client: Client, year_2017: AcademicYear):
    grow = until(PairLock.objects.count, lambda: PairLockFactory(request__year=year_2017))
    url = f"{BASE}vastgezet/"
    check_growing_page("matching_locks", client, url, grow=grow, limit=Limit.LIST)


def with_rows(run: MatchingRun, size: int) -> None:
    """Figures of so many institutions, subjects and schools to telephone."""
    rows = [row(f"naam {n}") for n in range(size)]
    while run.results.count() < size:
        MatchingResultFactory(run=run)
    schools = [SchoolFactory().number for _ in range(size)]
    calls = [{"school": n, "subject": "x", "trimester": 1, "trainees": 1} for n in schools]
    run.figures = figures(institutions=rows, subjects=rows, provinces=rows, calls=calls)
    run.save()


@pytest.mark.parametrize(
    ("name", "rest"), [("matching_run", ""), ("matching_run_calls", "bellen/")]
)
def test_one_run(client: Client, run: MatchingRun, name: str, rest: str):
    check_growing_page(
        name, client, of(run, rest), grow=lambda size: with_rows(run, size), limit=Limit.DETAIL
    )


def test_progress(client: Client, year_2017: AcademicYear):
    run = MatchingRunFactory(year=year_2017, state="running")
    grow = until(
        run.parts.count, lambda: MatchingPartFactory(run=run, number=run.parts.count() + 1)
    )
    url = of(run, "voortgang/")
    check_growing_page("matching_run_progress", client, url, grow=grow, limit=Limit.DETAIL)


def test_comparing(client: Client, run: MatchingRun):
    other = MatchingRunFactory(year=run.year)
    grow = until(run.results.count, lambda: MatchingResultFactory(run=run))
    url = f"{BASE}vergelijken/?een={run.public_id}&twee={other.public_id}"
    check_growing_page("matching_runs_compare", client, url, grow=grow, limit=Limit.LIST)


def test_workbook(client: Client, run: MatchingRun):
    check_growing_page(
        "matching_export_xlsx", client, of(run, "ronde.xlsx"),
        grow=lambda size: with_rows(run, size), limit=Limit.LIST,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rest"),
    [("matching_run_publish", "bekendmaken/"), ("matching_run_discard", "weggooien/")],
)
def test_confirmations(client: Client, run: MatchingRun, name: str, rest: str):
    check_growing_page(
        name, client, of(run, rest), grow=lambda size: with_rows(run, size), limit=Limit.DETAIL
    )
    posted = queries_of(lambda: client.post(of(run, rest)))
    check(f"{name} POST", posted, Limit.POST)
