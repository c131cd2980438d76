"""An independent judge: what an answer is worth, and every rule that it breaks.

It shares nothing with the engine but the dataclasses of an instance: the rules stand here a second
time, one pair of request and school at a time, so that a mistake of the engine is not repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from matching.engine.instance import OTHER_RANK, Instance, Line, Point, Request, School

SIXTIETHS = 60
EARTH_KM = 6371.0
UNKNOWN_KM = 250.0
ROUNDING_KM = 0.05


@dataclass(frozen=True)
class Answer:
    """A request, or some of its subjects, at a school: what every engine gives."""

    request: str
    school: int
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    Arguments:
        wanted: trainees that look for a place.
        placed: trainees with one; half a trainee where one of two subjects has a place.
        hardship_unplaced: trainees with a hardship without a place.
        split: trainees whose subjects go to different schools.
        named: trainees at a school that they named.
        rank: sum of rank over placed trainees.
        kilometres: sum of distance over placed trainees.
        broken: what is wrong, in words; empty when the answer holds.
    """

    wanted: int
    placed: float
    hardship_unplaced: float
    split: int
    named: int
    rank: float
    kilometres: float
    broken: tuple[str, ...]

    @property
    def unplaced(self) -> float:
        """Trainees without a place."""
        return self.wanted - self.placed


def judge(instance: Instance, answers: Iterable[Answer]) -> Verdict:
    """Weigh an answer, from the instance alone."""
    return _Court(instance).verdict(list(answers))


class _Court:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.requests = {request.key: request for request in instance.requests}
        self.schools = {school.key: school for school in instance.schools}
        self.broken: list[str] = []
        self.used: Counter[tuple[int, str, int]] = Counter()
        self.beyond: set[tuple[int, str, int]] = set()
        """Cells that somebody who is fixed there fills: those may be overfull."""

    def verdict(self, answers: list[Answer]) -> Verdict:
        by_request: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.request not in self.requests or answer.school not in self.schools:
                self.broken.append(f"{answer.request} at {answer.school}: no such pair")
            else:
                by_request.setdefault(answer.request, []).append(answer)
        shares: Counter[str] = Counter()
        for key, own in by_request.items():
            shares[key] = self._weigh(self.requests[key], own)
        self._count_places()
        return self._sum_up(shares, by_request)

    def _weigh(self, request: Request, own: list[Answer]) -> int:
        """The sixtieths of each trainee that are placed; notes what is not allowed."""
        subjects = [subject for answer in own for subject in answer.subjects]
        if len(set(subjects)) != len(subjects) or (len(own) > 1 and not request.subjects):
            self.broken.append(f"{request.key}: placed twice")
        if not set(subjects) <= set(request.subjects):
            self.broken.append(f"{request.key}: placed for what it does not ask")
        is_whole = len(own) == 1 and set(subjects) == set(request.subjects)
        if not is_whole and not request.may_split:
            self.broken.append(f"{request.key}: split")
        for answer in own:
            self._take(request, answer)
        if is_whole:
            return SIXTIETHS
        return min(SIXTIETHS, SIXTIETHS // len(request.subjects) * len(subjects))

    def _take(self, request: Request, answer: Answer) -> None:
        school = self.schools[answer.school]
        cells = [(school.key, subject, request.trimester) for subject in (*answer.subjects, "")]
        for cell in cells:
            self.used[cell] += request.size
        if request.fixed_at is not None:
            self.beyond.update(cells)
            if request.fixed_at != school.key:
                self.broken.append(f"{request.key}: moved from where it was fixed")
        elif reason := why_not(request, school, answer.subjects):
            self.broken.append(f"{request.key} at {school.key}: {reason}")

    def _count_places(self) -> None:
        for cell, used in self.used.items():
            key, subject, trimester = cell
            places = room(self.schools[key], subject, trimester)
            if places is not None and used > places and cell not in self.beyond:
                self.broken.append(f"{key} {subject or 'total'} T{trimester}: {used} of {places}")

    def _sum_up(self, shares: Counter[str], by_request: dict[str, list[Answer]]) -> Verdict:
        size = {key: request.size for key, request in self.requests.items()}
        rank = kilometres = 0.0
        for key, own in by_request.items():
            request = self.requests[key]
            for answer in own:
                share = size[key] / len(own) if len(own) > 1 else size[key] * shares[key] / 60
                rank += share * _rank(request, answer.school)
                kilometres += share * _counted_distance(request, self.schools[answer.school])
        return Verdict(
            wanted=sum(size.values()),
            placed=sum(shares[key] * size[key] for key in shares) / SIXTIETHS,
            hardship_unplaced=sum(
                (SIXTIETHS - shares[key]) * request.size
                for key, request in self.requests.items()
                if request.is_hardship
            )
            / SIXTIETHS,
            split=sum(
                size[key]
                for key, own in by_request.items()
                if len({answer.school for answer in own}) > 1
            ),
            named=sum(
                size[key]
                for key, own in by_request.items()
                if any(_rank(self.requests[key], answer.school) < OTHER_RANK for answer in own)
            ),
            rank=round(rank, 2),
            kilometres=round(kilometres, 1),
            broken=tuple(self.broken),
        )


def room(school: School, subject: str, trimester: int) -> int | None:
    """Places left for a subject, or of the total when it is empty; None when there is no limit."""
    if not subject:
        gone = sum(count for when, count in school.taken_in_all if when == trimester)
        return None if school.total is None else max(0, school.total - gone)
    if not school.offers:
        return None
    offered = sum(
        offer.places
        for offer in school.offers
        if offer.subject == subject and offer.trimester in (None, trimester)
    )
    gone = sum(n for name, when, n in school.taken if (name, when) == (subject, trimester))
    return max(0, offered - gone)


def why_not(request: Request, school: School, subjects: tuple[str, ...]) -> str:
    """Why a request may not come to a school for these subjects; empty when it may."""
    return (
        _shut(request, school)
        or _not_wanted(request, school)
        or _lines_refused(request, school, subjects)
    )


def _shut(request: Request, school: School) -> str:
    if school.takes_nobody:
        return "takes nobody"
    if any(d.first <= request.last_day and d.last >= request.first_day for d in school.blocked):
        return "takes nobody in these days"
    return "ruled out" if school.key in request.not_at else ""


def _not_wanted(request: Request, school: School) -> str:
    is_named = school.key in request.preferences
    if request.waits_for is not None:
        return "" if request.waits_for == school.key else "waits for another school"
    if is_named:
        return ""
    if not request.other_schools:
        return "not named"
    return _outside_wishes(request, school) or ("" if school.offers else "made no promise")


def _outside_wishes(request: Request, school: School) -> str:
    if request.nets and school.net not in request.nets:
        return "another net"
    forms = school.education_forms
    if request.education_forms and forms and not forms & request.education_forms:
        return "another onderwijsvorm"
    far = distance(request, school)
    if None not in (request.max_distance_km, far) and far > request.max_distance_km + ROUNDING_KM:
        return f"{far:.2f} km is too far"
    return ""


def _lines_refused(request: Request, school: School, subjects: tuple[str, ...]) -> str:
    for line in request.lines:
        with_these = line.subject in subjects if line.subject else _has_first(request, subjects)
        if with_these and not _teaches(school, line):
            return f"no class for {line.subject or 'a cross-class activity'}"
        if with_these and line.subject and school.offers and not _offers(school, line, request):
            return f"no offer of {line.subject}"
    return ""


def _has_first(request: Request, subjects: tuple[str, ...]) -> bool:
    """What is tied to no subject goes along with the first."""
    return not request.subjects or request.subjects[0] in subjects


def _teaches(school: School, line: Line) -> bool:
    wanted = (
        (line.graad, school.graden),
        (line.education_form, school.education_forms),
        (line.finality, school.finalities),
    )
    return all(not value or not known or value in known for value, known in wanted)


def _offers(school: School, line: Line, request: Request) -> bool:
    return any(
        offer.subject == line.subject
        and offer.places > 0
        and offer.trimester in (None, request.trimester)
        and (offer.graad is None or line.graad is None or offer.graad == line.graad)
        and (not offer.kinds or line.kind in offer.kinds)
        for offer in school.offers
    )


def _rank(request: Request, school: int) -> int:
    if school in (request.fixed_at, request.waits_for):
        return 1
    return request.preferences.index(school) + 1 if school in request.preferences else OTHER_RANK


def _counted_distance(request: Request, school: School) -> float:
    far = distance(request, school)
    return UNKNOWN_KM if far is None else far


def distance(request: Request, school: School) -> float | None:
    """Kilometres from the trainee who has farthest to go; None when that is not known."""
    if not request.homes or None in request.homes or not school.points:
        return None
    return max(min(_between(home, point) for point in school.points) for home in request.homes)


def _between(one: Point, other: Point) -> float:
    north = sin(radians(one[0] - other[0]) / 2) ** 2
    east = sin(radians(one[1] - other[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(north + cos(radians(one[0])) * cos(radians(other[0])) * east))
