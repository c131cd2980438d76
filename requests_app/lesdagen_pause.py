"""When the lesweek clock stands still: holidays and free days before a due date. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import day_month
from calendar_cfg.enums import HolidayKind
from calendar_cfg.holidays import DAY, SATURDAY
from calendar_cfg.lesdagen import SchoolCalendar

MOST_DAYS = 2
"""So many single free days are named; more are counted."""


def pause_words(due_on: date, today: date, calendar: SchoolCalendar) -> str:
    """ "telt niet in de herfstvakantie"; empty when every weekday to the due date counts.

    Told of what lies between today and the due date, and of today itself; once the due date went
    by, of today alone. Single free days, also a school's own, are told by their date.
    """
    holidays: dict[str, None] = {}
    days: list[date] = []
    for day in _days_that_stand_still(due_on, today, calendar):
        if holiday := _holiday_on(day, calendar):
            holidays[holiday] = None
        else:
            days.append(day)
    told = [_("in de %(holiday)s") % {"holiday": name} for name in holidays]
    told += _days_in_words(days)
    when = get_text_list(told, _("en"))
    return _("telt niet %(when)s") % {"when": when} if when else ""


def _days_that_stand_still(due_on: date, today: date, calendar: SchoolCalendar) -> Iterator[date]:
    """Days without school, in order; a weekend alone never counts, so it is no pause."""
    day = today
    while day <= max(due_on, today):
        is_weekday = day.weekday() < SATURDAY
        in_holiday = day == today and calendar.free_on(day) is not None
        if (is_weekday and not calendar.is_lesdag(day)) or in_holiday:
            yield day
        day += DAY


def _holiday_on(day: date, calendar: SchoolCalendar) -> str:
    """The name of the holiday of some length that a day lies in; empty for a single free day."""
    found = calendar.free_on(day)
    if found is not None:
        return "" if found.kind == HolidayKind.VRIJ else found.label.lower()
    return "" if day in calendar.extra_free_days else str(HolidayKind.ZOMER.label).lower()


def _days_in_words(days: list[date]) -> list[str]:
    if len(days) <= MOST_DAYS:
        return [_("op %(day)s") % {"day": day_month(day)} for day in days]
    words = ngettext("op %(n)d vrije dag", "op %(n)d vrije dagen", len(days))
    return [words % {"n": len(days)}]
