"""From a year in the database to its line (`calendar_cfg.year_line`)."""

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple, cast

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.utils.translation import gettext

from calendar_cfg import clock
from calendar_cfg.enums import HolidayKind, PhaseKind
from calendar_cfg.models import AcademicYear, Holiday, Milestone, Phase, Trimester
from calendar_cfg.year_line import (
    HolidaySpan,
    MilestonePoint,
    PhaseSpan,
    TrimesterSpan,
    YearLine,
    draw_year,
)


class Row(NamedTuple):
    """A dated thing of a year, whatever its table."""

    part: str
    kind: str
    name: str
    first: dt.date
    last: dt.date
    number: int | None


def picture_of(year: AcademicYear) -> YearLine:
    """The line of a year as its dates stand now, seen from today. One query."""
    parts = _rows_of(year)
    return draw_year(
        name=year.name,
        first_school_day=year.first_school_day,
        last_school_day=year.last_school_day,
        today=clock.today(),
        phases=[
            PhaseSpan(row.kind, str(PhaseKind(row.kind).label), row.first, row.last)
            for row in parts["phase"]
        ],
        milestones=[_milestone(row) for row in parts["milestone"]],
        holidays=[
            *_summer_before(year, parts["holiday"]),
            *(_holiday(row) for row in parts["holiday"]),
        ],
        trimesters=[
            TrimesterSpan(row.number or 0, row.first, row.last) for row in parts["trimester"]
        ],
    )


def _summer_before(year: AcademicYear, stored: list[Row]) -> list[HolidaySpan]:
    """The summer in which a year's first phases open; it is stored with the year before."""
    first = dt.date(year.start_year, 7, 1)
    last = year.first_school_day - dt.timedelta(days=1)
    if last < first or any(row.first <= last and row.last >= first for row in stored):
        return []
    return [HolidaySpan(HolidayKind.ZOMER, str(HolidayKind.ZOMER.label), first, last)]


def _holiday(row: Row) -> HolidaySpan:
    return HolidaySpan(row.kind, gettext(row.name), row.first, row.last)


def _milestone(row: Row) -> MilestonePoint:
    milestone = Milestone(kind=row.kind, trimester=row.number)
    return MilestonePoint(row.kind, milestone.label, row.first, row.number, milestone.is_soft)


def _rows_of(year: AcademicYear) -> dict[str, list[Row]]:
    """The rows of four tables in one query, as every page with a head asks for them."""
    union = _rows(Phase, year, "phase", first="opens_on").union(
        _rows(Milestone, year, "milestone", first="date", last="date", number="trimester"),
        _rows(Holiday, year, "holiday", name="name"),
        _rows(Trimester, year, "trimester", kind="", number="number"),
        all=True,
    )
    parts: dict[str, list[Row]] = defaultdict(list)
    for values in union:
        row = Row(*values)
        parts[row.part].append(row)
    return parts


def _rows(
    model: type[Any],
    year: AcademicYear,
    part: str,
    *,
    kind: str = "kind",
    name: str = "",
    first: str = "first_day",
    last: str = "last_day",
    number: str = "",
) -> QuerySet[Any, tuple[Any, ...]]:
    nothing = Value("", output_field=CharField())
    columns = {
        "part_": Value(part, output_field=CharField()),
        "kind_": F(kind) if kind else nothing,
        "name_": F(name) if name else nothing,
        "first_": F(first),
        "last_": F(last),
        "number_": F(number) if number else Value(None, output_field=IntegerField()),
    }
    rows = model.objects.filter(year=year).order_by().annotate(**columns)
    return cast("QuerySet[Any, tuple[Any, ...]]", rows.values_list(*columns))
