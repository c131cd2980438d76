"""A stageplanning as a PDF: tagged, A4, a table for each week."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calendar_cfg import clock
from placements.pdf import compile_pdf
from schedules.output import Output
from schedules.output_rows import Row, Week

TEMPLATE = "schedules/typst/schedule.typ"
LANGUAGES = ("nl", "en")


def as_pdf(output: Output) -> bytes:
    """The PDF of a planning."""
    return compile_pdf(TEMPLATE, pdf_data(output))


def pdf_data(output: Output) -> dict[str, Any]:
    """What the template reads."""
    language = (get_language() or "nl")[:2]
    totals = output.totals
    return {
        "document": {
            "title": output.title,
            "author": output.placement.school.name,
            "reference": output.placement.reference,
            "version": output.version_words,
            "date": clock.today().isoformat(),
            "lang": language if language in LANGUAGES else "nl",
        },
        "facts": [{"label": row.label, "value": row.value} for row in output.facts],
        "head": [
            _("Dag"),
            _("Uur"),
            _("Activiteit"),
            _("Klas en lokaal"),
            _("Vakmentor"),
            _("Opmerkingen"),
        ],
        "weeks": [_week(week) for week in output.weeks],
        "nothing": _("Er is nog niets gepland."),
        "words": {
            "lines": _("Lesuren"),
            "approvals": _("Goedkeuring"),
            "wholes": _("Functionele gehelen"),
        },
        "lines": [_pair(row.name, row.words) for row in totals.lines],
        "approvals": [_pair(part.title, part.words) for part in output.parts],
        "wholes": [
            _pair(f"{row.whole} {row.whole.label}", row.words)
            for row in (totals.wholes if totals.wheel else ())
        ],
    }


def _week(week: Week) -> dict[str, Any]:
    rows = [_cells(row) for row in week.rows]
    return {"title": week.title, "hours": week.hours_words, "rows": rows}


def _cells(row: Row) -> list[str]:
    hours = f"{row.hours}\n{row.lesuren}".strip()
    return [row.day, hours, row.activity, row.place, row.mentor, "\n".join(row.remarks)]


def _pair(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}
