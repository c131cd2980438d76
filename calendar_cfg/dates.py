"""Dates as the interface writes them: "di 19 september 2017" (trust.md, 30)."""

from datetime import date

from django.utils.formats import date_format


def long_date(day: date) -> str:
    """The day with its short weekday and full month, in the language of the user."""
    return date_format(day, "D j F Y").lower() if _is_dutch() else date_format(day, "D j F Y")


def _is_dutch() -> bool:
    from django.utils.translation import get_language

    return (get_language() or "nl").startswith("nl")
