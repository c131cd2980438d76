"""A map of where trainees leave from and where schools are. Pure; the drawing is a template.

No ground, no roads: rings of 10, 20 and 40 km around the home, and each school where it lies.
The drawing is a square of `SIDE` units, made for a telephone of 320 px; on a wide page the style
sheet keeps text and marks at their size. Marks that would cover each other are moved apart, with a
thin line to where the school lies. Numbers are texts with a point, whatever the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, cos, hypot, pi, radians, sin

LatLon = tuple[float, float]

SIDE = 320
MIDDLE = SIDE / 2
REACH = 144.0
"""Units from the middle to the farthest thing drawn."""
RINGS_KM = (10, 20, 40)
KM_PER_DEGREE = 111.195
HOME_RADIUS = 9.0
LABEL_RADIUS = 11.0
STEP = 7.0
MOST_STEPS = 16
DIRECTIONS = 16


class Shape(StrEnum):
    """What a mark says of the places of a school: each its own shape."""

    FITS = "fits"
    SOME = "some"
    FULL = "full"
    SILENT = "silent"


@dataclass(frozen=True)
class Place:
    """A school to draw.

    Arguments:
        number: its number in the list beside the map.
        points: its campuses; the nearest one is drawn.
        free: places left for all that is asked; None for a school that promised nothing.
        fits: whether it meets all that is asked, for everybody.
        words: what its row says, for who listens to the page.
    """

    number: int
    name: str
    points: tuple[LatLon, ...]
    free: int | None
    fits: bool
    words: str = ""


@dataclass(frozen=True)
class Ring:
    """A ring around the home: so many kilometres, its radius, and where its label stands."""

    km: int
    radius: str
    label_y: str


@dataclass(frozen=True)
class Home:
    """Where trainees leave from, and how many do."""

    x: str
    y: str
    trainees: int


@dataclass(frozen=True)
class Mark:
    """A school as drawn; `is_moved` when its mark does not stand where the school lies."""

    place: Place
    shape: Shape
    radius: str
    x: str
    y: str
    at_x: str
    at_y: str
    is_moved: bool


@dataclass(frozen=True)
class Map:
    """All that the template draws. `unknown` are the schools of which nobody knows where."""

    middle: str
    rings: tuple[Ring, ...]
    homes: tuple[Home, ...]
    marks: tuple[Mark, ...]
    unknown: tuple[Place, ...]
    trainees: int

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that occur, for the key."""
        drawn = {mark.shape for mark in self.marks}
        return tuple(shape for shape in Shape if shape in drawn)


@dataclass(frozen=True)
class _Circle:
    """Room that is taken."""

    x: float
    y: float
    radius: float

    def touches(self, other: _Circle) -> bool:
        return hypot(self.x - other.x, self.y - other.y) < self.radius + other.radius + 1


@dataclass(frozen=True)
class _Ground:
    """Kilometres east and south of the middle, and units on the drawing."""

    origin: LatLon
    units_per_km: float = 1.0

    def km(self, point: LatLon) -> tuple[float, float]:
        east = (point[1] - self.origin[1]) * KM_PER_DEGREE * cos(radians(self.origin[0]))
        return east, (self.origin[0] - point[0]) * KM_PER_DEGREE

    def far(self, point: LatLon) -> float:
        return hypot(*self.km(point))

    def at(self, point: LatLon) -> tuple[float, float]:
        east, south = self.km(point)
        return MIDDLE + east * self.units_per_km, MIDDLE + south * self.units_per_km


def draw_map(homes: Sequence[LatLon], places: Sequence[Place]) -> Map | None:
    """Lay out a map; None when no home is known, or no school has a place on it.

    Rings lie around the home, or around the middle of the homes of a group.
    """
    distinct = list(dict.fromkeys(homes))
    known = [place for place in places if place.points]
    if not distinct or not known:
        return None
    ground = _Ground(_middle(distinct))
    drawn = [(place, min(place.points, key=ground.far)) for place in known]
    reach = max(ground.far(point) for point in (*distinct, *(point for _, point in drawn)))
    edge = next((km for km in RINGS_KM if reach <= km), ceil(reach))
    ground = _Ground(ground.origin, REACH / edge)
    rings = [km for km in RINGS_KM if km <= edge and km * ground.units_per_km > 2 * HOME_RADIUS]
    taken = [_Circle(*ground.at(home), HOME_RADIUS) for home in distinct]
    taken += [_Circle(MIDDLE, MIDDLE - km * ground.units_per_km, LABEL_RADIUS) for km in rings]
    marks = [_mark(place, ground.at(point), taken) for place, point in drawn]
    return Map(
        middle=_text(MIDDLE),
        rings=tuple(_ring(km, km * ground.units_per_km) for km in rings),
        homes=tuple(_home(home, ground, homes) for home in distinct),
        marks=tuple(marks),
        unknown=tuple(place for place in places if not place.points),
        trainees=len(homes),
    )


def _middle(points: Sequence[LatLon]) -> LatLon:
    return (
        sum(point[0] for point in points) / len(points),
        sum(point[1] for point in points) / len(points),
    )


def _ring(km: int, radius: float) -> Ring:
    return Ring(km, _text(radius), _text(MIDDLE - radius))


def _home(home: LatLon, ground: _Ground, homes: Sequence[LatLon]) -> Home:
    x, y = ground.at(home)
    return Home(_text(x), _text(y), list(homes).count(home))


def _mark(place: Place, at: tuple[float, float], taken: list[_Circle]) -> Mark:
    """Where a school is drawn: where it lies, or as near to that as there is room."""
    radius = _radius(place)
    circle = next(
        (spot for spot in _spots(at, radius) if not any(spot.touches(one) for one in taken)),
        _Circle(*at, radius),
    )
    taken.append(circle)
    return Mark(
        place=place,
        shape=shape_of(place),
        radius=_text(radius),
        x=_text(circle.x),
        y=_text(circle.y),
        at_x=_text(at[0]),
        at_y=_text(at[1]),
        is_moved=(circle.x, circle.y) != at,
    )


def _spots(at: tuple[float, float], radius: float) -> Iterator[_Circle]:
    """Spots inside the drawing, nearest first: rings of directions around where it lies."""
    for step in range(MOST_STEPS + 1):
        for turn in range(DIRECTIONS if step else 1):
            angle = 2 * pi * turn / DIRECTIONS
            x = at[0] + step * STEP * cos(angle)
            y = at[1] + step * STEP * sin(angle)
            if radius <= x <= SIDE - radius and radius <= y <= SIDE - radius:
                yield _Circle(x, y, radius)


def shape_of(place: Place) -> Shape:
    """Free for everybody, only in part, full, or nothing promised."""
    if place.free is None:
        return Shape.SILENT
    if place.fits:
        return Shape.FITS
    return Shape.SOME if place.free else Shape.FULL


def _radius(place: Place) -> float:
    """Larger with more free places: one, two or three, and four or more."""
    free = place.free or 0
    return 9.0 + 1.5 * ((free > 1) + (free > 3))


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
