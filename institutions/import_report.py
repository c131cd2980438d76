"""What an import found and did, per row, for commands and for the page of the administrator."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.register_files import UNREADABLE


class RowError(NamedTuple):
    """What is wrong in a row of the file; the header is row 1."""

    row: int
    column: str
    message: str


class Outcome(Enum):
    """What becomes of a row."""

    NEW = gettext_lazy("nieuw")
    CHANGED = gettext_lazy("gewijzigd")
    SAME = gettext_lazy("ongewijzigd")
    SKIPPED = gettext_lazy("overgeslagen")


class RowResult(NamedTuple):
    """What becomes of one row: which thing it is about, and what changes."""

    row: int
    outcome: Outcome
    name: str
    details: str = ""


@dataclass
class ImportReport:
    """All results of one file. With any error nothing was, or will be, changed."""

    results: list[RowResult] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """How many rows have an outcome."""
        return sum(result.outcome == outcome for result in self.results)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(outcome in words, number of rows), those that occur."""
        found = [(str(outcome.value), self.count(outcome)) for outcome in Outcome]
        return [(words, number) for words, number in found if number]

    @property
    def changes(self) -> list[RowResult]:
        """The rows of which something is new, changed or skipped."""
        return [result for result in self.results if result.outcome != Outcome.SAME]

    @property
    def errors_by_row(self) -> dict[int, str]:
        """row -> all that is wrong in it."""
        found: dict[int, list[str]] = defaultdict(list)
        for error in self.errors:
            found[error.row].append(
                f"{error.column}: {error.message}" if error.column else error.message
            )
        return {row: " ".join(messages) for row, messages in found.items()}


class Cells:
    """The cells of one row by column name, collecting what is wrong with them."""

    def __init__(self, row: int, cells: dict[str, str], report: ImportReport) -> None:
        self.row = row
        self.report = report
        self._cells = cells
        self.is_valid = True

    def wrong(self, column: str, message: str) -> None:
        """Report something wrong in this row."""
        self.report.errors.append(RowError(self.row, column, message))
        self.is_valid = False

    def text(self, column: str, max_length: int, *, required: bool = False) -> str:
        """A text that is readable and not too long."""
        value = self._cells.get(column, "")
        if "\x00" in value or UNREADABLE in value:
            self.wrong(column, _("bevat tekens die niet leesbaar zijn; bewaar als UTF-8."))
            return ""
        value = " ".join(value.split())
        if len(value) > max_length:
            self.wrong(column, _("is langer dan %(max)s tekens.") % {"max": max_length})
            return ""
        if required and not value:
            self.wrong(column, _("ontbreekt."))
        return value

    def whole(self, column: str, lowest: int, highest: int) -> int:
        """A whole number within bounds; 0 when it is wrong."""
        value = self.text(column, 40)
        is_number = value.isascii() and value.isdigit() and len(value) <= 12
        if not is_number or not lowest <= int(value) <= highest:
            self.wrong(
                column,
                _("moet een getal zijn van %(low)s tot %(high)s.")
                % {"low": lowest, "high": highest},
            )
            return 0
        return int(value)

    def decimal(self, column: str, lowest: float, highest: float) -> float | None:
        """A number within bounds; None when it is empty or 0, which means unknown."""
        value = self.text(column, 40).replace(",", ".")
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if number == 0:
            return None
        if not lowest <= number <= highest:
            self.wrong(
                column,
                _("moet tussen %(low)s en %(high)s liggen.")
                % {"low": f"{lowest:g}", "high": f"{highest:g}"},
            )
            return None
        return number
