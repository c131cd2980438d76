"""Dates as people read them: "di 19 september 2017"."""

import datetime as dt

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _


def _local(value: dt.date) -> dt.date:
    """A moment becomes the day (and hour) it is in Brussels; a day stays itself."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def long_date(value: dt.date | None) -> str:
    """ "di 19 september 2017"; empty for None."""
    return dateformat.format(_local(value), "D j F Y") if value else ""


def day_month(value: dt.date | None) -> str:
    """ "di 19 september", where the year is clear from the page."""
    return dateformat.format(_local(value), "D j F") if value else ""


def short_date(value: dt.date | None) -> str:
    """ "19/09/2017", for narrow columns of figures."""
    return dateformat.format(_local(value), "d/m/Y") if value else ""


def long_moment(value: dt.datetime | None) -> str:
    """ "di 19 september 2017 om 14.05"; empty for None."""
    if not value:
        return ""
    local = _local(value)
    day = long_date(local)
    hour = dateformat.format(local, "G.i")
    return _("%(day)s om %(hour)s") % {"day": day, "hour": hour}


def date_range(first: dt.date, last: dt.date) -> str:
    """ "ma 30 oktober – zo 5 november 2017"; one day when both are the same."""
    if first == last:
        return long_date(first)
    left = day_month(first) if first.year == last.year else long_date(first)
    return f"{left} – {long_date(last)}"
