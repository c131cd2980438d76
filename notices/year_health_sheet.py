"""The figures of a year as files: a workbook with a sheet for each split, or one as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.models import AcademicYear
from institutions.spreadsheets import as_workbook, harmless
from notices import year_health_words as words
from notices.year_health import (
    TOTAL,
    Figures,
    Split,
    answers_by,
    refusals_by,
    requests_by,
)
from notices.year_health_page import head_of

Row = Sequence[Any]


def year_as_workbook(year: AcademicYear) -> bytes:
    """An XLSX with a sheet for each split; nine queries."""
    return as_workbook({str(split.label): list(figure_rows(split, year)) for split in Split})


def year_as_csv(split: Split, year: AcademicYear) -> bytes:
    """One split as CSV, as spreadsheets here open it: semicolons, decimal commas."""
    written = io.StringIO()
    rows = ([_csv_cell(cell) for cell in row] for row in figure_rows(split, year))
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def filename(year: AcademicYear, ending: str, split: Split | None = None) -> str:
    """ "gezondheid-2017-2018-vak.csv"."""
    parts = ["gezondheid", str(year), *([split.value] if split else [])]
    return f"{'-'.join(parts)}.{ending}"


def figure_rows(split: Split, year: AcademicYear) -> Iterator[Row]:
    """The head, a row for each group, and all together; the three tables beside each other."""
    parts = (
        (requests_by(split, year), words.REQUESTS),
        (answers_by(split, year), words.ANSWERS),
        (refusals_by(split, year), words.REFUSALS),
    )
    labels = [str(label) for _figures, found in parts for label in found.values()]
    yield (head_of(split), *labels, _("Mediaan in dagen"))
    names = {group.key: group.name for figures, _labels in parts for group in figures.groups}
    for key in (*sorted(names, key=lambda key: names[key]), TOTAL):
        figures = [found for found, _labels in parts]
        columns = [column for _figures, found in parts for column in found]
        counts, days = _of(key, figures)
        yield (
            names.get(key, _("Samen")),
            *(counts.get(column, 0) for column in columns),
            None if days is None else round(days, 1),
        )


def _of(key: str, tables: Sequence[Figures]) -> tuple[dict[str, int], float | None]:
    """The figures of one key in all tables."""
    counts: dict[str, int] = {}
    days = None
    for figures in tables:
        for group in (*figures.groups, figures.total):
            if group.key == key:
                counts |= group.counts
                days = group.days if group.days is not None else days
    return counts, days


def _csv_cell(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) else harmless(str(cell))
