"""Who changed what in a year's calendar, from the audit trail that the database itself keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from calendar_cfg.models import AcademicYear, Holiday, Milestone, Phase, Trimester

MOST = 200
OWN_COLUMNS = frozenset({"id", "year"})


@dataclass(frozen=True)
class Change:
    """One row that was added, changed or removed."""

    when: datetime
    user_id: int | None
    what: str
    difference: str
    who: str = ""


def changes_of(year: AcademicYear) -> list[Change]:
    """The latest changes of a year and of all its rows, newest first: six queries."""
    found = [*_changes(AcademicYear, year, "id")]
    for model in (Phase, Trimester, Milestone, Holiday):
        found += _changes(model, year, "year_id")
    latest = sorted(found, key=lambda change: change.when, reverse=True)[:MOST]
    users = get_user_model()._default_manager.in_bulk({c.user_id for c in latest if c.user_id})
    return [
        replace(change, who=str(users.get(change.user_id, "lerarenstage"))) for change in latest
    ]


def _changes(model: type[models.Model], year: AcademicYear, key: str) -> Iterator[Change]:
    """The events of one kind of row, each compared with the one before it."""
    audit: Any = apps.get_model("calendar_cfg", f"{model.__name__}Event")
    before: dict[int, dict[str, Any]] = {}
    rows = audit.objects.filter(**{key: year.pk}).select_related("pgh_context").order_by("pgh_id")
    fields = [field for field in model._meta.fields if field.name not in OWN_COLUMNS]
    for event in rows:
        values = {field.name: getattr(event, field.name) for field in fields}
        difference = _difference(event.pgh_label, fields, before.get(event.id), values)
        before[event.id] = values
        if difference:
            metadata = event.pgh_context.metadata if event.pgh_context else {}
            what = str(model(**values, **_parent(model, year)))
            yield Change(event.pgh_created_at, metadata.get("user"), what, difference)


def _parent(model: type[models.Model], year: AcademicYear) -> dict[str, Any]:
    return {} if model is AcademicYear else {"year": year}


def _difference(
    label: str, fields: list[Any], old: dict[str, Any] | None, new: dict[str, Any]
) -> str:
    if label == "insert":
        days = [_words(field, new[field.name]) for field in fields if _is_day(field)]
        return _("toegevoegd: %(days)s") % {"days": " – ".join(days)}
    if label == "delete":
        return _("verwijderd")
    changed = [field for field in fields if old and old[field.name] != new[field.name]]
    return "; ".join(
        _("%(field)s: %(old)s wordt %(new)s")
        % {
            "field": field.verbose_name,
            "old": _words(field, old[field.name] if old else None),
            "new": _words(field, new[field.name]),
        }
        for field in changed
    )


def _is_day(field: Any) -> bool:
    return isinstance(field, models.DateField)


def _words(field: Any, value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    labels = dict(field.flatchoices)
    return str(labels.get(value, "–" if value in {None, ""} else value))
