"""A dashboard asks as much of the database with 10 requests as with 10,000."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from requests_app.models import PlacementRequest, Proposal
from tests.browsing import logged_in
from tests.dashboards.reading import html_of, words_of
from tests.queries import Limit, queries_of
from tests.requests_app.world import filed, on, proposal_of

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 10_000
Pair = tuple[PlacementRequest, Proposal]


def grow_to(size: int, first: Pair, second: Pair) -> None:
    """Bring the number of requests to so many: half are like the first, half like the second."""
    so_far = PlacementRequest.objects.count()
    for number, (request, proposal) in enumerate((first, second)):
        prefix = f"K{size}-{number}-"
        count = (size - so_far) // 2
        copy_rows(request, count, reference=f"'{prefix}' || n")
        made = PlacementRequest.objects.filter(reference__startswith=prefix)
        copy_rows(proposal, 1, of=made, request_id="other.id")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, some time later


def copy_rows(row: Model, count: int, of: QuerySet[Any] | None = None, **changes: str) -> None:
    """Write a row so many times in one statement, with other expressions in some columns.

    Arguments:
        of: a copy for each of these rows, which are called `other`.
    """
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    changes = {"public_id": "gen_random_uuid()", **changes}
    values = ", ".join(changes.get(name, f"source.{name}") for name in columns)
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
        f" FROM {table} source, generate_series(1, {count}) n"
    )
    parameters: Any = ()
    if of is not None:
        inner, parameters = of.order_by().values("id").query.sql_with_params()
        sql += f", ({inner}) other"
    with connection.cursor() as cursor, pgtrigger.ignore():  # no history of ten thousand rows
        cursor.execute(f"{sql} WHERE source.id = {row.pk}", parameters)


def test_with_10_and_with_10_000_requests(
    coordinator: Membership, mentor: Membership, administrator: User, year_2017: AcademicYear
) -> None:
    browsers = [logged_in(who) for who in (coordinator, mentor, administrator)]
    counts: dict[int, list[int]] = {}
    with on("2017-09-12"):
        requests = [filed(coordinator, mentor, year_2017) for _n in range(2)]
        first, second = [(request, proposal_of(request)) for request in requests]
        Proposal.objects.filter(pk=second[1].pk).update(due_on=date(2017, 9, 11))
        second[1].refresh_from_db()
        for size in (FEW, MANY):
            grow_to(size, first, second)
            counts[size] = [asked_by(browser) for browser in browsers]
        text = words_of(html_of(browsers[0]))
    assert counts[FEW] == counts[MANY]
    assert max(counts[MANY]) <= Limit.DASHBOARD
    assert "10000 aanvragen liggen bij 1 school." in text
    assert "5000 antwoorden zijn te laat." in text


def asked_by(browser: Client) -> int:
    """How many queries the dashboard of somebody asks; a first visit warms up."""
    html_of(browser)
    return len(queries_of(lambda: html_of(browser, reverse("dashboard"))))
