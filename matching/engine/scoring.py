"""How good an answer is: counted from the instance and the assignments alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from matching.engine.instance import Instance, Request, School
from matching.engine.outcome import UNIT, Assignment, Score

FAR = 2_500
"""Hectometres that an unknown distance counts for."""
STEPS = 10


def units_of(size: int, subjects: int, placed: int) -> int:
    """Sixtieths of trainees for so many of the subjects of a request."""
    return size * UNIT if placed == subjects else placed * (size * UNIT // subjects)


def can_split(request: Request) -> bool:
    """Whether its subjects may go to different schools, each counting for as many sixtieths.

    Seven subjects do not divide sixty: such a request (there is none in practice) goes whole.
    """
    count = len(request.subjects)
    return request.may_split and count > 1 and request.size * UNIT % count == 0


def score_of(instance: Instance, assignments: Iterable[Assignment]) -> Score:
    """The score of some assignments, those that were fixed included."""
    rows = list(assignments)
    by_request: dict[str, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_request[row.request].append(row)
    sizes = {request.key: request.size for request in instance.requests}
    unplaced = hardship = split = 0
    for request in instance.requests:
        own = by_request.get(request.key, [])
        subjects = max(1, len(request.subjects))
        placed = sum(max(1, len(row.subjects)) for row in own)
        missing = request.size * UNIT - units_of(request.size, subjects, min(placed, subjects))
        unplaced += missing
        hardship += missing if request.is_hardship else 0
        split += request.size if len({row.school for row in own}) > 1 else 0
    far = [(FAR if r.hectometres is None else r.hectometres, sizes[r.request]) for r in rows]
    return Score(
        unplaced=unplaced,
        hardship_unplaced=hardship,
        split=split,
        rank=sum(row.rank * sizes[row.request] for row in rows),
        hectometres=sum(distance * size for distance, size in far),
        load=_load(instance, rows, sizes),
        spread=sum(distance**2 * size for distance, size in far),
    )


def _load(instance: Instance, rows: Iterable[Assignment], sizes: dict[str, int]) -> int:
    """Each trainee at a school costs as many as the tenths to which it was filled before."""
    trimesters = {request.key: request.trimester for request in instance.requests}
    here: Counter[tuple[int, int]] = Counter()
    for row in rows:
        here[row.school, trimesters[row.request]] += sizes[row.request]
    schools = {school.key: school for school in instance.schools}
    return sum(
        _filling(schools[school], trimester, count) for (school, trimester), count in here.items()
    )


def _filling(school: School, trimester: int, count: int) -> int:
    used = sum(n for number, n in school.taken_in_all if number == trimester)
    total = school.total
    if total is None:
        total = sum(o.places for o in school.offers if o.trimester in (None, trimester))
    total = max(total, 1)
    return sum(min(STEPS, place * STEPS // total) for place in range(used, used + count))
