"""The school calendar as a column of another query, for a page that already asks enough.

    rows.annotate(calendar_facts=calendar_facts())
    calendar = calendar_from(row.calendar_facts)

For one row or a few: every row carries the holidays of all years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.db.models.functions import JSONObject

from calendar_cfg.enums import HolidayKind
from calendar_cfg.holidays import HolidayRange, holidays_for
from calendar_cfg.lesdagen import SchoolCalendar, SchoolYearDays
from calendar_cfg.models import AcademicYear


def calendar_facts() -> ArraySubquery:
    """All years with their holidays, a JSON object for each holiday."""
    facts = JSONObject(
        year=F("start_year"),
        first=F("first_school_day"),
        last=F("last_school_day"),
        begins=F("holidays__first_day"),
        ends=F("holidays__last_day"),
        kind=F("holidays__kind"),
        name=F("holidays__name"),
    )
    return ArraySubquery(AcademicYear.objects.order_by("start_year").values(facts=facts))


def calendar_from(facts: Iterable[Mapping[str, Any]]) -> SchoolCalendar:
    """The lesdagen of all years, as `calendar_cfg.selectors.school_calendar` reads them."""
    years = groupby(facts, key=lambda row: int(row["year"]))
    return SchoolCalendar({start: _days(list(rows)) for start, rows in years})


def _days(rows: list[Mapping[str, Any]]) -> SchoolYearDays:
    free = sorted(
        HolidayRange(_day(row["begins"]), _day(row["ends"]), HolidayKind(row["kind"]), row["name"])
        for row in rows
        if row["begins"]
    )
    first = rows[0]
    return SchoolYearDays(
        _day(first["first"]), _day(first["last"]), tuple(free) or holidays_for(first["year"])
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
