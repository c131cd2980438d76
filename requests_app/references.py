"""The kenmerk of a request: short, readable aloud, and not to be guessed."""

import secrets

from calendar_cfg.models import AcademicYear
from requests_app.models import PlacementRequest

# Without letters and digits that look alike.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 6


def new_references(year: AcademicYear, count: int) -> list[str]:
    """`count` references that are not in use, like "2017-K7QF3T"."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {_reference(year) for _ in range(count - len(found))}
        used = PlacementRequest.objects.filter(reference__in=fresh)
        found |= fresh - set(used.values_list("reference", flat=True))
    return sorted(found)


def _reference(year: AcademicYear) -> str:
    return f"{year.start_year}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
