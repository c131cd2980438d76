"""How much time is left to answer, in lesdagen and in words. Pure: dates in, words out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from calendar_cfg.lesdagen import SchoolCalendar
from requests_app.lesdagen_pause import pause_words

SOON = 3
"""From so many lesdagen before the due date it is amber."""


@dataclass(frozen=True)
class TimeLeft:
    """Lesdagen from today to a due date; negative when it has gone by.

    Arguments:
        pause: when the clock stands still on the way: "telt niet in de herfstvakantie".
    """

    due_on: date
    today: date
    lesdagen: int
    pause: str = ""

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
        """ "nog 4 lesdagen (tot ma 18 september 2017)"; late, what is late and since when."""
        if self.is_late and self.lesdagen == 0:
            return self.short
        words = (
            _("%(left)s (verwacht tegen %(date)s)")
            if self.is_late
            else _("%(left)s (tot %(date)s)")
        )
        return words % {"left": self.short, "date": long_date(self.due_on)}

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

    @property
    def sentence(self) -> str:
        """ "Nog 4 lesdagen (tot ma 6 november 2017), telt niet in de herfstvakantie."."""
        words = ", ".join(filter(None, (self.words, self.pause)))
        return f"{words[:1].upper()}{words[1:]}."


class Countdown:
    """The lesweek clock of one page: the calendar is read once, each due date counted once.

    Arguments:
        read: gives the common lesdagen, or those of the one school that the page is about; not
            asked when the page shows no due date.
    """

    def __init__(self, read: Callable[[], SchoolCalendar], today: date) -> None:
        self._read = read
        self._today = today
        self._known: dict[tuple[date, frozenset[date]], TimeLeft] = {}

    def until(self, due_on: date, free_days: Collection[date] = ()) -> TimeLeft:
        """The time left to a due date; `free_days` are those of the school that is to answer."""
        key = due_on, frozenset(free_days)
        if key not in self._known:
            own = self._calendar.extra_free_days | key[1]
            calendar = replace(self._calendar, extra_free_days=own)
            self._known[key] = time_left(due_on, self._today, calendar)
        return self._known[key]

    @cached_property
    def _calendar(self) -> SchoolCalendar:
        return self._read()


def time_left(due_on: date, today: date, calendar: SchoolCalendar) -> TimeLeft:
    """The time from today to one due date."""
    lesdagen = calendar.lesdagen_between(today, due_on)
    return TimeLeft(due_on, today, lesdagen, pause_words(due_on, today, calendar))


def times_left(
    due_dates: Iterable[date], today: date, calendar: SchoolCalendar
) -> dict[date, TimeLeft]:
    """The same for many due dates, each counted once."""
    return {day: time_left(day, today, calendar) for day in set(due_dates)}
