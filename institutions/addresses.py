"""Addresses of pages about a year, with the year in them: two may be open at once."""

from __future__ import annotations

from django.urls import reverse

from calendar_cfg.models import AcademicYear


def in_year(url_name: str, year: AcademicYear) -> str:
    """The address of a page for this year, whatever year is chosen elsewhere meanwhile."""
    return f"{reverse(url_name)}?jaar={year.name}"
