"""Small facts that errors carry: what a request misses, where a school runs short."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something that a request misses before it can be filed.

    `part` names the step of the request where it is mended: trainees, period, activities,
    school.
    """

    part: str
    message: str


@dataclass(frozen=True)
class Shortage:
    """A school that would go over its offer.

    `what` is the subject, or None for the total at the same time; `trimester` 1 to 3;
    `offered`, `taken` (already accepted) and `asked` count trainees.
    """

    what: str | None
    trimester: int
    offered: int
    taken: int
    asked: int
