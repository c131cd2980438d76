"""Distances as the crow flies, in hectometres, from where trainees leave to each school.

The earth is taken as a sphere, which is within 0.5 % at the size of Flanders.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.engine.instance import Point

EARTH_RADIUS_HM = 63_710.0
UNKNOWN = -1
Ints = NDArray[np.int64]


class Distances:
    """The campuses of all schools, and the distance of each school from a home.

    Homes are few (postal codes), so each is worked out once.
    """

    def __init__(self, points: Sequence[Sequence[Point]]) -> None:
        self._count = len(points)
        rows = [(place, *point) for place, own in enumerate(points) for point in own]
        table = np.array(rows, float).reshape(-1, 3)
        self._school = table[:, 0].astype(np.int64)
        self._latitude, self._longitude = np.radians(table[:, 1]), np.radians(table[:, 2])
        self._known: dict[Point, Ints] = {}

    def farthest_of(self, homes: Sequence[Point | None]) -> Ints:
        """For each school the distance from the home that is farthest from it.

        `UNKNOWN` for a school without a known place, and for all when a home is not known.
        """
        if not homes or any(home is None for home in homes):
            return np.full(self._count, UNKNOWN, np.int64)
        found = self.from_home(homes[0])  # type: ignore[arg-type]
        for home in homes[1:]:
            found = np.maximum(found, self.from_home(home))  # type: ignore[arg-type]
        return found

    def from_home(self, home: Point) -> Ints:
        """For each school the distance to its nearest campus."""
        if home not in self._known:
            self._known[home] = self._measure(home)
        return self._known[home]

    def _measure(self, home: Point) -> Ints:
        latitude, longitude = np.radians(home[0]), np.radians(home[1])
        chord = (
            np.sin((self._latitude - latitude) / 2) ** 2
            + np.cos(latitude)
            * np.cos(self._latitude)
            * np.sin((self._longitude - longitude) / 2) ** 2
        )
        distance = 2 * EARTH_RADIUS_HM * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
        nearest = np.full(self._count, np.inf)
        np.minimum.at(nearest, self._school, distance)
        known = np.isfinite(nearest)
        nearest[~known] = UNKNOWN
        found: Ints = np.rint(nearest).astype(np.int64)
        return found
