"""From a year in the database to its line."""

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_line import (
    HolidaySpan,
    MilestonePoint,
    PhaseSpan,
    TrimesterSpan,
    YearLine,
    draw_year,
)


def picture_of(year: AcademicYear) -> YearLine:
    """The line of a year as its dates stand now: four queries, none when prefetched."""
    return draw_year(
        name=year.name,
        first_school_day=year.first_school_day,
        last_school_day=year.last_school_day,
        today=clock.today(),
        phases=[
            PhaseSpan(p.kind, p.get_kind_display(), p.opens_on, p.last_day)
            for p in year.phases.all()
        ],
        milestones=[
            MilestonePoint(m.kind, m.label, m.date, m.trimester, m.is_soft)
            for m in year.milestones.all()
        ],
        holidays=[
            HolidaySpan(h.kind, str(h.name), h.first_day, h.last_day) for h in year.holidays.all()
        ],
        trimesters=[
            TrimesterSpan(t.number, t.first_day, t.last_day) for t in year.trimesters.all()
        ],
    )


def selectable_years() -> list[AcademicYear]:
    """All years, the latest first."""
    return list(AcademicYear.objects.all())


