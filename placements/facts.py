"""Rows of other tables as JSON beside a row, and models again from that: one query for a page.

A list of stages names lines, subjects, trainees and guides. Read as JSON with each stage they cost
no query of their own, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import F, Func, JSONField, Model

Row = TypeVar("Row", bound=Model)
PERSON = ("id", "first_name", "last_name", "email", "is_active")
"""What is read of a user: never the password."""


class RowObject(Func):
    """As `JSONObject`, for the many columns of rows.

    The names stand in the SQL as they are, where `JSONObject` makes two more expressions of each:
    half of the time that it took to write such a query.
    """

    function = "JSONB_BUILD_OBJECT"
    output_field = JSONField()

    def __init__(self, **fields: Any) -> None:
        self.names = tuple(fields)
        super().__init__(*fields.values())

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The SQL, with the names, which are those of Python, between the values."""
        parent: Any = super()
        return parent.as_sql(*args, arg_joiner=self, **kwargs)

    def join(self, values: Iterable[str]) -> str:
        """The arguments in SQL."""
        pairs = zip(self.names, values, strict=True)
        return ", ".join(f"'{name}', {value}" for name, value in pairs)


def as_json(
    model: type[Model], prefix: str = "", *, only: Sequence[str] = (), **related: Any
) -> RowObject:
    """The columns of a row as a JSON object.

    Arguments:
        model: whose columns.
        prefix: how the query reaches the row, as "activity__"; empty for the row itself.
        only: the columns to take; all when left out.
        related: rows that it points to, by the name of the foreign key, from `as_json`.
    """
    names = only or [field.attname for field in model._meta.concrete_fields]
    return RowObject(**{name: F(f"{prefix}{name}") for name in names}, **related)


def from_json(model: type[Row], facts: Mapping[str, Any], using: str | None) -> Row:
    """The row again; a column that was not read is fetched when it is asked for."""
    known = [field for field in model._meta.concrete_fields if field.attname in facts]
    values = [field.to_python(facts[field.attname]) for field in known]
    return model.from_db(using, [field.attname for field in known], values)
