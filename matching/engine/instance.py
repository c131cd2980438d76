"""What is matched: requests and schools as plain data, as they stand in an instance file.

An instance holds what was asked and offered, not yet which school fits which request: that
follows from it (`fitting.py`), so that a file stays small and tells the whole story. It names
no person: a request is known by its reference, a school by its instellingsnummer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS84)."""

TRIMESTERS = (1, 2, 3)
MOST_PREFERENCES = 5
OTHER_RANK = MOST_PREFERENCES + 1
"""The rank of a school that a request did not name."""


@dataclass(frozen=True)
class Offer:
    """Places for a subject; an empty graad, trimester or set of kinds means: any, each, every."""

    subject: str
    places: int
    trimester: int | None = None
    graad: int | None = None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BlockedDays:
    """Days on which a school takes nobody, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True)
class School:
    """A stageplaats, as far as matching goes; empty sets mean: not known, so no reason to refuse.

    Arguments:
        key: its instellingsnummer.
        points: where its campuses are; none when unknown.
        total: trainees at the same time in a trimester; None when the school gave none.
        offers: what it offers. A school without any made no promise per subject: only those who
            name it come there, within its total.
        taken: places taken by (subject, trimester): accepted placements and open proposals.
        taken_in_all: the same of the total, by trimester.
    """

    key: int
    points: tuple[Point, ...] = ()
    net: str = ""
    education_forms: frozenset[str] = frozenset()
    finalities: frozenset[str] = frozenset()
    graden: frozenset[int] = frozenset()
    province: str = ""
    takes_nobody: bool = False
    is_confirmed: bool = True
    blocked: tuple[BlockedDays, ...] = ()
    total: int | None = None
    offers: tuple[Offer, ...] = ()
    taken: tuple[tuple[str, int, int], ...] = ()
    taken_in_all: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Line:
    """A line as asked; `subject` is empty for a cross-class activity, empty texts mean: any."""

    subject: str
    kind: str
    graad: int | None = None
    education_form: str = ""
    finality: str = ""


@dataclass(frozen=True)
class Request:
    """A stageaanvraag that looks for a school.

    Arguments:
        key: its reference.
        institution: a name for whose it is, for figures; it decides nothing.
        size: the number of trainees, who are never split.
        homes: where each trainee leaves from; None where that is not known.
        preferences: keys of the schools it names, first choice first.
        other_schools: also looks beyond the schools that it names.
        may_split: its subjects may go to different schools when no school takes all.
        is_hardship: comes first (confirmed by an administrator).
        not_at: keys of the schools that refused it, that its trainees must not go to, or that
            were forbidden by hand.
        fixed_at: the school to which it goes whatever else: named directly, or fixed by hand.
        waits_for: the only school that it wants, as soon as a place comes free there.
        waits_since: the day from which it waits; who waited longest comes first.
    """

    key: str
    trimester: int
    first_day: date
    last_day: date
    lines: tuple[Line, ...]
    institution: str = ""
    size: int = 1
    homes: tuple[Point | None, ...] = ()
    max_distance_km: int | None = None
    nets: frozenset[str] = frozenset()
    education_forms: frozenset[str] = frozenset()
    preferences: tuple[int, ...] = ()
    other_schools: bool = True
    may_split: bool = False
    is_hardship: bool = False
    not_at: frozenset[int] = frozenset()
    fixed_at: int | None = None
    waits_for: int | None = None
    waits_since: date | None = None

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that are asked, each once, in alphabetical order."""
        return tuple(sorted({line.subject for line in self.lines if line.subject}))


@dataclass(frozen=True)
class Instance:
    """All that is matched at once, always in order of key: the order of rows means nothing.

    Raises:
        ValueError: a key stands there twice, a request is fixed at a school that is not there,
            or asks for nobody or for a trimester that does not exist.
    """

    requests: tuple[Request, ...]
    schools: tuple[School, ...]
    notes: dict[str, str] = field(default_factory=dict)
    """Where it came from (year, generator, seed): for people; the engine ignores it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "requests", tuple(sorted(self.requests, key=lambda r: r.key)))
        object.__setattr__(self, "schools", tuple(sorted(self.schools, key=lambda s: s.key)))
        for wrong in self._wrong():
            raise ValueError(wrong)

    def _wrong(self) -> Iterator[str]:
        for one, next_one in pairwise(self.requests):
            if one.key == next_one.key:
                yield f"request {one.key} stands there twice"
        for here, next_here in pairwise(self.schools):
            if here.key == next_here.key:
                yield f"school {here.key} stands there twice"
        schools = {school.key for school in self.schools}
        for row in self.requests:
            if row.fixed_at is not None and row.fixed_at not in schools:
                yield f"request {row.key} is fixed at school {row.fixed_at}, which is not there"
            if row.size < 1 or row.trimester not in TRIMESTERS:
                yield f"request {row.key}: {row.size} trainees in trimester {row.trimester}"


@dataclass(frozen=True)
class Limits:
    """How far the search may go.

    Arguments:
        seconds: of the clock, for each part; what is found by then is the answer.
        effort: how many windows of the search are tried at the most. It ends a search before the
            clock does, so that the same input gives the same answer on any machine.
        seed: of the order in which windows are tried.
    """

    seconds: float = 60.0
    effort: int = 60
    seed: int = 1


DEFAULT_LIMITS = Limits()
