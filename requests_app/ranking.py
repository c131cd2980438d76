"""The shortlist's ranking: which schools fit a request, best first, and why each is there.

Pure: plain data in, plain data out, no database, the same answer for the same input. A plain and
honest order: schools with places for all of it first, then schools that offer it but are full,
then schools that have not said anything yet; inside each the nearest first. Matching replaces it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

FAR_AWAY_KM = 10_000.0


@dataclass(frozen=True)
class WantedSubject:
    """What a request asks in one subject: any of `graden` (empty: any) and these kinds."""

    subject_id: int
    name: str
    graden: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """A request as the ranking sees it.

    `size` counts trainees; `max_km` is in kilometres as the crow flies; empty nets and forms mean
    that all will do.
    """

    subjects: tuple[WantedSubject, ...]
    size: int
    max_km: int | None = None
    nets: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OfferLine:
    """A line of a school's offer in the trimester of the request; None and empty mean any."""

    subject_id: int
    graad: int | None = None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A school as the ranking sees it.

    `free` counts places left by subject id, within the total, in the trimester of the request;
    `total_free` those left of the total (None: no total given). `km` is None where a place is
    unknown. `refusal` says why it cannot be asked at all, as a `WhyNot`.
    """

    school_id: int
    number: int
    name: str
    net: str
    forms: frozenset[str]
    km: float | None
    lines: tuple[OfferLine, ...] = ()
    free: tuple[tuple[int, int], ...] = ()
    total_free: int | None = None
    said_something: bool = True
    refusal: WhyNot | None = None


class WhyNot(IntEnum):
    """Why a school does not fit, in the order in which it is asked."""

    TAKES_NOBODY = 1
    BLOCKED = 2
    REFUSED = 3
    NET = 4
    FORM = 5
    TOO_FAR = 6
    NO_OFFER = 7


class Fit(IntEnum):
    """How well a school fits, best first."""

    HAS_PLACES = 1
    FULL = 2
    UNKNOWN = 3


@dataclass(frozen=True)
class Ranked:
    """A school that fits, how well, and the places left for each subject asked."""

    candidate: Candidate
    fit: Fit
    free: tuple[tuple[WantedSubject, int], ...]


@dataclass(frozen=True)
class Excluded:
    """How many schools a wish leaves out; `what` names the subject of `NO_OFFER`."""

    why: WhyNot
    what: str
    count: int


@dataclass(frozen=True)
class Ranking:
    """The schools that fit, best first, and what left out the others."""

    fitting: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


def rank(wanted: Wanted, candidates: Iterable[Candidate]) -> Ranking:
    """Rank the candidates for a request.

    Ties are broken by distance, name and instellingsnummer, so that the order of the rows that
    come in does not matter.
    """
    fitting: list[Ranked] = []
    left_out: Counter[tuple[WhyNot, str]] = Counter()
    for candidate in candidates:
        reason = why_not(wanted, candidate)
        if reason is None:
            fitting.append(_ranked(wanted, candidate))
        else:
            left_out[reason] += 1
    fitting.sort(key=_order)
    excluded = [Excluded(why, what, count) for (why, what), count in sorted(left_out.items())]
    return Ranking(tuple(fitting), tuple(excluded))


def why_not(wanted: Wanted, candidate: Candidate) -> tuple[WhyNot, str] | None:
    """The first reason that leaves a school out, with the subject it is about; None if it fits."""
    if candidate.refusal is not None:
        return candidate.refusal, ""
    if wanted.nets and candidate.net not in wanted.nets:
        return WhyNot.NET, ""
    if wanted.forms and not wanted.forms & candidate.forms:
        return WhyNot.FORM, ""
    if wanted.max_km is not None and candidate.km is not None and candidate.km > wanted.max_km:
        return WhyNot.TOO_FAR, ""
    if not candidate.said_something:
        return None
    missing = next((s for s in wanted.subjects if not offers(candidate, s)), None)
    return (WhyNot.NO_OFFER, missing.name) if missing else None


def offers(candidate: Candidate, subject: WantedSubject) -> bool:
    """Whether the school offers a subject in every graad asked, for every kind asked."""
    lines = [line for line in candidate.lines if line.subject_id == subject.subject_id]
    graden: frozenset[int | None] = frozenset(subject.graden) or frozenset({None})
    return all(
        any(_covers(line, graad, kind) for line in lines)
        for graad in graden
        for kind in subject.kinds or {""}
    )


def _covers(line: OfferLine, graad: int | None, kind: str) -> bool:
    graad_fits = graad is None or line.graad is None or line.graad == graad
    return graad_fits and (not kind or not line.kinds or kind in line.kinds)


def _ranked(wanted: Wanted, candidate: Candidate) -> Ranked:
    left = dict(candidate.free)
    free = tuple((subject, left.get(subject.subject_id, 0)) for subject in wanted.subjects)
    return Ranked(candidate, _fit(wanted, candidate, free), free)


def _fit(wanted: Wanted, candidate: Candidate, free: tuple[tuple[WantedSubject, int], ...]) -> Fit:
    if not candidate.said_something:
        return Fit.UNKNOWN
    in_all = candidate.total_free is None or candidate.total_free >= wanted.size
    enough = in_all and all(places >= wanted.size for _subject, places in free)
    return Fit.HAS_PLACES if enough else Fit.FULL


def _order(ranked: Ranked) -> tuple[Fit, float, str, int]:
    candidate = ranked.candidate
    km = FAR_AWAY_KM if candidate.km is None else candidate.km
    return ranked.fit, round(km, 1), candidate.name, candidate.number
