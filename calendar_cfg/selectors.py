"""Reading the calendar: lesdagen, milestones, trimesters and plans from the stored rows."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery

from calendar_cfg.enums import HolidayKind, MilestoneKind, PhaseKind
from calendar_cfg.holidays import HolidayRange, holidays_for
from calendar_cfg.lesdagen import SchoolCalendar, SchoolYearDays
from calendar_cfg.models import AcademicYear, Milestone, Trimester
from calendar_cfg.plan import PlannedMilestone, PlannedPhase, PlannedTrimester, YearPlan

ANSWER_LESWEKEN = 2
"""Within how many lesweken schools try to answer, where a year does not say (domain.md, 2)."""


COLUMNS = (
    "start_year",
    "first_school_day",
    "last_school_day",
    "holidays__first_day",
    "holidays__last_day",
    "holidays__kind",
    "holidays__name",
)


def school_calendar(extra_free_days: Iterable[date] = ()) -> SchoolCalendar:
    """The lesdagen of all years as stored, in one query.

    Arguments:
        extra_free_days: a school's own free days, which count for that school alone; a query of
            them is asked in the same statement.
    """
    if not isinstance(extra_free_days, QuerySet):
        return _calendar(_rows(), extra_free_days)
    rows = _rows(own=ArraySubquery(extra_free_days))
    return _calendar(rows, rows[0][-1] if rows else ())


def answer_calendar(year: AcademicYear) -> tuple[SchoolCalendar, date | None, int]:
    """The lesdagen of all years, and `answer_rule` of one of them, in one query."""
    answer_by = Milestone.objects.filter(year=year, kind=MilestoneKind.ANSWER_BY)
    rows = _rows(
        answer_by=Subquery(answer_by.values("date")[:1]),
        lesweken=Subquery(answer_by.values("lesweken")[:1]),
    )
    general, lesweken = rows[0][len(COLUMNS) :] if rows else (None, None)
    return _calendar(rows), general, lesweken or ANSWER_LESWEKEN


def _rows(**more: Any) -> list[tuple[Any, ...]]:
    """The columns of all years with their holidays, and what else is asked in each row."""
    rows = AcademicYear.objects.order_by("start_year").annotate(**more)
    return list(rows.values_list(*COLUMNS, *more))


def _calendar(rows: list[tuple[Any, ...]], extra_free_days: Iterable[date] = ()) -> SchoolCalendar:
    years = groupby(rows, key=itemgetter(0))
    return SchoolCalendar(
        {start_year: _days(list(group)) for start_year, group in years},
        frozenset(extra_free_days),
    )


def _days(rows: list[tuple[Any, ...]]) -> SchoolYearDays:
    start_year, first, last = rows[0][:3]
    found = [row[3 : len(COLUMNS)] for row in rows if row[3] is not None]
    free = sorted(
        HolidayRange(begin, end, HolidayKind(kind), name) for begin, end, kind, name in found
    )
    return SchoolYearDays(first, last, tuple(free) or holidays_for(start_year))


def days_of(year: AcademicYear) -> SchoolYearDays:
    """The school days of one year; by the rule where it has no holidays stored at all."""
    free = stored_holidays(year) or holidays_for(year.start_year)
    return SchoolYearDays(year.first_school_day, year.last_school_day, free)


def stored_holidays(year: AcademicYear) -> tuple[HolidayRange, ...]:
    """The holidays of a year as an administrator left them, in order."""
    return tuple(
        sorted(
            HolidayRange(row.first_day, row.last_day, HolidayKind(row.kind), row.name)
            for row in year.holidays.all()
        )
    )


def answer_rule(year: AcademicYear) -> tuple[date | None, int]:
    """The day before which no answer is due in a year, and the number of lesweken; one query."""
    row = _answer_by(year)
    return (row.date if row else None), (row.lesweken if row else None) or ANSWER_LESWEKEN


def general_answer_date(year: AcademicYear) -> date | None:
    """The day before which no answer is due in a year (18 September 2017 in the source)."""
    return answer_rule(year)[0]


def answer_lesweken(year: AcademicYear) -> int:
    """Within how many lesweken a school tries to answer."""
    return answer_rule(year)[1]


def _answer_by(year: AcademicYear) -> Milestone | None:
    return Milestone.objects.filter(year=year, kind=MilestoneKind.ANSWER_BY).first()


def trimester_of(year: AcademicYear, number: int) -> Trimester | None:
    """A trimester of a year by its number (1, 2 or 3)."""
    return Trimester.objects.filter(year=year, number=number).first()


def soft_milestones(year: AcademicYear, trimester: int | None = None) -> list[Milestone]:
    """The milestones "bij voorkeur" of a year, or of one trimester of it, by date."""
    rows = Milestone.objects.filter(year=year).exclude(kind=MilestoneKind.INTRO)
    if trimester is not None:
        rows = rows.filter(trimester=trimester)
    return list(rows.order_by("date", "pk"))


def milestone_date(year: AcademicYear, kind: MilestoneKind, trimester: int | None) -> date | None:
    """The date of one milestone, e.g. before which T1 is preferably sent; None without."""
    rows = Milestone.objects.filter(year=year, kind=kind, trimester=trimester)
    return rows.values_list("date", flat=True).first()


def plan_of(year: AcademicYear) -> YearPlan:
    """The calendar of a year as plain data, to check or to propose the next one from."""
    return YearPlan(
        year.start_year,
        year.first_school_day,
        year.last_school_day,
        tuple(
            PlannedTrimester(row.number, row.first_day, row.last_day)
            for row in year.trimesters.all()
        ),
        tuple(
            PlannedPhase(PhaseKind(row.kind), row.opens_on, row.last_day)
            for row in year.phases.all()
        ),
        tuple(
            PlannedMilestone(MilestoneKind(row.kind), row.trimester, row.date, row.lesweken)
            for row in year.milestones.all()
        ),
    )
