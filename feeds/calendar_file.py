"""A feed as a file that calendar programs read (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
)

from calendar_cfg.clock import BRUSSELS
from feeds.providers import FeedEvent

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//lerarenstage//agenda//NL"
REFRESH = timedelta(hours=4)
ONE_DAY = timedelta(days=1)


def calendar_file(name: str, events: Iterable[FeedEvent]) -> bytes:
    """The file: the same events give the same bytes, so that a program need not read it twice.

    It has no METHOD, so DTSTAMP is the moment of the last change (RFC 5545, 3.8.7.2).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", BRUSSELS.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    calendar.add_component(_brussels())
    for event in events:
        calendar.add_component(_event(event))
    content: bytes = calendar.to_ical()
    return content


def _event(event: FeedEvent) -> Event:
    row = Event()
    row.add("uid", f"{event.uid}@{urlsplit(settings.SITE_URL).hostname}")
    row.add("sequence", event.sequence)
    row.add("dtstamp", event.changed_at.astimezone(UTC))
    row.add("last-modified", event.changed_at.astimezone(UTC))
    row.add("dtstart", _in_brussels(event.start))
    row.add("dtend", _end(event.end))
    row.add("summary", event.summary)
    row.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.location:
        row.add("location", event.location)
    if event.description:
        row.add("description", event.description)
    return row


def _in_brussels(when: datetime | date) -> datetime | date:
    return when.astimezone(BRUSSELS) if isinstance(when, datetime) else when


def _end(when: datetime | date) -> datetime | date:
    """The moment after the event: of whole days, the day after the last."""
    return _in_brussels(when) if isinstance(when, datetime) else when + ONE_DAY


def _brussels() -> Timezone:
    """Europe/Brussels by the rule of the European Union, which holds since October 1996."""
    zone = Timezone()
    zone.add("tzid", BRUSSELS.key)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    first_summer = datetime(1997, 3, 30, 2)  # noqa: DTZ001 - the clock on the wall, as it must
    first_winter = datetime(1996, 10, 27, 3)  # noqa: DTZ001 - the same
    _turn(summer, "CEST", first_summer, month=3, hours=(1, 2))
    _turn(winter, "CET", first_winter, month=10, hours=(2, 1))
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _turn(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    first: datetime,
    *,
    month: int,
    hours: tuple[int, int],
) -> None:
    """The clock goes from one offset to another on the last Sunday of a month."""
    before, after = hours
    part.add("dtstart", first)
    part.add("tzoffsetfrom", timedelta(hours=before))
    part.add("tzoffsetto", timedelta(hours=after))
    part.add("tzname", name)
    part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
