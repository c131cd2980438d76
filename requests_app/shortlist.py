"""The shortlist: for one request, the schools that fit, best first, each with its reasons.

Pure: plain data in, plain data out; the same input gives the same output. The ranking is plain
and says what it does: schools that offer all that is asked come first, then those with enough
free places, then the nearest; then by name and number. A school that never confirmed its data
comes after all that did. Who cannot be asked, or falls outside a wish, is counted under the first
reason that applies, in the order of `Why`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


@dataclass(frozen=True)
class Line:
    """A line as asked. `subject` is None for a cross-class activity; empty texts mean: any."""

    subject: int | None
    kind: str
    graad: int | None = None
    education_form: str = ""
    finality: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a request asks of a school; empty wishes mean: any.

    `size` is the number of trainees, who take as many places of each subject.
    """

    lines: tuple[Line, ...]
    size: int = 1
    max_distance_km: int | None = None
    nets: frozenset[str] = frozenset()
    education_forms: frozenset[str] = frozenset()

    @property
    def subjects(self) -> tuple[int, ...]:
        """The subjects that are asked, each once, in order of their first line."""
        return tuple(dict.fromkeys(line.subject for line in self.lines if line.subject is not None))


@dataclass(frozen=True)
class Offered:
    """A row of a school's offer in the trimester; no graad or kinds means: any."""

    subject: int
    places: int
    graad: int | None = None
    kinds: frozenset[str] = frozenset()

    def serves(self, line: Line) -> bool:
        """Whether this row is for such a line."""
        return (
            self.subject == line.subject
            and self.places > 0
            and (self.graad is None or line.graad is None or self.graad == line.graad)
            and (not self.kinds or line.kind in self.kinds)
        )


@dataclass(frozen=True)
class Candidate:
    """A school, as far as it matters here.

    `free` maps a subject to its places left, within the total; `free_in_all` is what is left of
    the total, None without one. `has_offer` says whether it offers anything at all in the year.
    """

    pk: int
    name: str
    number: int
    net: str = ""
    education_forms: frozenset[str] = frozenset()
    finalities: frozenset[str] = frozenset()
    graden: frozenset[int] = frozenset()
    distance_km: float | None = None
    takes_nobody: bool = False
    is_blocked: bool = False
    has_refused: bool = False
    is_confirmed: bool = False
    has_offer: bool = False
    offers: tuple[Offered, ...] = ()
    free: Mapping[int, int] = field(default_factory=dict)
    free_in_all: int | None = None


class Why(IntEnum):
    """Why a school is not in the list; the first that applies counts."""

    TAKES_NOBODY = 1
    BLOCKED = 2
    REFUSED = 3
    NET = 4
    EDUCATION_FORM = 5
    TOO_FAR = 6
    GRAAD = 7
    NO_OFFER = 8


WISHES = frozenset({Why.NET, Why.EDUCATION_FORM, Why.TOO_FAR})


@dataclass(frozen=True)
class Excluded:
    """How many schools fall out for a reason; `subject` for `NO_OFFER` alone."""

    why: Why
    count: int
    subject: int | None = None


@dataclass(frozen=True)
class SubjectAt:
    """One subject at one school: whether it is offered, and how many places are left."""

    subject: int
    is_offered: bool
    free: int


@dataclass(frozen=True)
class Ranked:
    """A school of the list, and what its place in it rests on.

    `outside` holds the wishes that it does not meet, when those do not exclude.
    """

    school: Candidate
    subjects: tuple[SubjectAt, ...]
    size: int
    outside: tuple[Why, ...] = ()

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
        return self.school.free_in_all is not None and self.school.free_in_all < self.size

    @property
    def fits(self) -> bool:
        """Whether it offers all that is asked, with places for everybody."""
        return not (self.missing or self.short or self.is_full or self.outside)


@dataclass(frozen=True)
class Shortlist:
    """The schools in order, those that never confirmed after the others, and who fell out."""

    confirmed: tuple[Ranked, ...]
    unconfirmed: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


def shortlist(
    wanted: Wanted, candidates: Iterable[Candidate], *, wishes_exclude: bool = True
) -> Shortlist:
    """Rank the schools for one request.

    Arguments:
        wishes_exclude: leave out who does not meet a wish; else such schools come last.
    """
    kept: list[Ranked] = []
    counts: dict[tuple[Why, int | None], int] = {}
    for school in candidates:
        ranked = _ranked(wanted, school)
        if why := _why_out(wanted, school, ranked, wishes_exclude):
            counts[why] = counts.get(why, 0) + 1
        else:
            kept.append(ranked)
    kept.sort(key=_order)
    return Shortlist(
        confirmed=tuple(row for row in kept if row.school.is_confirmed),
        unconfirmed=tuple(row for row in kept if not row.school.is_confirmed),
        excluded=tuple(
            Excluded(why, count, subject)
            for (why, subject), count in sorted(counts.items(), key=lambda item: _key(item[0]))
        ),
    )


def _key(why: tuple[Why, int | None]) -> tuple[int, int]:
    return why[0], why[1] or 0


def _order(row: Ranked) -> tuple[int, int, int, bool, float, str, int]:
    distance = row.school.distance_km
    return (
        len(row.outside),
        row.missing,
        row.short + row.is_full,
        distance is None,
        distance or 0.0,
        row.school.name,
        row.school.number,
    )


def _ranked(wanted: Wanted, school: Candidate) -> Ranked:
    subjects = tuple(_subject_at(wanted, school, subject) for subject in wanted.subjects)
    return Ranked(school, subjects, wanted.size, tuple(_unmet(wanted, school)))


def _subject_at(wanted: Wanted, school: Candidate, subject: int) -> SubjectAt:
    lines = [line for line in wanted.lines if line.subject == subject]
    offered = all(any(row.serves(line) for row in school.offers) for line in lines)
    return SubjectAt(subject, offered, school.free.get(subject, 0) if offered else 0)


def _unmet(wanted: Wanted, school: Candidate) -> Iterable[Why]:
    """The wishes that a school does not meet; what is not known of a school does not count."""
    if wanted.nets and school.net not in wanted.nets:
        yield Why.NET
    forms = school.education_forms
    if wanted.education_forms and forms and not (forms & wanted.education_forms):
        yield Why.EDUCATION_FORM
    limit = wanted.max_distance_km
    if limit is not None and school.distance_km is not None and school.distance_km > limit:
        yield Why.TOO_FAR


def _why_out(
    wanted: Wanted, school: Candidate, ranked: Ranked, wishes_exclude: bool
) -> tuple[Why, int | None] | None:
    facts = {
        Why.TAKES_NOBODY: school.takes_nobody,
        Why.BLOCKED: school.is_blocked,
        Why.REFUSED: school.has_refused,
    }
    out = [why for why, applies in facts.items() if applies]
    if wishes_exclude:
        out += ranked.outside
    if not _has_such_classes(wanted, school):
        out.append(Why.GRAAD)
    if out:
        return min(out), None
    if school.has_offer and ranked.subjects and ranked.missing == len(ranked.subjects):
        return Why.NO_OFFER, ranked.subjects[0].subject
    return None


def _has_such_classes(wanted: Wanted, school: Candidate) -> bool:
    """Whether the school has the graad, onderwijsvorm and finaliteit of at least one line."""
    return (
        any(
            (line.graad is None or not school.graden or line.graad in school.graden)
            and _has(school.education_forms, line.education_form)
            and _has(school.finalities, line.finality)
            for line in wanted.lines
        )
        or not wanted.lines
    )


def _has(known: frozenset[str], asked: str) -> bool:
    return not asked or not known or asked in known
