"""Whether a place came free for a request: a school that fits and has room for it alone. Pure.

Room is no promise: two requests may hope for one place. It only tells who is worth matching.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from matching.engine.fitting import Supply, fit
from matching.engine.instance import TRIMESTERS, Instance, Request, School


class Room:
    """What is left at the schools of an instance."""

    def __init__(self, instance: Instance) -> None:
        self.supply = Supply(instance.schools)
        self._left = {school.key: _left(school) for school in instance.schools}
        self._in_all = {school.key: dict(school.taken_in_all) for school in instance.schools}

    def is_somewhere(self, request: Request) -> bool:
        """Whether a school that fits has room for it, or for one of its subjects when it may be
        split.
        """
        if request.fixed_at is not None:
            return True
        asked = [request.subjects]
        if request.may_split:
            asked += [(subject,) for subject in request.subjects]
        return any(self._is_for(request, part) for part in asked)

    def is_at(self, school: int, request: Request) -> bool:
        """Whether one school has room for one of its subjects at least."""
        found = self.supply.index.get(school)
        return found is not None and any(
            self._has(self.supply.schools[found], request, (subject,))
            for subject in request.subjects or ("",)
        )

    def _is_for(self, request: Request, subjects: Sequence[str]) -> bool:
        places = fit(self.supply, request, subjects).schools
        return any(self._has(self.supply.schools[place], request, subjects) for place in places)

    def _has(self, school: School, request: Request, subjects: Iterable[str]) -> bool:
        taken = self._in_all[school.key].get(request.trimester, 0)
        if school.total is not None and taken + request.size > school.total:
            return False
        if not school.offers:
            return True
        left = self._left[school.key]
        return all(
            left[subject, request.trimester] >= request.size for subject in subjects if subject
        )


def _left(school: School) -> dict[tuple[str, int], int]:
    left: dict[tuple[str, int], int] = defaultdict(int)
    for offer in school.offers:
        for trimester in TRIMESTERS if offer.trimester is None else (offer.trimester,):
            left[offer.subject, trimester] += offer.places
    for subject, trimester, count in school.taken:
        left[subject, trimester] -= count
    return left
