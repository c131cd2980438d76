"""The daily round: what is reminded of on a day, told once, whoever looks first.

A day has one row. Who finds it not done locks it with SKIP LOCKED, and tells what is due that day
in the transaction that marks it done: two at once do it once, and who is killed leaves it undone.
Days that were missed are made up for, the oldest first, a fortnight back at the most; what should
have been told more than 48 hours ago is withheld (trust.md, 4). A round that was done costs one
query, so it may be asked for each minute.

On a practice clock the days in between are lived through, each as itself, so that nothing of them
is late. When that clock goes back, the rounds of the days to come are forgotten and done again
when they come; what was told before stays told, since each notice has its key.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction

from calendar_cfg import clock
from calendar_cfg.ledger import is_late
from calendar_cfg.withholding import withheld_when
from notices.daily import DAILY
from notices.models import Round

logger = logging.getLogger(__name__)

MOST_DAYS = 14
"""So many days back are made up for."""


def make_rounds() -> int:
    """Do the rounds of today and of the days that were missed.

    Returns:
        How many days were done by this one.
    """
    today = clock.today()
    done = Round.objects.filter(done_at__isnull=False).order_by("-day")
    last = done.values_list("day", flat=True).first()
    if last is not None and last > today:
        Round.objects.filter(day__gt=today).delete()
        last = done.values_list("day", flat=True).first()
    days = _days(last, today)
    if not days:
        return 0
    Round.objects.bulk_create([Round(day=day) for day in days], ignore_conflicts=True)
    made = 0
    for day in days:
        if not _make(day):
            break  # somebody else is at it, and goes on to the end
        made += 1
    return made


def _days(last: date | None, today: date) -> list[date]:
    """The days after the last round up to today; only today before the first round."""
    if last is None:
        return [today]
    missed = min((today - last).days, MOST_DAYS)
    return [today - timedelta(days=back) for back in reversed(range(missed))]


def _make(day: date) -> bool:
    """One round; whether it was this one that did it."""
    with transaction.atomic(), _living_on(day):
        rows = Round.objects.select_for_update(skip_locked=True)
        row = rows.filter(day=day, done_at=None).first()
        if row is None:
            return False
        with withheld_when(is_late(day, clock.now())):
            row.told = sum(remind(day) for remind in DAILY)
        row.done_at = clock.now()
        row.save(update_fields=["told", "done_at"])
    logger.info("round of %s: told=%d", day, row.told)
    return True


@contextmanager
def _living_on(day: date) -> Iterator[None]:
    """Believe in the day of the round, where a practice clock was moved over it."""
    if clock.believed_date() is None or day == clock.today():
        yield
        return
    with clock.believing(day):
        yield
