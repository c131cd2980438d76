"""Which school fits which request, and why another does not.

One set of rules for matching, shortlist and explanation:

- a school that takes nobody, or nobody in these days, or that is ruled out by name, never fits;
- it must have the classes of each line, and offer each subject to its graad and kinds in the
  trimester; a school without any offer promised nothing, and takes only who names it;
- the wishes (onderwijsnet, onderwijsvorm, distance) rule out what a request does not name: to
  name a school is to want it all the same. What is not known of a school is no reason;
- a request that waits for a school fits nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine.distance import Distances
from matching.engine.instance import OTHER_RANK, Line, Request, School

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
UNKNOWN_DISTANCE = -1


class Why(IntEnum):
    """Why a school does not fit; the first that applies counts."""

    TAKES_NOBODY = 1
    BLOCKED = 2
    NOT_AT = 3
    NOT_NAMED = 4
    NET = 5
    EDUCATION_FORM = 6
    TOO_FAR = 7
    GRAAD = 8
    NO_OFFER = 9


WISHES = frozenset({Why.NOT_NAMED, Why.NET, Why.EDUCATION_FORM, Why.TOO_FAR})
"""What the one who asks can change."""


@dataclass(frozen=True)
class Fit:
    """Where one request, or some of its subjects, can go.

    Arguments:
        schools: places in `Supply.schools`, in that order.
        ranks: place in the preferences, `OTHER_RANK` for a school that is not named.
        hectometres: distance of each; `UNKNOWN_DISTANCE` when it is not known.
    """

    schools: Ints
    ranks: Ints
    hectometres: Ints


class Supply:
    """The schools of an instance, in arrays, with what does not depend on a request."""

    def __init__(self, schools: Sequence[School]) -> None:
        self.schools = tuple(schools)
        self.index = {school.key: place for place, school in enumerate(self.schools)}
        self.distances = Distances([school.points for school in self.schools])
        self.takes_nobody = np.array([s.takes_nobody or s.total == 0 for s in schools], bool)
        self.has_offer = np.array([bool(s.offers) for s in schools], bool)
        self._nets = np.array([s.net for s in schools], dtype=str)
        self._classes: dict[tuple[int | None, str, str], Bools] = {}
        self._forms: dict[frozenset[str], Bools] = {}
        self._served: dict[tuple[int, str, int | None, str], Bools] = {}
        self._of_nets: dict[frozenset[str], Bools] = {}
        self._in_days: dict[tuple[int, int], Bools] = {}

    @property
    def count(self) -> int:
        """How many schools there are."""
        return len(self.schools)

    def none(self) -> Bools:
        """No school."""
        return np.zeros(self.count, bool)

    def named(self, keys: Iterable[int]) -> Bools:
        """The schools with these keys."""
        found = self.none()
        for key in keys:
            if key in self.index:
                found[self.index[key]] = True
        return found

    def of_nets(self, nets: frozenset[str]) -> Bools:
        """The schools of these onderwijsnetten."""
        if nets not in self._of_nets:
            self._of_nets[nets] = np.isin(self._nets, sorted(nets))
        return self._of_nets[nets]

    def with_forms(self, forms: frozenset[str]) -> Bools:
        """The schools that have one of these onderwijsvormen, or of which none is known."""
        if forms not in self._forms:
            self._forms[forms] = np.array(
                [not s.education_forms or bool(s.education_forms & forms) for s in self.schools],
                bool,
            )
        return self._forms[forms]

    def with_classes(self, line: Line) -> Bools:
        """The schools that have the graad, onderwijsvorm and finaliteit of a line."""
        key = (line.graad, line.education_form, line.finality)
        if key not in self._classes:
            self._classes[key] = np.array([_has_classes(s, line) for s in self.schools], bool)
        return self._classes[key]

    def serving(self, line: Line, trimester: int) -> Bools:
        """The schools that offer a line's subject to its graad and kind in a trimester."""
        key = (trimester, line.subject, line.graad, line.kind)
        if key not in self._served:
            found = self.none()
            for place, graad, kinds, of_trimester in self._offers.get(line.subject, ()):
                found[place] |= (
                    of_trimester in (None, trimester)
                    and (graad is None or line.graad is None or graad == line.graad)
                    and (not kinds or line.kind in kinds)
                )
            self._served[key] = found
        return self._served[key]

    @cached_property
    def _offers(self) -> dict[str, list[tuple[int, int | None, frozenset[str], int | None]]]:
        found: dict[str, list[tuple[int, int | None, frozenset[str], int | None]]] = {}
        for place, school in enumerate(self.schools):
            for offer in school.offers:
                if offer.places > 0:
                    row = (place, offer.graad, offer.kinds, offer.trimester)
                    found.setdefault(offer.subject, []).append(row)
        return found

    @cached_property
    def blocked(self) -> list[tuple[int, int, int]]:
        """(place of the school, first day, last day) of all days on which nobody is taken."""
        return [
            (place, days.first.toordinal(), days.last.toordinal())
            for place, school in enumerate(self.schools)
            for days in school.blocked
        ]

    def blocked_between(self, first: int, last: int) -> Bools:
        """The schools that take nobody on some day of a period, by ordinals."""
        if (first, last) not in self._in_days:
            found = self.none()
            if self.blocked:
                rows = self._blocked_rows
                hit = (rows[:, 1] <= last) & (rows[:, 2] >= first)
                found[rows[hit, 0]] = True
            self._in_days[first, last] = found
        return self._in_days[first, last]

    @cached_property
    def _blocked_rows(self) -> Ints:
        return np.array(self.blocked, np.int64)


def _has_classes(school: School, line: Line) -> bool:
    return (
        (line.graad is None or not school.graden or line.graad in school.graden)
        and (not line.education_form or not school.education_forms
             or line.education_form in school.education_forms)
        and (not line.finality or not school.finalities or line.finality in school.finalities)
    )  # fmt: skip


def lines_about(request: Request, subjects: Sequence[str]) -> list[Line]:
    """The lines that go along with some of a request's subjects.

    Cross-class lines go with the first subject, as they do when a request is split.
    """
    with_rest = tuple(subjects[:1]) == request.subjects[:1]
    return [
        line
        for line in request.lines
        if line.subject in subjects or (not line.subject and with_rest)
    ]


def reasons(
    supply: Supply, request: Request, subjects: Sequence[str] | None = None
) -> list[tuple[Why, Bools]]:
    """For each reason, in order, the schools that it rules out; a school may fall under several.

    Arguments:
        subjects: only these of the request's subjects; all when left out.
    """
    asked = request.subjects if subjects is None else tuple(subjects)
    lines = lines_about(request, asked)
    named = supply.named([*request.preferences, *_waited_for(request)])
    first, last = request.first_day.toordinal(), request.last_day.toordinal()
    silent = ~supply.has_offer
    no_classes, no_offer = supply.none(), supply.none()
    for line in lines:
        no_classes |= ~supply.with_classes(line)
        if line.subject:
            no_offer |= ~supply.serving(line, request.trimester)
    return [
        (Why.TAKES_NOBODY, supply.takes_nobody),
        (Why.BLOCKED, supply.blocked_between(first, last)),
        (Why.NOT_AT, supply.named(request.not_at)),
        (Why.NOT_NAMED, _not_named(supply, request, named)),
        *((why, out & ~named) for why, out in _outside_wishes(supply, request)),
        (Why.GRAAD, no_classes),
        (Why.NO_OFFER, (no_offer & supply.has_offer) | (silent & ~named)),
    ]


def _waited_for(request: Request) -> tuple[int, ...]:
    return () if request.waits_for is None else (request.waits_for,)


def _not_named(supply: Supply, request: Request, named: Bools) -> Bools:
    if request.waits_for is not None:
        return ~supply.named(_waited_for(request))
    return supply.none() if request.other_schools else ~named


def _outside_wishes(supply: Supply, request: Request) -> list[tuple[Why, Bools]]:
    found: list[tuple[Why, Bools]] = []
    if request.nets:
        found.append((Why.NET, ~supply.of_nets(request.nets)))
    if request.education_forms:
        found.append((Why.EDUCATION_FORM, ~supply.with_forms(request.education_forms)))
    if request.max_distance_km is not None:
        found.append((Why.TOO_FAR, distances(supply, request) > 10 * request.max_distance_km))
    return found


def distances(supply: Supply, request: Request) -> Ints:
    """Hectometres to each school from the trainee who has farthest to go; unknown is negative."""
    return supply.distances.farthest_of(request.homes)


def fit(supply: Supply, request: Request, subjects: Sequence[str] | None = None) -> Fit:
    """The schools that fit a request, or some of its subjects."""
    out = supply.none()
    for _why, ruled_out in reasons(supply, request, subjects):
        out |= ruled_out
    schools = np.flatnonzero(~out)
    ranks = np.full(len(schools), OTHER_RANK, np.int64)
    named = [*((1, key) for key in _waited_for(request)), *enumerate(request.preferences, start=1)]
    for rank, key in reversed(named):  # a school that is named twice has its better rank
        ranks[schools == supply.index.get(key, -1)] = rank
    return Fit(schools, ranks, distances(supply, request)[schools])


def excluded(
    supply: Supply, request: Request, subjects: Sequence[str] | None = None
) -> dict[Why, int]:
    """How many schools fall out, each counted under its first reason."""
    left = ~supply.none()
    found: dict[Why, int] = {}
    for why, out in reasons(supply, request, subjects):
        count = int(np.count_nonzero(left & out))
        if count:
            found[why] = count
        left &= ~out
    return found


def why_out(supply: Supply, request: Request, school: int) -> Why | None:
    """The first reason why a school (its key) does not fit a request; None when it does."""
    place = supply.index[school]
    for why, out in reasons(supply, request):
        if out[place]:
            return why
    return None
