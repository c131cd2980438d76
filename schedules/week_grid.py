"""A week as a timetable: which row and how many rows each activity takes. Pure.

Rows are the lesuren of the school, and a row for each activity that begins at another moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from calendar_cfg.holidays import SATURDAY
from schedules.lesuren import Lesuren, Lesuur, clock_words


@dataclass(frozen=True)
class GridRow:
    """A row: a lesuur, or a moment at which something else begins."""

    number: int
    start: time
    lesuur: Lesuur | None = None

    @property
    def name(self) -> str:
        """The number of the lesuur, or the moment."""
        return str(self.lesuur.number) if self.lesuur else clock_words(self.start)

    @property
    def hours(self) -> str:
        """When the lesuur is; nothing more for a moment."""
        return self.lesuur.hours if self.lesuur else ""


@dataclass(frozen=True)
class Cell:
    """An activity, or a lesuur without one (`planned` is None), in its row."""

    row: int
    rows: int
    start: time
    planned: Any = None
    lesuur: Lesuur | None = None


def week_days(monday: date, busy: Iterable[date]) -> list[date]:
    """Monday to Friday; a day of the weekend only when something is on it."""
    days = [monday + timedelta(days=number) for number in range(7)]
    with_something = set(busy)
    return [day for day in days if day.weekday() < SATURDAY or day in with_something]


def grid_rows(lesuren: Lesuren, planned: Iterable[Any]) -> list[GridRow]:
    """The rows of a week, by when they begin."""
    starts: dict[time, Lesuur | None] = {row.start: None for row in planned}
    starts |= {lesuur.start: lesuur for lesuur in lesuren}
    return [
        GridRow(number, start, starts[start])
        for number, start in enumerate(sorted(starts), start=1)
    ]


def cells_of(rows: Sequence[GridRow], planned: Sequence[Any]) -> list[Cell]:
    """What is on one day, in the order of time: activities, and the lesuren that are left."""
    cells = [_cell(rows, row) for row in planned]
    for row in rows:
        lesuur = row.lesuur
        if lesuur and not any(p.start < lesuur.end and lesuur.start < p.end for p in planned):
            cells.append(Cell(row.number, 1, row.start, lesuur=lesuur))
    return sorted(cells, key=lambda cell: (cell.start, cell.row))


def _cell(rows: Sequence[GridRow], planned: Any) -> Cell:
    taken = [row.number for row in rows if planned.start <= row.start < planned.end]
    return Cell(taken[0], len(taken), planned.start, planned=planned)
