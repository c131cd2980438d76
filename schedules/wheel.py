"""The wheel of the ten functionele gehelen. Pure; the drawing is a template.

Ten equal parts of a ring, the first at the top, clockwise: filled when a planned activity covers
it, hatched when it was agreed and nothing is planned for it yet, empty otherwise. Numbers are texts
with a point, whatever the language.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

PARTS = 10
OUTER, INNER, NUMBERS = 46.0, 24.0, 35.0
"""Radii: of the ring, of its hole, and where the numbers stand; the drawing is 100 by 100."""


class Cover(StrEnum):
    """What is planned for a functioneel geheel."""

    COVERED = "covered"
    AGREED = "agreed"
    NONE = "none"


@dataclass(frozen=True)
class Sector:
    """A part of the ring: its functioneel geheel, its outline, and where its number stands."""

    number: int
    cover: Cover
    path: str
    x: str
    y: str


@dataclass(frozen=True)
class Wheel:
    """All that the template draws."""

    sectors: tuple[Sector, ...]

    @property
    def covered(self) -> int:
        """How many parts are filled."""
        return sum(sector.cover == Cover.COVERED for sector in self.sectors)


def cover_of(number: int, covered: Collection[int], agreed: Collection[int]) -> Cover:
    """What is planned for one of the ten, given those that are covered and those agreed."""
    if number in covered:
        return Cover.COVERED
    return Cover.AGREED if number in agreed else Cover.NONE


def draw_wheel(covered: Collection[int], agreed: Collection[int] = ()) -> Wheel:
    """The ten parts, by what is planned for each."""
    numbers = range(1, PARTS + 1)
    return Wheel(tuple(_sector(n, cover_of(n, covered, agreed)) for n in numbers))


def _sector(number: int, cover: Cover) -> Sector:
    start, end = _angle(number - 1), _angle(number)
    x, y = _at(NUMBERS, _angle(number - 0.5))
    path = (
        f"M{_text(*_at(OUTER, start))}A{OUTER:g} {OUTER:g} 0 0 1 {_text(*_at(OUTER, end))}"
        f"L{_text(*_at(INNER, end))}A{INNER:g} {INNER:g} 0 0 0 {_text(*_at(INNER, start))}Z"
    )
    return Sector(number, cover, path, f"{x:.2f}", f"{y:.2f}")


def _angle(part: float) -> float:
    return 2 * pi * part / PARTS - pi / 2


def _at(radius: float, angle: float) -> tuple[float, float]:
    return radius * cos(angle), radius * sin(angle)


def _text(x: float, y: float) -> str:
    return f"{x:.2f} {y:.2f}"
