""" "On or near": how a school's own day lies to the day of the calendar."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from calendar_cfg.dates import date_range, long_date
from calendar_cfg.enums import MilestoneKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import AcademicYear, Milestone
from calendar_cfg.selectors import trimester_of

NEAR = 10
"""In lesdagen: two lesweken before or after the calendar's day is still near it."""


def days_of_calendar(year: AcademicYear) -> dict[int, date]:
    """The day of the calendar for each trimester that has one."""
    rows = Milestone.objects.filter(year=year, kind=MilestoneKind.INTRO)
    return {trimester or 0: day for trimester, day in rows.values_list("trimester", "date")}


def warnings_about(day: date, *, calendar_day: date | None, calendar: SchoolCalendar) -> list[str]:
    """What a school had better look at again; nothing of it is refused.

    Arguments:
        calendar_day: of the year's calendar, None when it has none for the trimester.
        calendar: with the school's own free days.
    """
    found = []
    if not calendar.is_lesdag(day):
        found.append(_("%(day)s is geen lesdag in uw school.") % {"day": long_date(day)})
    if calendar_day and abs(calendar.lesdagen_between(calendar_day, day)) > NEAR:
        words = _("Dat is meer dan %(near)d lesdagen voor of na de dag in de kalender, %(day)s.")
        found.append(words % {"near": NEAR, "day": long_date(calendar_day)})
    return found


def need_day_in_trimester(year: AcademicYear, number: int, day: date) -> None:
    """Refuse a day outside the trimester, or outside the school year where it has no bounds.

    Raises:
        DomainError: with the days between which to choose.
    """
    trimester = trimester_of(year, number)
    first = trimester.first_day if trimester else year.first_school_day
    last = trimester.last_day if trimester else year.last_school_day
    if not first <= day <= last:
        words = _("Kies een dag in trimester %(number)d: %(days)s.")
        raise DomainError(words % {"number": number, "days": date_range(first, last)}, field="day")
