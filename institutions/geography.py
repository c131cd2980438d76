"""Distances as the crow flies between a postal code and a school. Pure; no database.

The earth is taken as a sphere, which is within 0.5 % at the size of Flanders.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Point:
    """A place on earth in degrees (WGS84)."""

    latitude: float
    longitude: float


def distance_km(origin: Point, target: Point) -> float:
    """The distance between two points in kilometres (haversine)."""
    lat1, lat2 = radians(origin.latitude), radians(target.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lon = radians(target.longitude - origin.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def mean_point(points: Iterable[Point]) -> Point | None:
    """The middle of some points close together; None when there are none."""
    found = list(points)
    if not found:
        return None
    return Point(
        sum(point.latitude for point in found) / len(found),
        sum(point.longitude for point in found) / len(found),
    )


def nearest_km(origin: Point | None, targets: Iterable[Point]) -> float | None:
    """The distance to the nearest of some points; None when either side is unknown."""
    if origin is None:
        return None
    return min((distance_km(origin, target) for target in targets), default=None)
