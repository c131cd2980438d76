"""A map of where trainees leave from and where schools are. Pure; the drawing is a template.

No ground, no roads: rings of 10, 20 and 40 km around the home, and each school where it lies.
The drawing is `WIDTH` units wide and as high as it needs, made for a telephone of 320 px; on a wide
page the style sheet keeps text and marks at their size. Marks that would cover each other are moved
apart, with a thin line to where the school lies. Numbers are texts with a point, whatever the
language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, pi, radians, sin

LatLon = tuple[float, float]

WIDTH = 320.0
LOWEST, HIGHEST = 160.0, 320.0
"""The height lies between these."""
MARGIN = 16.0
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
    label_x: str
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
    """All that the template draws.

    Arguments:
        height: in units; the width is `WIDTH`.
        x, y: where the rings have their middle.
        unknown: the schools of which nobody knows where they are.
    """

    height: str
    x: str
    y: str
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
    """From places on earth to units: the middle of the rings, and where it is drawn."""

    origin: LatLon
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0

    def km(self, point: LatLon) -> tuple[float, float]:
        """Kilometres east and south of the middle of the rings."""
        east = (point[1] - self.origin[1]) * KM_PER_DEGREE * cos(radians(self.origin[0]))
        return east, (self.origin[0] - point[0]) * KM_PER_DEGREE

    def far(self, point: LatLon) -> float:
        """Kilometres from the middle of the rings."""
        return hypot(*self.km(point))

    def at(self, point: LatLon) -> tuple[float, float]:
        """Where a place is drawn."""
        east, south = self.km(point)
        return self.x + east * self.scale, self.y + south * self.scale

    def holds(self, x: float, y: float, radius: float) -> bool:
        """Whether something lies wholly inside the drawing."""
        return radius <= x <= WIDTH - radius and radius <= y <= self.height - radius


def _fitted(origin: LatLon, points: Sequence[LatLon]) -> _Ground:
    """The ground on which all points and the first ring have room, as large as it can be."""
    ground = _Ground(origin)
    first = RINGS_KM[0]
    easts, souths = zip(*(ground.km(point) for point in points), strict=True)
    left, right = min(*easts, -first), max(*easts, first)
    top, bottom = min(*souths, -first), max(*souths, first)
    scale = min((WIDTH - 2 * MARGIN) / (right - left), (HIGHEST - 2 * MARGIN) / (bottom - top))
    height = max(LOWEST, (bottom - top) * scale + 2 * MARGIN)
    x = WIDTH / 2 - (left + right) / 2 * scale
    y = height / 2 - (top + bottom) / 2 * scale
    return _Ground(origin, scale, x, y, height)


def draw_map(homes: Sequence[LatLon], places: Sequence[Place]) -> Map | None:
    """Lay out a map; None when no home is known, or no school has a place on it.

    Rings lie around the home, or around the middle of the homes of a group: those for which there
    is room, and all that the farthest school needs.
    """
    distinct = list(dict.fromkeys(homes))
    known = [place for place in places if place.points]
    if not distinct or not known:
        return None
    ground = _Ground(_middle(distinct))
    drawn = [(place, min(place.points, key=ground.far)) for place in known]
    ground = _fitted(ground.origin, [*distinct, *(point for _place, point in drawn)])
    reach = max(ground.far(point) for _place, point in drawn)
    rings = [_ring(km, ground) for km in RINGS_KM]
    rings = [ring for ring in rings if ring.label_x or ring.km <= reach]
    taken = [_Circle(*ground.at(home), HOME_RADIUS) for home in distinct]
    taken += [_Circle(float(r.label_x), float(r.label_y), LABEL_RADIUS) for r in rings if r.label_x]
    return Map(
        height=_text(ground.height),
        x=_text(ground.x),
        y=_text(ground.y),
        rings=tuple(rings),
        homes=tuple(_home(home, ground, homes) for home in distinct),
        marks=tuple(_mark(place, ground, point, taken) for place, point in drawn),
        unknown=tuple(place for place in places if not place.points),
        trainees=len(homes),
    )


def _middle(points: Sequence[LatLon]) -> LatLon:
    return (
        sum(point[0] for point in points) / len(points),
        sum(point[1] for point in points) / len(points),
    )


def _ring(km: int, ground: _Ground) -> Ring:
    """A ring, with its label at the first of four sides that lies inside the drawing."""
    radius = km * ground.scale
    sides = ((0, -radius), (0, radius), (radius, 0), (-radius, 0))
    spots = [(ground.x + x, ground.y + y) for x, y in sides]
    inside = [spot for spot in spots if ground.holds(*spot, LABEL_RADIUS)]
    if not inside:
        return Ring(km, _text(radius), "", "")
    return Ring(km, _text(radius), _text(inside[0][0]), _text(inside[0][1]))


def _home(home: LatLon, ground: _Ground, homes: Sequence[LatLon]) -> Home:
    x, y = ground.at(home)
    return Home(_text(x), _text(y), list(homes).count(home))


def _mark(place: Place, ground: _Ground, point: LatLon, taken: list[_Circle]) -> Mark:
    """Where a school is drawn: where it lies, or as near to that as there is room."""
    radius, at = _radius(place), ground.at(point)
    circle = next(
        (
            spot
            for spot in _spots(at, radius)
            if ground.holds(spot.x, spot.y, radius) and not any(spot.touches(one) for one in taken)
        ),
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
    """Spots around where a school lies, nearest first."""
    yield _Circle(*at, radius)
    for step in range(1, MOST_STEPS + 1):
        for turn in range(DIRECTIONS):
            angle = 2 * pi * turn / DIRECTIONS
            x, y = at[0] + step * STEP * cos(angle), at[1] + step * STEP * sin(angle)
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
