"""What is looked at once a day: a function that reminds registers itself, the round calls it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Daily = Callable[[date], int]
DAILY: list[Daily] = []


def daily(remind: Daily) -> Daily:
    """Register what is called once for each day the product believes in, inside the round.

    Arguments:
        remind: tells what is due on that day, and returns how many it told.
    """
    if remind not in DAILY:
        DAILY.append(remind)
    return remind
