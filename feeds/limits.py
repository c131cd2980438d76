"""How often an address may be asked, counted in the memory of the process.

Reading a feed writes nothing, so the counts are not in the database; each process counts for
itself, which lets a few more through and never fewer.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.cache.backends.locmem import LocMemCache

READS_PER_FEED = 60
WRONG_PER_VISITOR = 30
WINDOW = timedelta(minutes=10)

counts = LocMemCache("feeds", {"OPTIONS": {"MAX_ENTRIES": 20_000}})


def read_too_often(public_id: UUID) -> bool:
    """Count one more reading of a feed; whether there were too many."""
    return _count(f"feed:{public_id}") > READS_PER_FEED


def guessed_too_often(visitor: str) -> bool:
    """Count one more address that this site never made; whether there were too many."""
    return _count(f"visitor:{visitor}") > WRONG_PER_VISITOR


def _count(key: str) -> int:
    counts.add(key, 0, WINDOW.total_seconds())
    try:
        return counts.incr(key)
    except ValueError:  # it went out of date just now
        return 1
