"""Files that people bring along, as rows of text. Odd files are refused before they cost anything.

The limits are those of trust.md, 18. What is wrong in one cell is left for the reader of that
layout to tell, with its row.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from institutions.exceptions import ImportRefused

MEGABYTE = 1024 * 1024
MAX_BYTES = 2 * MEGABYTE
MAX_UNPACKED = 30 * MEGABYTE
MAX_ROWS = 5000
MAX_COLUMNS = 100
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")


@dataclass(frozen=True)
class Sheet:
    """The rows of a file as text, in order; the first may be a header.

    Attributes:
        delimiter: what separated the cells; empty for a workbook.
    """

    rows: list[list[str]]
    delimiter: str

    @property
    def is_workbook(self) -> bool:
        """Whether it came as XLSX."""
        return not self.delimiter


def read_sheet(content: bytes, filename: str, *, max_rows: int = MAX_ROWS) -> Sheet:
    """The rows of an uploaded file.

    Arguments:
        max_rows: how many rows besides the header.

    Raises:
        ImportRefused: the file is too large, of another kind, or cannot be read at all.
    """
    if len(content) > MAX_BYTES:
        raise ImportRefused(_("Het bestand is groter dan 2 MB."))
    if not filename.lower().endswith(ENDINGS):
        raise ImportRefused(_("Kies een CSV-bestand of een Excel-bestand (.xlsx)."))
    if filename.lower().endswith(".xlsx") or content[:4] == b"PK\x03\x04":
        return Sheet(_capped(_workbook_rows(content), max_rows), "")
    text = _decoded(content)
    delimiter = _delimiter(text)
    return Sheet(_capped(_text_rows(text, delimiter), max_rows), delimiter)


def _decoded(content: bytes) -> str:
    """UTF-8 with or without BOM. What is not UTF-8 stays visible, so that its row can be told."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ImportRefused(_("Het bestand is geen UTF-8. Bewaar het als CSV met UTF-8."))
    return content.decode("utf-8-sig", errors="replace")


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").replace("\r", "\n").partition("\n")[0]
    return max("\t;,", key=first.count)


def _text_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    # newline="" leaves line ends alone: the official file has CR only, and csv takes all three.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    if delimiter == "\t":
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE
        )
    try:
        for row in reader:
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise ImportRefused(
            _("Het bestand is geen leesbare CSV (regel %(line)s).") % {"line": reader.line_num}
        ) from error


def _workbook_rows(content: bytes) -> Iterator[list[str]]:
    import openpyxl

    _refuse_bombs(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield [_cell(value) for value in row]
    except ImportRefused:
        raise
    except Exception as error:
        raise ImportRefused(_("Het Excel-bestand is beschadigd of niet leesbaar.")) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > 200 or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise ImportRefused(_("Het Excel-bestand is uitgepakt groter dan 30 MB."))
            for member in members:
                if b"<!" in archive.open(member).read(2048).replace(b"<!--", b""):
                    raise ImportRefused(_("Het Excel-bestand is beschadigd of niet leesbaar."))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise ImportRefused(_("Het Excel-bestand is beschadigd of niet leesbaar.")) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value).strip()


def _capped(rows: Iterable[list[str]], max_rows: int) -> list[list[str]]:
    """All rows that hold anything, numbered as in the file: blank rows stay, at the end too."""
    found: list[list[str]] = []
    for row in rows:
        if len(found) > max_rows:
            raise ImportRefused(
                _("Het bestand heeft meer dan %(number)s rijen.") % {"number": max_rows}
            )
        if len(row) > MAX_COLUMNS:
            raise ImportRefused(
                _("Het bestand heeft meer dan %(number)s kolommen.") % {"number": MAX_COLUMNS}
            )
        found.append(row)
    while found and not any(found[-1]):
        found.pop()
    if not found:
        raise ImportRefused(_("Het bestand is leeg."))
    return found
