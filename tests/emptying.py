"""How the tables are emptied after a test that saved its transactions."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

TRUNCATE = DatabaseOperations.sql_flush


def delete_all(
    ops: DatabaseOperations, style: Any, tables: Sequence[str], **how: bool
) -> list[str]:
    """In place of `TRUNCATE`, which makes new files for every table and index, also empty ones.

    As there, what still runs is waited for, and neither triggers nor foreign keys are asked. Only
    a superuser may do that: for another user, and where sequences start over, it is `TRUNCATE`.
    """
    if not tables or how.get("reset_sequences") or not _is_superuser():
        return TRUNCATE(ops, style, tables, **how)
    names = [ops.quote_name(table) for table in tables]
    return [
        f"LOCK TABLE {', '.join(names)}",
        "SET LOCAL session_replication_role = replica",
        "; ".join(f"DELETE FROM {name}" for name in names),
    ]


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return bool(cursor.fetchone() == ("on",))
