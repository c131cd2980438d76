"""Every answer to a small instance, one after the other: slow, and beyond doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from matching.engine.fitting import Supply, fit
from matching.engine.instance import OTHER_RANK, Instance, Request
from matching.engine.outcome import Assignment, Score
from matching.engine.scoring import score_of

Rooms = Counter[tuple[int, str, int]]


def best_score(instance: Instance) -> Score:
    """The best score that any answer has. Nobody may be waiting in the instance."""
    return min(score_of(instance, rows) for rows in answers(instance))


def answers(instance: Instance) -> Iterator[list[Assignment]]:
    """Each answer that keeps within the places; those that are fixed go first, above them too."""
    supply = Supply(instance.schools)
    rooms = _rooms(instance)
    fixed = [_fixed(supply, row) for row in instance.requests if row.fixed_at is not None]
    requests = {row.key: row for row in instance.requests}
    for row in fixed:
        _take(rooms, requests[row.request], row)
    for key, left in rooms.items():
        rooms[key] = max(0, left)
    choices = [choices_of(supply, row) for row in instance.requests if row.fixed_at is None]
    yield from _placed(requests, rooms, choices, fixed)


def _placed(
    requests: dict[str, Request],
    rooms: Rooms,
    choices: list[list[tuple[Assignment, ...]]],
    before: list[Assignment],
) -> Iterator[list[Assignment]]:
    if not choices:
        yield before
        return
    for chosen in choices[0]:
        left = rooms.copy()
        for row in chosen:
            _take(left, requests[row.request], row)
        if all(count >= 0 for count in left.values()):
            yield from _placed(requests, left, choices[1:], [*before, *chosen])


def choices_of(supply: Supply, request: Request) -> list[tuple[Assignment, ...]]:
    """All that can be done with a request: nothing, whole at a school, or each subject apart."""
    found: list[tuple[Assignment, ...]] = [(), *((row,) for row in _rows(supply, request))]
    if request.may_split and len(request.subjects) > 1:
        apart = [[None, *_rows(supply, request, (subject,))] for subject in request.subjects]
        found += [
            tuple(row for row in rows if row is not None) for rows in product(*apart) if any(rows)
        ]
    return found


def _rows(
    supply: Supply, request: Request, subjects: tuple[str, ...] | None = None
) -> list[Assignment]:
    fits = fit(supply, request, subjects)
    return [
        Assignment(
            request=request.key,
            school=supply.schools[int(place)].key,
            subjects=request.subjects if subjects is None else subjects,
            rank=rank_of(request, supply.schools[int(place)].key),
            hectometres=None if far < 0 else int(far),
        )
        for place, far in zip(fits.schools, fits.hectometres, strict=True)
    ]


def rank_of(request: Request, school: int) -> int:
    """The place of a school among the preferences."""
    if school not in request.preferences:
        return OTHER_RANK
    return request.preferences.index(school) + 1


def _fixed(supply: Supply, request: Request) -> Assignment:
    assert request.fixed_at is not None
    far = int(supply.distances.farthest_of(request.homes)[supply.index[request.fixed_at]])
    return Assignment(
        request.key, request.fixed_at, request.subjects, 1, None if far < 0 else far, is_fixed=True
    )


def _rooms(instance: Instance) -> Rooms:
    """Places by school, subject and trimester; without a limit where none is said."""
    rooms: Rooms = Counter()
    for school, trimester in product(instance.schools, (1, 2, 3)):
        for subject in {s for row in instance.requests for s in row.subjects}:
            offered = [
                offer.places
                for offer in school.offers
                if offer.subject == subject and offer.trimester in (None, trimester)
            ]
            taken = sum(n for s, t, n in school.taken if (s, t) == (subject, trimester))
            rooms[school.key, subject, trimester] = sum(offered) - taken if school.offers else 1000
        taken = sum(n for t, n in school.taken_in_all if t == trimester)
        total = 1000 if school.total is None else school.total - taken
        rooms[school.key, "", trimester] = total
    return rooms


def _take(rooms: Rooms, request: Request, row: Assignment) -> None:
    for subject in (*row.subjects, ""):
        rooms[row.school, subject, request.trimester] -= request.size
