"""The days on which something happens in the calendar, over all years, in words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from calendar_cfg.enums import Edge
from calendar_cfg.models import Milestone, Phase


@dataclass(frozen=True)
class CalendarDay:
    """A day, and what it brings."""

    day: date
    texts: tuple[str, ...]


def coming_days(after: date, limit: int) -> list[CalendarDay]:
    """The first days after a day on which a phase opens, ends or is closed, or a milestone lies."""
    found: dict[date, list[str]] = defaultdict(list)
    for day, text in _all_days(after):
        if day > after:
            found[day].append(text)
    return [CalendarDay(day, tuple(found[day])) for day in sorted(found)[:limit]]


def edge_days(after: date, until: date) -> list[date]:
    """The days on which a phase opens or closes, after one day up to and including another."""
    days = {phase.edge_date(edge) for phase in Phase.objects.all() for edge in Edge}
    return sorted(day for day in days if after < day <= until)


def _all_days(after: date) -> Iterator[tuple[date, str]]:
    since = after - timedelta(days=1)
    for phase in Phase.objects.filter(last_day__gte=since).select_related("year"):
        words = {"phase": phase.get_kind_display(), "year": phase.year}
        yield phase.opens_on, _("%(phase)s voor %(year)s opent") % words
        yield phase.last_day, _("laatste dag: %(phase)s voor %(year)s") % words
        yield phase.edge_date(Edge.CLOSE), _("%(phase)s voor %(year)s is gesloten") % words
    for milestone in Milestone.objects.filter(date__gt=after).select_related("year"):
        yield milestone.date, str(milestone)
