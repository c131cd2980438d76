"""The lesdagen of all the schools that some lines name: two queries, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from calendar_cfg import clock
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.selectors import school_calendar
from institutions.models import SchoolFreeDay
from notices.kind import Line
from requests_app.lesdagen_left import TimeLeft, time_left


class Calendars:
    """The calendar that counts for each line: that of its school, with the school's free days."""

    def __init__(self, lines: Iterable[Line]) -> None:
        asked = [line for line in lines if line.due_on is not None]
        schools = {line.school_pk for line in asked} - {None}
        own: dict[int, list[date]] = defaultdict(list)
        if schools:
            free = SchoolFreeDay.objects.filter(school__in=schools)
            for pk, day in free.values_list("school", "date"):
                own[pk].append(day)
        self._general = school_calendar() if asked else SchoolCalendar()
        self._own = {
            pk: SchoolCalendar(self._general.years, frozenset(days)) for pk, days in own.items()
        }

    def of(self, line: Line) -> SchoolCalendar:
        """The lesdagen as they count for a line."""
        return self._own.get(line.school_pk or 0, self._general)

    def time_left(self, line: Line) -> TimeLeft | None:
        """The time that is left for what a line asks; None when it names no day."""
        if line.due_on is None:
            return None
        return time_left(line.due_on, clock.today(), self.of(line))
