"""A lesuur: its number, and when it begins and ends. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, order=True)
class Lesuur:
    """A lesuur by its number, with when it begins and ends."""

    number: int
    start: time
    end: time

    @property
    def hours(self) -> str:
        """ "8.30–9.20" """
        return hours_words(self.start, self.end)


def hours_words(start: time, end: time) -> str:
    """ "8.30–9.20" """
    return f"{clock_words(start)}–{clock_words(end)}"


def clock_words(moment: time) -> str:
    """ "8.30" """
    return f"{moment.hour}.{moment.minute:02}"


Lesuren = tuple[Lesuur, ...]
USUAL: Lesuren = (
    Lesuur(1, time(8, 30), time(9, 20)),
    Lesuur(2, time(9, 20), time(10, 10)),
    Lesuur(3, time(10, 25), time(11, 15)),
    Lesuur(4, time(11, 15), time(12, 5)),
    Lesuur(5, time(13, 0), time(13, 50)),
    Lesuur(6, time(13, 50), time(14, 40)),
    Lesuur(7, time(14, 55), time(15, 45)),
    Lesuur(8, time(15, 45), time(16, 35)),
)
