"""The shortlist: for one request, the schools that fit, best first, and who falls out.

The rules are those of the matching (`fitting.py`), but it looks wider, as a person chooses: who
offers a part of what is asked, who is full and who never said anything stay in the list, lower.

The order: who confirmed its data before who did not; who meets all wishes, offers all subjects
and has places for everybody; then what a place there costs everybody together, compared as
matching compares (trainees who lose their place, then preference, then distance: the request's
own and what the others lose by it); then by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.distance import UNKNOWN
from matching.engine.fitting import Bools, Supply, Why, distances, lines_about, reasons
from matching.engine.instance import OTHER_RANK, Request, School
from matching.engine.outcome import Price

FAR = 3_000
"""Hectometres for a distance that is not known: farther than any school."""

CANNOT = (Why.TAKES_NOBODY, Why.BLOCKED, Why.NOT_AT)
WISHES = (Why.NET, Why.EDUCATION_FORM, Why.TOO_FAR)


@dataclass(frozen=True)
class Excluded:
    """How many schools fall out for a reason."""

    why: Why
    count: int


@dataclass(frozen=True)
class SubjectAt:
    """One subject at one school: whether it is offered, and how many places are left."""

    subject: str
    is_offered: bool
    offered: int
    taken: int
    free: int


@dataclass(frozen=True, order=True)
class Cost:
    """What the others lose when the request takes a place at a school, all together.

    Arguments:
        displaced: trainees who lose their place.
        rank: places that others go down in their preferences.
        hectometres: that others have to go farther.
    """

    displaced: int = 0
    rank: int = 0
    hectometres: int = 0


@dataclass(frozen=True)
class Ranked:
    """A school of the list, and what its place in it rests on.

    Arguments:
        rank: place in the preferences, `OTHER_RANK` for a school that is not named.
        hectometres: from the trainee who has farthest to go; None when unknown.
        outside: the wishes that it does not meet, when those do not exclude.
        free_in_all: what is left of its total; None without one.
        cost: for the others; None while nothing is known of it.
    """

    school: School
    size: int
    rank: int
    hectometres: int | None
    subjects: tuple[SubjectAt, ...] = ()
    outside: tuple[Why, ...] = ()
    free_in_all: int | None = None
    cost: Cost | None = None

    @property
    def missing(self) -> int:
        """How many of the subjects it does not offer (to these graden and kinds)."""
        return sum(not subject.is_offered for subject in self.subjects)

    @property
    def short(self) -> int:
        """In how many of the subjects that it offers it has too few places left."""
        return sum(s.is_offered and s.free < self.size for s in self.subjects)

    @property
    def is_full(self) -> bool:
        """Whether its total at the same time leaves no room."""
        return self.free_in_all is not None and self.free_in_all < self.size

    @property
    def fits(self) -> bool:
        """Whether it offers all that is asked, with places for everybody."""
        return not (self.missing or self.short or self.is_full or self.outside)

    @property
    def free(self) -> int | None:
        """Places left for all that is asked together; None when nothing limits them."""
        left = [subject.free for subject in self.subjects]
        if self.free_in_all is not None:
            left.append(max(self.free_in_all, 0))
        return min(left, default=None)

    @property
    def order(self) -> tuple[int, ...]:
        """Compared first to last; less is better."""
        cost = self.cost or Cost()
        distance = FAR if self.hectometres is None else self.hectometres
        return (
            len(self.outside),
            self.missing,
            self.short + self.is_full,
            cost.displaced,
            cost.rank + self.rank * self.size,
            cost.hectometres + distance * self.size,
            self.school.key,
        )


@dataclass(frozen=True)
class Shortlist:
    """The schools in order, those that never confirmed after the others, and who fell out."""

    confirmed: tuple[Ranked, ...]
    unconfirmed: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]

    @property
    def rows(self) -> tuple[Ranked, ...]:
        """All schools of the list, best first."""
        return (*self.confirmed, *self.unconfirmed)


@dataclass(frozen=True)
class _Facts:
    """What holds for all schools at once, in arrays."""

    distance: list[int]
    outside: dict[Why, Bools]
    serves: dict[str, Bools]
    ranks: dict[int, int]
    prices: Mapping[tuple[int, str, int], Price] | None
    promised: Mapping[int, int] | None


def shortlist(
    request: Request,
    schools: Iterable[School],
    *,
    prices: Iterable[Price] | None = None,
    promised: Mapping[int, int] | None = None,
    wishes_exclude: bool = True,
) -> Shortlist:
    """Rank the schools for one request, whatever the order in which they come.

    Arguments:
        prices: what a place costs the others, of the last run; None when there was none.
        promised: once that run was made known, so that whom it placed counts as taken: how many
            trainees of others are suggested a place at a school (by key) that they do not hold.
            What is free beyond that costs nobody anything. None before.
        wishes_exclude: leave out who does not meet a wish; else such schools come last.
    """
    supply = Supply(sorted(schools, key=lambda school: school.key))
    # Who looks through the list looks beyond the named schools and the one it waits for.
    wanted = replace(request, other_schools=True, waits_for=None)
    why = dict(reasons(supply, wanted)) if supply.count else {}
    facts = _facts(supply, wanted, why, prices, promised)
    out = {reason: why[reason] for reason in CANNOT if why}
    if wishes_exclude:
        out |= facts.outside
    out |= _offers_nothing(supply, wanted, facts)
    kept, excluded = _sieve(supply, out)
    rows = sorted((_ranked(supply, wanted, facts, place) for place in kept), key=_order)
    return Shortlist(
        confirmed=tuple(row for row in rows if row.school.is_confirmed),
        unconfirmed=tuple(row for row in rows if not row.school.is_confirmed),
        excluded=excluded,
    )


def _order(row: Ranked) -> tuple[int, ...]:
    return row.order


def _facts(
    supply: Supply,
    request: Request,
    why: Mapping[Why, Bools],
    prices: Iterable[Price] | None,
    promised: Mapping[int, int] | None,
) -> _Facts:
    serves: dict[str, Bools] = {}
    for subject in request.subjects:
        served = ~supply.none()
        for line in request.lines:
            if line.subject == subject:
                served &= supply.serving(line, request.trimester)
        serves[subject] = served
    known = None
    if prices is not None:
        known = {(price.school, price.subject, price.trimester): price for price in prices}
    return _Facts(
        distance=distances(supply, request).tolist(),
        outside={reason: why[reason] for reason in WISHES if reason in why},
        serves=serves,
        ranks={key: rank for rank, key in reversed(list(enumerate(request.preferences, 1)))},
        prices=known,
        promised=promised,
    )


def _offers_nothing(supply: Supply, request: Request, facts: _Facts) -> dict[Why, Bools]:
    """Who has the classes of none of the lines, and who offers none of the subjects."""
    if not supply.count or not request.lines:
        return {}
    classes = supply.none()
    for line in lines_about(request, request.subjects):
        classes |= supply.with_classes(line)
    found = {Why.GRAAD: ~classes}
    if facts.serves:
        serves_one = np.logical_or.reduce(list(facts.serves.values()))
        found[Why.NO_OFFER] = supply.has_offer & ~serves_one
    return found


def _sieve(supply: Supply, out: Mapping[Why, Bools]) -> tuple[list[int], tuple[Excluded, ...]]:
    """Who is left, and how many fell out under their first reason."""
    left, excluded = ~supply.none(), []
    for why in sorted(out):
        if count := int(np.count_nonzero(left & out[why])):
            excluded.append(Excluded(why, count))
        left &= ~out[why]
    return np.flatnonzero(left).tolist(), tuple(excluded)


def _ranked(supply: Supply, request: Request, facts: _Facts, place: int) -> Ranked:
    school = supply.schools[place]
    distance = facts.distance[place]
    free_in_all = _free_in_all(school, request.trimester)
    ranked = Ranked(
        school=school,
        size=request.size,
        rank=facts.ranks.get(school.key, OTHER_RANK),
        hectometres=None if distance == UNKNOWN else distance,
        subjects=tuple(
            _subject_at(school, subject, request.trimester, bool(served[place]), free_in_all)
            for subject, served in facts.serves.items()
        ),
        outside=tuple(why for why, out in facts.outside.items() if out[place]),
        free_in_all=free_in_all,
    )
    return ranked if facts.prices is None else replace(ranked, cost=_cost(request, ranked, facts))


def _free_in_all(school: School, trimester: int) -> int | None:
    if school.total is None:
        return None
    return school.total - dict(school.taken_in_all).get(trimester, 0)


def _subject_at(
    school: School, subject: str, trimester: int, is_offered: bool, free_in_all: int | None
) -> SubjectAt:
    """Places are counted over all graden and kinds, as everywhere."""
    offered = sum(
        offer.places
        for offer in school.offers
        if offer.subject == subject and offer.trimester in (None, trimester)
    )
    taken = sum(n for of, when, n in school.taken if of == subject and when == trimester)
    left = offered - taken
    if free_in_all is not None:
        left = min(left, free_in_all)
    return SubjectAt(subject, is_offered, offered, taken, max(left, 0) if is_offered else 0)


def _cost(request: Request, row: Ranked, facts: _Facts) -> Cost:
    """What the others lose by it: what was promised to them, or else the prices of the places."""
    free, size = row.free, request.size
    if facts.promised is None or (free is not None and free < size):
        return _price(request, row.school.key, facts.prices or {})
    if free is None:
        return Cost()
    return Cost(displaced=min(size, max(0, facts.promised.get(row.school.key, 0) + size - free)))


def _price(request: Request, school: int, prices: Mapping[tuple[int, str, int], Price]) -> Cost:
    """The prices of the places that it takes, for all its trainees.

    The price of a subject that is full counts the total in; where no subject is full, the total is
    what may be.
    """
    cells = [(school, subject, request.trimester) for subject in request.subjects]
    found = [prices[cell] for cell in cells if cell in prices]
    total = prices.get((school, "", request.trimester))
    if not found and total is not None:
        found = [total]
    return Cost(
        displaced=request.size * sum(price.displaced for price in found),
        rank=request.size * sum(price.rank for price in found),
        hectometres=request.size * sum(price.hectometres for price in found),
    )
