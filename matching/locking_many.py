"""Fix or forbid many pairs of request and school at once: each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from matching.enums import LockKind
from matching.locks import fix_pair, forbid_pair, release_pair
from matching.models import MatchingResult, PairLock

MOST = 50
"""As many as a page shows."""


@dataclass
class Locked:
    """How many pairs were locked, and which could not be: "2017-00012: why"."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


def lock_many(
    results: Sequence[MatchingResult], kind: LockKind, *, actor: Actor, reason: str
) -> Locked:
    """Fix or forbid the school of each of these results; one that is refused stops no other.

    Raises:
        PermissionDenied: the actor is no administrator.
    """
    service = fix_pair if kind == LockKind.FIXED else forbid_pair
    locked = Locked()
    for result in results:
        assert result.school is not None
        try:
            service(request=result.request, school=result.school, actor=actor, reason=reason)
            locked.done += 1
        except DomainError as error:
            locked.refused.append(f"{result.request.reference}: {error.message}")
    return locked


def release_many(locks: Iterable[PairLock], *, actor: Actor) -> int:
    """Let go of these; how many.

    Raises:
        PermissionDenied: the actor is no administrator.
    """
    released = 0
    for lock in locks:
        release_pair(lock=lock, actor=actor)
        released += 1
    return released
