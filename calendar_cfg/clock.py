"""The one place that reads the clock.

In demo and training installations an administrator may set the date that the site believes in
(the practice clock); everywhere else "now" is now.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

BRUSSELS = ZoneInfo("Europe/Brussels")

_believed: ContextVar[date | None] = ContextVar("believed_date", default=None)
_loaded: ContextVar[bool] = ContextVar("practice_clock_loaded", default=False)


def real_now() -> datetime:
    """The real moment, aware; for heartbeats and security only."""
    return timezone.now()


def believed_date() -> date | None:
    """The date set on the practice clock, or None where there is none or it is not allowed."""
    if not settings.PRACTICE_CLOCK_ALLOWED:
        return None
    if _loaded.get():
        return _believed.get()
    from calendar_cfg.models import PracticeClock

    return PracticeClock.objects.values_list("believed_date", flat=True).first()


@contextmanager
def one_reading() -> Iterator[None]:
    """Read the practice clock once for all that happens inside (a request, a task)."""
    if not settings.PRACTICE_CLOCK_ALLOWED:
        yield
        return
    believed, loaded = _believed.set(believed_date()), _loaded.set(True)
    try:
        yield
    finally:
        _believed.reset(believed)
        _loaded.reset(loaded)


@contextmanager
def believing(day: date | None) -> Iterator[None]:
    """Believe in a day for all that happens inside, whatever the practice clock says.

    For who sets that clock, and lives through the days in between; None is the real day.
    """
    if not settings.PRACTICE_CLOCK_ALLOWED:
        raise RuntimeError("There is no practice clock in this installation.")
    believed, loaded = _believed.set(day), _loaded.set(True)
    try:
        yield
    finally:
        _believed.reset(believed)
        _loaded.reset(loaded)


def now() -> datetime:
    """The moment that the product believes in, aware, in Europe/Brussels."""
    moment = real_now().astimezone(BRUSSELS)
    believed = believed_date()
    if believed is None:
        return moment
    return moment + timedelta(days=(believed - moment.date()).days)


def today() -> date:
    """The day that the product believes in, in Europe/Brussels."""
    return believed_date() or real_now().astimezone(BRUSSELS).date()
