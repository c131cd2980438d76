"""The kenmerk of an agreement: short, readable aloud, and not to be guessed."""

import secrets

from agreements.models import Agreement
from requests_app.references import ALPHABET, LENGTH

STAGE, FRAMEWORK = "SO", "RO"


def new_reference(prefix: str, start_year: int) -> str:
    """A reference that is not in use, like "SO-2017-K7QF3T"."""
    while True:
        end = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        reference = f"{prefix}-{start_year}-{end}"
        if not Agreement.objects.filter(reference=reference).exists():
            return reference
