"""Writing versions of the Stagecode. They begin in the order of their numbers, never today.

A day at least lies between writing and holding: people can read what comes, and what a session
remembers of the days on which a version holds is right (`remembering`).
"""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from placement_code.models import PlacementCode

LOCK = 1_700_027
"""The key of the advisory lock under which a version gets its number."""


def is_fixed(code: PlacementCode) -> bool:
    """Whether the day of a version has come: it does not change any more."""
    return code.valid_from <= clock.today()


def check_first_day(day: date, *, number: int | None) -> None:
    """Refuse a day on which a version cannot begin.

    Arguments:
        number: of the version that moves; None for a new one, which comes after all others.

    Raises:
        DomainError: today or earlier, or out of the order of the numbers.
    """
    if day <= clock.today():
        message = _("Kies een dag na vandaag, %(today)s: zo kan iedereen eerst lezen wat er komt.")
        raise DomainError(message % {"today": long_date(clock.today())}, field="valid_from")
    for other in PlacementCode.objects.order_by("number"):
        if other.number == number:
            continue
        comes_after = number is None or other.number < number
        if other.valid_from == day or (other.valid_from < day) != comes_after:
            words = {"version": other, "day": long_date(other.valid_from)}
            message = (
                _("Kies een dag na %(day)s: dan begint %(version)s.")
                if comes_after
                else _("Kies een dag voor %(day)s: dan begint %(version)s.")
            )
            raise DomainError(message % words, field="valid_from")


def add_version(code: PlacementCode, *, actor: Actor) -> PlacementCode:
    """Save a new version under the next number. Call inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    highest = PlacementCode.objects.aggregate(highest=Max("number"))["highest"] or 0
    code.number = highest + 1
    code.made_by = actor.user
    code.save()
    return code
