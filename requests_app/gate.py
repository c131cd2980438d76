"""Nothing is filed halfway through the effects of a year's release and closing.

A filing that read the clock before midnight and commits after it would be missed by the effect
of that midnight: neither released nor expired, by nobody. So filings of a year share a gate that
its effects have for themselves: an effect waits for who is filing, and sees what they filed.
Always the first lock of a transaction.
"""

from __future__ import annotations

from django.db import connection

from calendar_cfg.models import AcademicYear

GATE = 2017_06_15
"""The first half of the key of the advisory lock; the year's id is the other."""


def enter_to_file(request_pk: int) -> None:
    """Share the gate of a request's year with the others who file, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, year_id::int) "
            "FROM requests_app_placementrequest WHERE id = %s",
            [GATE, request_pk],
        )


def have_for_effects(year: AcademicYear) -> None:
    """Have the gate of a year alone, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [GATE, year.pk])
