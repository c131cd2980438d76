"""What differs between what is planned and what somebody else typed meanwhile."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time
from typing import Any

from calendar_cfg.dates import long_date
from intromoments.models import Intromoment
from intromoments.planning import Plan, plan_of
from intromoments.school_page import Change


def differences(row: Intromoment | None, typed: Plan) -> list[Change]:
    """The fields that differ, by the words of their form."""
    if row is None:
        return []
    stored, new = asdict(plan_of(row)), asdict(typed)
    return [
        Change(_label(name), _words(stored[name]), _words(new[name]))
        for name in stored
        if stored[name] != new[name]
    ]


def _label(name: str) -> str:
    return str(getattr(Intromoment._meta.get_field(name), "verbose_name", name)).capitalize()


def _words(value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    return f"{value:%H.%M}" if isinstance(value, time) else str(value) or "–"
