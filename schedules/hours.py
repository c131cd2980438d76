"""Counting in lesuren: by their numbers, or 50 minutes of the clock for one, to a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import ngettext

MINUTES = 50
QUARTER = Decimal("0.25")


def count_lesuren(
    start: time, end: time, first_lesuur: int | None = None, last_lesuur: int | None = None
) -> Decimal:
    """How many lesuren something takes.

    Lesuren count by their numbers, whatever the school's clock makes of them; what is planned by
    the clock counts its minutes by 50, rounded to a quarter of a lesuur.
    """
    if first_lesuur is not None and last_lesuur is not None:
        return Decimal(last_lesuur - first_lesuur + 1)
    span = datetime.combine(date.min, end) - datetime.combine(date.min, start)
    quarters = Decimal(span.seconds) / 60 / MINUTES / QUARTER
    return quarters.quantize(Decimal(1), ROUND_HALF_UP) * QUARTER


def lesuren_of(planned: Any) -> Decimal:
    """How many lesuren a planned activity takes."""
    return count_lesuren(planned.start, planned.end, planned.first_lesuur, planned.last_lesuur)


def lesuren_in(planned: Iterable[Any]) -> Decimal:
    """How many lesuren planned activities take together."""
    return sum((lesuren_of(row) for row in planned), Decimal())


def figure(hours: Decimal) -> str:
    """ "12" or "12,5": no decimals that say nothing."""
    whole = hours == hours.to_integral_value()
    return str(formats.localize(int(hours) if whole else hours.normalize()))


def lesuren_words(hours: Decimal) -> str:
    """ "1 lesuur", "12,5 lesuren"."""
    words = ngettext("%(n)s lesuur", "%(n)s lesuren", 1 if hours == 1 else 2)
    return words % {"n": figure(hours)}
