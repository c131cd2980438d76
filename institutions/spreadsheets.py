"""Workbooks that a spreadsheet opens without taking a cell for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TITLE = 31
FORMATS: dict[type, str] = {date: "DD/MM/YYYY", time: "HH:MM"}
Rows = Iterable[Sequence[Any]]


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; a number stays itself."""
    clean = cell.replace("\x00", "")
    is_number = clean[1:].replace(".", "", 1).isdigit()
    return f"'{clean}" if clean.startswith(FORMULA) and not is_number else clean


def as_workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An XLSX with these sheets, by title; texts are made harmless, numbers and dates stay such."""
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet: Any = workbook.create_sheet(title[:LONGEST_TITLE])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or isinstance(value, int | float | Decimal):
        return value
    if (number_format := FORMATS.get(type(value))) is not None:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, value)
        cell.number_format = number_format
        return cell
    return printable(harmless(str(value)))


def printable(cell: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(letter for letter in cell if letter >= " " or letter in "\t\n\r")
