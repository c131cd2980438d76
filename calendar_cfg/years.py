"""Which academic year a page is about. Two years are open at once in May, June and July."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear

SESSION_KEY = "year"


def year_by_name(name: str) -> AcademicYear | None:
    """The year written as "2017-2018", or None where there is none such."""
    start, dash, _rest = name.partition("-")
    if not dash or not (start.isascii() and start.isdigit() and len(start) == 4):
        return None
    year = AcademicYear.objects.filter(start_year=int(start)).first()
    return year if year is not None and year.name == name else None


def all_years() -> list[AcademicYear]:
    """Every year, the earliest first, each with the number of its phases that are open today."""
    today = clock.today()
    opened = Count("phases", filter=Q(phases__opens_on__lte=today, phases__last_day__gte=today))
    return list(AcademicYear.objects.annotate(open_phases=opened).order_by("start_year"))


def default_year(years: Sequence[AcademicYear] | None = None) -> AcademicYear | None:
    """The year with the most open phases today; of equals the earlier one, then the nearest."""
    rows: Sequence[Any] = all_years() if years is None else years
    if not rows:
        return None
    found: AcademicYear
    if any(year.open_phases for year in rows):
        found = max(rows, key=lambda year: (year.open_phases, -year.start_year))
        return found
    today = clock.today()
    found = min(rows, key=lambda year: abs((year.first_school_day - today).days))
    return found


def chosen_year(request: HttpRequest) -> AcademicYear | None:
    """The year of the address (`?jaar=`), else of the session, else the default.

    All years are read at once and kept on the request, as every head offers the others.
    """
    request.years = years = all_years()  # type: ignore[attr-defined]
    by_name = {year.name: year for year in years}
    for name in (request.GET.get("jaar"), request.session.get(SESSION_KEY)):
        if name in by_name:
            return by_name[name]
    return default_year(years)
