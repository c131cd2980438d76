"""How much time is left to answer, in lesdagen and in words. Pure: dates in, words out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from calendar_cfg.lesdagen import SchoolCalendar

SOON = 3
"""From so many lesdagen before the due date it is amber."""


@dataclass(frozen=True)
class TimeLeft:
    """Lesdagen from today to a due date; negative when it has gone by."""

    due_on: date
    today: date
    lesdagen: int

    @property
    def is_late(self) -> bool:
        """Whether the due date has gone by."""
        return self.today > self.due_on

    @property
    def tone(self) -> str:
        """How its status looks: `due`, `soon` or `late`."""
        if self.is_late:
            return "late"
        return "soon" if self.lesdagen <= SOON else "due"

    @property
    def words(self) -> str:
        """ "nog 4 lesdagen (tot ma 18 september 2017)", "2 lesdagen te laat"."""
        if self.is_late:
            return self.short
        return _("%(left)s (tot %(date)s)") % {
            "left": self.short,
            "date": long_date(self.due_on),
        }

    @property
    def short(self) -> str:
        """The same where the date stands beside it: "nog 4 lesdagen"."""
        count = abs(self.lesdagen)
        if self.is_late and count == 0:
            return _("te laat sinds %(date)s") % {"date": long_date(self.due_on)}
        if self.is_late:
            words = ngettext("%(count)d lesdag te laat", "%(count)d lesdagen te laat", count)
        elif self.due_on == self.today:
            words = _("nog vandaag")
        else:
            words = ngettext("nog %(count)d lesdag", "nog %(count)d lesdagen", count)
        return words % {"count": count}


def time_left(due_on: date, today: date, calendar: SchoolCalendar) -> TimeLeft:
    """The time from today to one due date."""
    return TimeLeft(due_on, today, calendar.lesdagen_between(today, due_on))


def times_left(
    due_dates: Iterable[date], today: date, calendar: SchoolCalendar
) -> dict[date, TimeLeft]:
    """The same for many due dates, each counted once."""
    return {day: time_left(day, today, calendar) for day in set(due_dates)}
