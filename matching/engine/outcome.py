"""What a matching gives: who goes where, how good that is, and why.

Everything here can be written to JSON and stored with a run. Trainees are counted in sixtieths
where a request may be split (`UNIT` for one trainee), so that everything stays an exact integer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

UNIT = 60
"""One trainee: divisible by 1 to 6 subjects."""


@dataclass(frozen=True, order=True)
class Assignment:
    """A request, or the part of it in some of its subjects, at a school.

    Arguments:
        subjects: those that go there: all of the request's, or one when it is split.
        rank: place in the preferences, `OTHER_RANK` for a school that it did not name.
        hectometres: from the trainee who has farthest to go; None when unknown.
        is_fixed: it was fixed beforehand and took no part in the search.
    """

    request: str
    school: int
    subjects: tuple[str, ...]
    rank: int
    hectometres: int | None
    is_fixed: bool = False


@dataclass(frozen=True, order=True)
class Score:
    """How good an outcome is, compared in this order; less is better throughout.

    Arguments:
        unplaced: sixtieths of trainees without a place.
        hardship_unplaced: the same of those with a hardship: they come first, never at the
            cost of fewer trainees placed.
        split: trainees whose subjects go to different schools.
        rank: sum of rank over placed trainees.
        hectometres: sum of distance over placed trainees; unknown counts as `FAR`.
        load: sum of how full schools become (tenths, convex).
        spread: sum of squares of distance, so that nobody is far worse off than the rest.
    """

    unplaced: int = 0
    hardship_unplaced: int = 0
    split: int = 0
    rank: int = 0
    hectometres: int = 0
    load: int = 0
    spread: int = 0


@dataclass(frozen=True, order=True)
class Cell:
    """Places for a subject at a school in a trimester; no subject: the total of the school."""

    school: int
    subject: str
    trimester: int


@dataclass(frozen=True)
class Higher:
    """A school that stood higher for a placed request, and what filled it.

    `full` is the subject whose places are taken, or empty when the total at the same time is.
    """

    school: int
    rank: int
    hectometres: int | None
    full: str


@dataclass(frozen=True)
class WhyHere:
    """Why an assignment: which schools stood higher, and how many places are left here."""

    request: str
    school: int
    higher: tuple[Higher, ...]
    higher_in_all: int
    """How many stood higher; `higher` holds the first few."""
    left: int
    """Places left here after everybody is placed, in the scarcest of its subjects."""


@dataclass(frozen=True)
class Help:
    """One change that would place a request.

    Arguments:
        kind: "place" (one more place at any of these schools), "distance" (km more),
            "net", "education_form" (drop that wish), "other_schools" (look beyond the named
            ones), "split" (its subjects at different schools), "waiting" (stop waiting).
        subject: for "place": the subject; empty when the school's total is what is full.
        schools: keys; for "place" at most five, nearest first; for the others those that open up.
        kilometres: for "distance": the new limit.
    """

    kind: str
    subject: str = ""
    schools: tuple[int, ...] = ()
    kilometres: int | None = None


@dataclass(frozen=True)
class WhyNot:
    """Why a request, or a part of it, has no place.

    Arguments:
        kind: "no_school" (nothing fits its wishes) or "full" (all that fit are full).
        excluded: how many schools fall out, by reason (`fitting.Why` by name).
        blocking: the places that are short. When `is_cut`, they are a saturated cut: all are
            full, and whoever could be moved out of one of them can only go to another.
        blocked_with: some of the other requests in that cut.
        helps: what would place it.
    """

    request: str
    subjects: tuple[str, ...]
    kind: str
    excluded: tuple[tuple[str, int], ...] = ()
    blocking: tuple[Cell, ...] = ()
    is_cut: bool = False
    blocked_with: tuple[str, ...] = ()
    helps: tuple[Help, ...] = ()


@dataclass(frozen=True)
class Call:
    """A school to telephone: one more place there would help so many trainees without one."""

    school: int
    subject: str
    trimester: int
    trainees: int


@dataclass(frozen=True, order=True)
class Price:
    """What one more trainee in a cell costs the others, compared in the order of `Score`.

    `displaced`: trainees who would lose their place; `rank` and `hectometres`: by how much the
    others end up lower in their preferences and farther from home, all together.
    """

    school: int
    subject: str
    trimester: int
    displaced: int
    rank: int
    hectometres: int


@dataclass(frozen=True)
class PartOutcome:
    """The answer for one part: requests and schools that touch no other part."""

    assignments: tuple[Assignment, ...]
    unplaced: tuple[tuple[str, tuple[str, ...]], ...]
    """(request, subjects) without a place."""
    bound: int
    """No answer leaves fewer sixtieths of trainees unplaced: `unplaced >= bound`, proven."""
    is_optimal: bool
    """Proven best on every level, not only in trainees placed."""
    stopped_by_time: bool
    bound_certificate: tuple[tuple[Cell, int], ...] = ()
    """Prices that prove the bound: see `certificates.check_bound`."""
    prices: tuple[Price, ...] = ()
    why_here: tuple[WhyHere, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class Outcome(PartOutcome):
    """The answer for a whole instance: its parts joined."""

    score: Score = field(default_factory=Score)
    wanted: int = 0
    """Trainees that look for a place."""
    engine: str = ""
    """Version of the engine."""


@dataclass(frozen=True)
class Progress:
    """How far a search is.

    Arguments:
        phase: "reading", "relaxing", "rounding", "searching", "explaining", "done".
        placed: trainees placed so far, in this part.
        bound: trainees that could be placed at the most.
        wanted: trainees in this part.
    """

    phase: str
    placed: int
    bound: int
    wanted: int
