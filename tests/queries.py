"""Counting the queries of pages: the same for 1, 10 and 100 rows, and as in the baseline.

The baseline (`tests/query_baseline.json`, page name -> queries) is committed, so that a page that
starts to ask more is a line in a diff. After a wanted change:

    UPDATE_QUERY_BASELINE=1 .venv/bin/pytest PATHS

The limits are those of trust.md, 31. Savepoints are not counted: outside the tests they are the
one transaction of a service.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BASELINE = Path(__file__).with_name("query_baseline.json")
SIZES = (1, 10, 100)
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class Limit(IntEnum):
    """The most queries that a kind of page may ask."""

    LIST = 12
    DETAIL = 10
    DASHBOARD = 15
    POST = 25
    POST_OF_TWO_REQUESTS = 32
    """A partial acceptance makes a stage and the follow-up request besides."""


def queries_of(ask: Callable[[], object]) -> list[str]:
    """The SQL of the queries that happen inside."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(NOT_COUNTED)]


def check_page(page: str, client: Client, url: str, *, limit: Limit) -> int:
    """A page that is asked once more (the first visit warms up) asks as in the baseline."""

    def ask() -> None:
        response = client.get(url)
        assert response.status_code == 200, (page, response.status_code)

    ask()
    return check(page, queries_of(ask), limit)


def check_growing_page(
    page: str, client: Client, url: str, *, grow: Callable[[int], object], limit: Limit
) -> None:
    """A page asks the same with 1, 10 and 100 rows, and as in the baseline.

    Arguments:
        grow: brings the number of rows to what it is given (1, 10, 100, one after the other).
    """
    counts: dict[int, int] = {}
    for size in SIZES:
        grow(size)
        counts[size] = check_page(page, client, url, limit=limit)
    assert len(set(counts.values())) == 1, f"{page}: queries by number of rows: {counts}"


def check(page: str, queries: list[str], limit: Limit) -> int:
    """Compare with the limit of the kind of page and with the baseline."""
    count, shown = len(queries), "\n".join(query[:200] for query in queries)
    assert count <= limit, f"{page}: {count} queries, at most {limit}:\n{shown}"
    known = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("UPDATE_QUERY_BASELINE"):
        known[page] = count
        BASELINE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    assert known.get(page) == count, f"{page}: {count} queries, not {known.get(page)}:\n{shown}"
    return count
