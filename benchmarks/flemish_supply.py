"""What is offered in a made-up year: schools, with places that follow the demand around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp
from random import Random

from benchmarks.flemish_demand import Draw, kilometres
from benchmarks.flemish_facts import (
    EXAMS,
    FINALITIES,
    GENERAL_SUBJECTS,
    GRADEN,
    NETS,
    OFFER_KINDS,
    SCHOOL_KINDS,
    SUBJECTS,
    TECHNICAL_SUBJECTS,
    Place,
)
from benchmarks.flemish_map import Site
from matching.engine.instance import BlockedDays, Offer, Request, School

REACH_KM = 20.0
AROUND = 0.7
"""How much of the places lies where the demand is, the rest where the schools are."""
AS_BEFORE = 0.8
"""The share of the demand for which a school nearby offers just that: it took such trainees
before, both subjects and the whole group. The other places are given out subject by subject."""
NEAREST = 60

Places = dict[int, Counter[tuple[str, int]]]


class Supply:
    """Draws schools, and gives out places over them."""

    def __init__(
        self, sites: Sequence[Site], requests: Sequence[Request], trimesters: Sequence[int],
        random: Random,
    ) -> None:  # fmt: skip
        self.draw, self.random = Draw(random), random
        self.sites, self.requests, self.trimesters = sites, requests, trimesters
        self.forms = [self.draw.among(SCHOOL_KINDS) for _ in sites]
        self.graden = [self.draw.among(GRADEN) for _ in sites]
        self.shut = [self.draw.happens(0.04) for _ in sites]
        self.silent = [not shut and self.draw.happens(0.05) for shut in self.shut]
        self.weights = self._weights()
        asked = [len(request.subjects) for request in requests]
        self.subjects_each = max(1.0, sum(asked) / max(1, len(asked)))
        self._nearest: dict[Place, list[tuple[int, float]]] = {}

    def schools(self, tightness: float) -> list[School]:
        """The schools, with `tightness` times as many places as are asked of each subject."""
        places: Places = {at: Counter() for at in range(len(self.sites))}
        self._as_before(places, min(1.0, tightness) * AS_BEFORE)
        self._fill_up(places, tightness)
        return [self._school(at, places[at]) for at in range(len(self.sites))]

    def _weights(self) -> list[float]:
        """How large each school is, and how many trainees live around it."""
        living = Counter(request.homes[0] for request in self.requests)
        size = [self.random.lognormvariate(0, 0.5) for _ in self.sites]
        around = [_living_around(site.points[0], living) for site in self.sites]
        mean = sum(around) / len(around)
        return [
            0.0 if shut or silent else large * (1 - AROUND + AROUND * near / mean)
            for large, near, shut, silent in zip(size, around, self.shut, self.silent, strict=True)
        ]

    def _as_before(self, places: Places, share: float) -> None:
        """For this share of requests a school nearby has just the places that are asked."""
        for request in self.requests:
            if self.draw.happens(share) and (at := self._school_nearby(request)) is not None:
                for subject in request.subjects:
                    places[at][subject, request.trimester] += request.size

    def _school_nearby(self, request: Request) -> int | None:
        home = request.homes[0]
        reach = request.max_distance_km or 1000
        near = [
            (at, self.weights[at] / (4 + distance))
            for at, distance in self._near(home)
            if distance <= reach
            and (not request.nets or self.sites[at].net in request.nets)
            and all(_teaches(self.forms[at], subject) for subject in request.subjects)
            and all(line.graad in (None, *self.graden[at]) for line in request.lines)
        ]
        sums = list(accumulate(weight for _at, weight in near))
        if not sums or not sums[-1]:
            return None
        return self.random.choices([at for at, _weight in near], cum_weights=sums)[0]

    def _near(self, home: Place) -> list[tuple[int, float]]:
        if home not in self._nearest:
            found = [(at, kilometres(home, site.points[0])) for at, site in enumerate(self.sites)]
            self._nearest[home] = sorted(found, key=lambda one: (one[1], one[0]))[:NEAREST]
        return self._nearest[home]

    def _fill_up(self, places: Places, tightness: float) -> None:
        """Give out places subject by subject until there are as many as there should be."""
        lacking: dict[tuple[str, int], float] = dict.fromkeys(
            ((subject, one) for subject in SUBJECTS for one in self.trimesters), 0.0
        )
        for request in self.requests:
            for subject in request.subjects:
                lacking[subject, request.trimester] += request.size * tightness
        for own in places.values():
            for what, count in own.items():
                lacking[what] -= count
        for subject in SUBJECTS:
            offering = list(accumulate(self._offering(subject)))
            for trimester in self.trimesters:
                count = max(0, round(lacking[subject, trimester])) if offering[-1] else 0
                for at in self.random.choices(range(len(offering)), cum_weights=offering, k=count):
                    places[at][subject, trimester] += 1

    def _offering(self, subject: str) -> list[float]:
        """The weight of each school that teaches a subject and offers it; 0 for the others."""
        taught = 0.55 + 0.03 * min(SUBJECTS[subject], 10)
        return [
            weight if _teaches(forms, subject) and self.draw.happens(taught) else 0.0
            for weight, forms in zip(self.weights, self.forms, strict=True)
        ]

    def _school(self, at: int, places: Counter[tuple[str, int]]) -> School:
        site, forms = self.sites[at], self.forms[at]
        return School(
            key=site.key,
            points=site.points,
            net=site.net or self.draw.among(NETS),
            education_forms=frozenset(forms),
            finalities=frozenset(name for form in forms for name in FINALITIES[form]),
            graden=frozenset(self.graden[at]),
            province=site.province,
            takes_nobody=self.shut[at],
            is_confirmed=not self.draw.happens(0.12),
            blocked=self._blocked(),
            total=self._total(places, silent=self.silent[at]),
            offers=self._offers(at, places),
        )

    def _offers(self, at: int, places: Counter[tuple[str, int]]) -> tuple[Offer, ...]:
        """Offer lines; what is there in each trimester is one line for the whole year."""
        found = []
        for subject in sorted({subject for subject, _trimester in places}):
            own = {one: places[subject, one] for one in self.trimesters}
            always = min(own.values())
            lines = [(None, always), *((one, count - always) for one, count in own.items())]
            found += [
                self._offer(at, subject, trimester, count) for trimester, count in lines if count
            ]
        return tuple(found)

    def _offer(self, at: int, subject: str, trimester: int | None, places: int) -> Offer:
        graden = self.graden[at]
        graad = self.random.choice(graden) if self.draw.happens(0.15) else None
        kinds = frozenset(self.draw.among(OFFER_KINDS))
        return Offer(subject, places, trimester, graad, kinds)

    def _blocked(self) -> tuple[BlockedDays, ...]:
        if not self.draw.happens(0.12):
            return ()
        return tuple(BlockedDays(first, last) for first, last in self.random.sample(EXAMS, 1))

    def _total(self, places: Counter[tuple[str, int]], *, silent: bool) -> int | None:
        """Trainees at the same time: two subjects of one trainee take one place of the total."""
        if silent:
            return self.random.choice((None, 1, 2, 3))
        if self.draw.happens(0.1):
            return None
        busiest = max(
            sum(count for (_subject, when), count in places.items() if when == trimester)
            for trimester in self.trimesters
        )
        return max(1, round(busiest / self.subjects_each * self.random.uniform(0.9, 1.35)))


def _teaches(forms: tuple[str, ...], subject: str) -> bool:
    if subject in TECHNICAL_SUBJECTS:
        return forms not in {("aso",), ("kso",)} or subject == "economie"
    if subject in GENERAL_SUBJECTS:
        return "aso" in forms
    if subject == "project-algemene-vakken":
        return "bso" in forms
    return forms != ("bso",) or SUBJECTS[subject] >= 4


def _living_around(point: Place, living: Mapping[Place, int]) -> float:
    return sum(count * exp(-kilometres(point, home) / REACH_KM) for home, count in living.items())
