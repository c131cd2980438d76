"""What a free text had better not hold (trust.md, 21). It warns, and never refuses."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg import clock

WRITE_NO_PERSONAL_DATA = gettext_lazy(
    "Scholen lezen dit. Schrijf niets over de gezondheid van een stagiair, en geen geboortedatum, "
    "rijksregisternummer of adres."
)
NATIONAL_NUMBER = re.compile(
    r"(?<!\d)\d{2}[.\-/ ]?\d{2}[.\-/ ]?\d{2}[.\-/ ]?\d{3}[.\-/ ]?\d{2}(?!\d)"
)
SOME_DATE = re.compile(r"(?<!\d)(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4}|\d{2})(?!\d)")
YOUNGEST = 16


def warning_about(text: str) -> str:
    """What to look at again in a text, in words; empty when nothing stands out."""
    if NATIONAL_NUMBER.search(text):
        return _(
            "In de tekst staat iets dat op een rijksregisternummer lijkt. Haal het weg als het "
            "dat is: scholen hebben het niet nodig."
        )
    if any(_may_be_birth(match) for match in SOME_DATE.finditer(text)):
        return _(
            "In de tekst staat iets dat op een geboortedatum lijkt. Haal het weg als het dat is: "
            "scholen hebben het niet nodig."
        )
    return ""


def _may_be_birth(match: re.Match[str]) -> bool:
    day, month, year = (int(part) for part in match.groups())
    today = clock.today()
    if year < 100:
        year += 1900 if year > today.year % 100 else 2000
    try:
        born = date(year, month, day)
    except ValueError:
        return False
    return today.year - 90 <= born.year <= today.year - YOUNGEST
