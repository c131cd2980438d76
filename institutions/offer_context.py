"""What the pages that show an offer need to know."""

from __future__ import annotations

from typing import Any

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from institutions.actors import Actor
from institutions.models import PlacementSchool
from institutions.offers import NEW
from institutions.rights import may_edit_school
from institutions.selectors import offer_grid, school_year, totals


def phase_context(year: AcademicYear) -> dict[str, Any]:
    """Whether a year's data can be changed, from when and until when, and which other years'.

    In May and June two years are open at once. One query.
    """
    rows = Phase.objects.filter(kind=PhaseKind.SCHOOL_DATA).select_related("year")
    windows = {
        row.year: phases.Window(PhaseKind.SCHOOL_DATA, row.opens_on, row.last_day) for row in rows
    }
    today, window = clock.today(), windows.pop(year, None)
    return {
        "window": window,
        "is_open": window is not None and window.is_open(today),
        "opens_later": window is not None and today < window.opens_on,
        "other_years": [other for other, its in windows.items() if its.is_open(today)],
    }


def offer_context(school: PlacementSchool, year: AcademicYear, actor: Actor) -> dict[str, Any]:
    """What a school offers in a year, for who reads it; three queries."""
    row = school_year(school, year)
    grid = offer_grid(row) if row else []
    return {
        "school": school,
        "year": year,
        "row": row,
        "version": row.version if row else NEW,
        "grid": grid,
        "totals": totals(grid),
        "shows_campus": any(line.campus for line in grid),
        "blocked": list(row.blocked_periods.all()) if row else [],
        "may_edit": may_edit_school(actor, school),
        # Institutions read the names of mentors only after acceptance (domain.md, 7).
        "shows_people": actor.school is not None or actor.is_admin,
    }
