"""A stageplanning as a workbook: a sheet with what is planned, one with the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from institutions.spreadsheets import as_workbook
from schedules.hours import lesuren_of
from schedules.output import Output
from schedules.output_rows import Row

Cells = Sequence[Any]


def as_sheet(output: Output) -> bytes:
    """An XLSX: dates are dates, hours are hours, lesuren are numbers, and no text is a formula."""
    return as_workbook({_("Planning"): _planned(output), _("Stage en lesuren"): _facts(output)})


def _planned(output: Output) -> Iterator[Cells]:
    yield (
        _("dag"), _("begint om"), _("eindigt om"), _("van lesuur"), _("tot en met lesuur"),
        _("aantal lesuren"), _("soort"), _("vak"), _("klas"), _("lokaal"), _("vakmentor"),
        _("functionele gehelen"), _("nota"), _("bezoek"),
    )  # fmt: skip
    for week in output.weeks:
        yield from (_cells(row) for row in week.rows)


def _cells(row: Row) -> Cells:
    planned = row.planned
    return (
        planned.day,
        planned.start,
        planned.end,
        planned.first_lesuur,
        planned.last_lesuur,
        lesuren_of(planned),
        planned.line.get_kind_display(),
        planned.line.subject or "",
        planned.class_name,
        planned.room,
        row.mentor,
        row.wholes,
        row.note,
        row.visit,
    )


def _facts(output: Output) -> Iterator[Cells]:
    yield _("Kenmerk"), output.placement.reference
    yield _("Versie van de planning"), output.version
    yield from ((fact.label, fact.value) for fact in output.facts)
    yield ()
    yield _("stageactiviteit"), _("lesuren gepland"), _("lesuren afgesproken")
    yield from ((row.name, row.planned, row.agreed) for row in output.totals.lines)
    yield ()
    yield _("goedkeuring"), _("toestand")
    yield from ((part.title, part.words) for part in output.parts)
    yield ()
    yield _("functioneel geheel"), _("wat ervan gepland is")
    yield from ((f"{row.whole} {row.whole.label}", row.words) for row in output.totals.wholes)
