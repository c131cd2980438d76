"""What is asked in a made-up year: requests with their homes, lines and wishes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import exp, hypot
from random import Random
from typing import Any, TypeVar

from benchmarks.flemish_facts import (
    FINALITIES,
    INSTITUTIONS,
    LINE_GRADEN,
    LINE_KINDS,
    NETS,
    PAIRS,
    SUBJECTS,
    TECHNICAL_SUBJECTS,
    TRIMESTER_DAYS,
    TRIMESTER_SHARES,
    Place,
)
from benchmarks.flemish_map import Site
from matching.engine.instance import Line, Request

KM_PER_LATITUDE, KM_PER_LONGITUDE = 111.2, 70.0
COMMUTE_KM = 18.0
SCHOOLS_OF_REFERENCE = 1_000
Drawn = TypeVar("Drawn", bound=Hashable)


class Shares(dict[str, float]):
    """How much of the requests has something that makes them hard to place."""


MIXES = {
    "full": Shares(group=0.055, two_subjects=0.45, cross_class=0.01),
    "single": Shares(group=0.0, two_subjects=0.0, cross_class=0.0),
}


def kilometres(one: Place, other: Place) -> float:
    """The distance on a flat map of Flanders, good enough to draw from."""
    return hypot((one[0] - other[0]) * KM_PER_LATITUDE, (one[1] - other[1]) * KM_PER_LONGITUDE)


class Draw:
    """Weighted choices that add up their weights once."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._sums: dict[int, tuple[Mapping[Any, float], list[Any], list[float]]] = {}

    def among(self, weights: Mapping[Drawn, float]) -> Drawn:
        """One key, by weight. The weights are kept, so that their id stays theirs."""
        if id(weights) not in self._sums:
            sums = list(accumulate(weights.values()))
            self._sums[id(weights)] = (weights, list(weights), sums)
        _weights, keys, sums = self._sums[id(weights)]
        chosen: Drawn = self.random.choices(keys, cum_weights=sums)[0]
        return chosen

    def happens(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share


class Demand:
    """Draws requests one after another."""

    def __init__(
        self, sites: Sequence[Site], homes: Sequence[Place], mix: Shares, random: Random
    ) -> None:
        self.draw, self.random, self.mix = Draw(random), random, mix
        self.sites = sites
        # With fewer schools the same journey meets fewer of them, so people look farther.
        self.stretch = (SCHOOLS_OF_REFERENCE / len(sites)) ** 0.6
        self.institutions = {name: share for name, (_seat, share) in INSTITUTIONS.items()}
        crowd = {home: _crowd(home, sites) for home in homes}
        self.homes_of = {
            name: {
                home: (0.05 + around) * exp(-kilometres(seat, home) / COMMUTE_KM)
                for home, around in crowd.items()
            }
            for name, (seat, _share) in INSTITUTIONS.items()
        }
        self._nearest: dict[Place, list[int]] = {}

    def request(self, number: int, trimesters: Sequence[int]) -> Request:
        """The next request."""
        institution = self.draw.among(self.institutions)
        size = self._size()
        homes = tuple(self.draw.among(self.homes_of[institution]) for _ in range(size))
        trimester = self.draw.random.choices(
            list(trimesters), [TRIMESTER_SHARES[one] for one in trimesters]
        )[0]
        first, last = self._period(trimester)
        subjects = self._subjects()
        preferences = self._preferences(homes[0])
        return Request(
            key=f"A{number:06d}",
            trimester=trimester,
            first_day=first,
            last_day=last,
            lines=self._lines(subjects),
            institution=institution,
            size=size,
            homes=homes,
            max_distance_km=self._max_distance(size),
            nets=self._nets(),
            education_forms=self._forms(subjects),
            preferences=preferences,
            other_schools=not preferences or not self.draw.happens(0.04),
            may_split=len(subjects) == 2 and self.draw.happens(0.35),
            is_hardship=self.draw.happens(0.03),
            not_at=self._not_at(homes[0]),
        )

    def _size(self) -> int:
        if not self.draw.happens(self.mix["group"]):
            return 1
        return self.random.choices((2, 3, 4), (70, 20, 10))[0]

    def _period(self, trimester: int) -> tuple[date, date]:
        opens, closes = TRIMESTER_DAYS[trimester]
        weeks = (closes - opens).days // 7 + 1
        lasts = min(weeks, self.random.choice((2, 3, 3, 4, 4, 5, 6, 8)))
        starts = self.random.randrange(weeks - lasts + 1)
        first = opens + timedelta(weeks=starts)
        return first, min(closes, first + timedelta(weeks=lasts, days=-3))

    def _subjects(self) -> tuple[str, ...]:
        if self.draw.happens(self.mix["cross_class"]):
            return ()
        if self.draw.happens(self.mix["two_subjects"]):
            return self.draw.among(PAIRS)
        return (self.draw.among(SUBJECTS),)

    def _lines(self, subjects: tuple[str, ...]) -> tuple[Line, ...]:
        lines = [self._line(subject) for subject in subjects]
        if subjects and self.draw.happens(0.10):
            lines.append(Line(subjects[0], "observation"))
        if not subjects or (self.mix["cross_class"] and self.draw.happens(0.08)):
            lines.append(Line("", "cross_class"))
        return tuple(lines)

    def _line(self, subject: str) -> Line:
        form = self._form(subject) if self.draw.happens(0.08) else ""
        finality = self.random.choice(FINALITIES[form]) if form and self.draw.happens(0.3) else ""
        graad = self.draw.among(LINE_GRADEN)
        return Line(subject, self.draw.among(LINE_KINDS), graad, form, finality)

    def _form(self, subject: str) -> str:
        return self.random.choice(
            ("tso", "bso") if subject in TECHNICAL_SUBJECTS else ("aso", "aso", "tso", "bso")
        )

    def _max_distance(self, size: int) -> int | None:
        if self.draw.happens(0.03):
            return None
        wish = self.random.choices((10, 15, 20, 25, 30, 40), (7, 22, 32, 23, 13, 3))[0]
        # Who leave from different places meet halfway.
        return round(wish * self.stretch * (1.0 if size == 1 else 1.6))

    def _nets(self) -> frozenset[str]:
        return frozenset({self.draw.among(NETS)}) if self.draw.happens(0.05) else frozenset()

    def _forms(self, subjects: tuple[str, ...]) -> frozenset[str]:
        if not subjects or not self.draw.happens(0.05):
            return frozenset()
        return frozenset(self._form(subject) for subject in subjects)

    def _preferences(self, home: Place) -> tuple[int, ...]:
        wanted = self.random.choices((0, 1, 2, 3, 4, 5), (45, 15, 14, 14, 5, 7))[0]
        near = self._near(home)
        found: dict[int, None] = {}
        for _ in range(wanted):
            place = min(int(self.random.expovariate(1 / 9)), len(near) - 1)
            found[self.sites[near[place]].key] = None
        return tuple(found)

    def _not_at(self, home: Place) -> frozenset[int]:
        if not self.draw.happens(0.04):
            return frozenset()
        near = self._near(home)
        return frozenset({self.sites[near[self.random.randrange(min(6, len(near)))]].key})

    def _near(self, home: Place) -> list[int]:
        """The schools nearest to a home, nearest first."""
        if home not in self._nearest:
            order = sorted(
                range(len(self.sites)),
                key=lambda place: (kilometres(home, self.sites[place].points[0]), place),
            )
            self._nearest[home] = order[:60]
        return self._nearest[home]


def _crowd(home: Place, sites: Sequence[Site]) -> float:
    """How many schools lie around a home: a stand-in for how many people live there."""
    return sum(1 for site in sites if kilometres(home, site.points[0]) < 6) / len(sites) * 100
