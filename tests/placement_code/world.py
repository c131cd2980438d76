"""Versions of the Stagecode, and people who have to accept them."""

from __future__ import annotations

from datetime import date

from placement_code.models import PlacementCode

FIRST_TEXT = """# Afspraken

Wij antwoorden binnen twee lesweken.

- Wie stage loopt, houdt zich aan de planning.
- Namen blijven binnen het platform.
"""
SECOND_TEXT = """# Afspraken

Wij antwoorden binnen twee lesweken en zeggen waarom.

- Wie stage loopt, houdt zich aan de planning.
- Namen blijven binnen het platform.

# Intromoment

De school nodigt uit.
"""


def version(number: int, valid_from: date, text: str = FIRST_TEXT, **fields) -> PlacementCode:
    """A version that holds from a day on."""
    return PlacementCode.objects.create(number=number, valid_from=valid_from, text=text, **fields)


def first(valid_from: date = date(2017, 5, 2)) -> PlacementCode:
    """The version of May 2017."""
    return version(1, valid_from)


def second(valid_from: date = date(2018, 1, 8)) -> PlacementCode:
    """The version of January 2018."""
    return version(
        2, valid_from, SECOND_TEXT, what_changed="Een antwoord zegt waarom; het intromoment."
    )
