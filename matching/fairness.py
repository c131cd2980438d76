"""Fairness over institutions: how each fared in a run, without names. Pure.

Who reads it knows its own institution and no other: the others come by size, equal ones in an
order that says nothing but stays. Fewer than `FEWEST` trainees of others are never a row: such
institutions are taken together, with the next one where they are still too few. Where all others
together are too few, no row is about them, and the row of all is left out as well: less the own
one it would say the same. The own row is always one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

FEWEST = 5


@dataclass(frozen=True)
class Fared:
    """How the trainees of an institution, or of several, fared.

    Arguments:
        institutions: how many are taken together.
        mean_rank, mean_km: over those placed; None when nothing is known.
        first_choice: how many have their first preference.
    """

    is_own: bool
    institutions: int
    wanted: int
    placed: int
    first_choice: int
    mean_rank: float | None
    mean_km: float | None

    @property
    def share(self) -> float:
        """The part that has a place, 0 to 1."""
        return self.placed / self.wanted if self.wanted else 0.0


@dataclass(frozen=True)
class Fairness:
    """The own institution (None for an administrator), the others without name, and all.

    Arguments:
        all: None when it would tell about too few others; so are `others` empty.
        left_out: whether others took part, too few to be told about.
    """

    own: Fared | None
    others: tuple[Fared, ...]
    all: Fared | None
    left_out: bool = False

    @property
    def rows(self) -> tuple[Fared, ...]:
        """All rows, the own one first."""
        return ((self.own,) if self.own else ()) + self.others


def fairness_of(rows: Iterable[Mapping[str, Any]], *, own: str, seed: str) -> Fairness:
    """Figures of institutions without their names.

    Arguments:
        rows: `figures["institutions"]` of a run (`matching.figures`).
        own: the name of the institution of who asks; empty for nobody's.
        seed: of the order among equals, so that a name cannot be told from its place.
    """
    known = [row for row in rows if row["wanted"]]
    mine = [row for row in known if own and row["name"] == own]
    rest = [row for row in known if not (own and row["name"] == own)]
    rest.sort(key=lambda row: (-row["wanted"], sha256(f"{seed} {row['name']}".encode()).digest()))
    too_few = 0 < sum(row["wanted"] for row in rest) < FEWEST
    return Fairness(
        own=_together(mine, is_own=True) if mine else None,
        others=() if too_few else tuple(_together(group) for group in _groups(rest)),
        all=None if too_few else _together(known),
        left_out=too_few,
    )


def _groups(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Each by itself, the small ones together, with the next larger while that is too few.

    By size: equal ones stay in the order in which they came.
    """
    large = [[row] for row in rows if row["wanted"] >= FEWEST]
    small = [row for row in rows if row["wanted"] < FEWEST]
    if small and sum(row["wanted"] for row in small) < FEWEST and large:
        small = [*large.pop(), *small]
    groups = [*large, *([small] if small else [])]
    return sorted(groups, key=lambda group: -sum(row["wanted"] for row in group))


def _together(rows: Sequence[Mapping[str, Any]], *, is_own: bool = False) -> Fared:
    return Fared(
        is_own=is_own,
        institutions=len(rows),
        wanted=sum(row["wanted"] for row in rows),
        placed=sum(row["placed"] for row in rows),
        first_choice=sum(row["first_choice"] for row in rows),
        mean_rank=_mean(rows, "mean_rank"),
        mean_km=_mean(rows, "mean_km"),
    )


def _mean(rows: Sequence[Mapping[str, Any]], what: str) -> float | None:
    """The mean over the trainees placed, of those of whom it is known."""
    known = [(row["placed"], row[what]) for row in rows if row[what] is not None and row["placed"]]
    weight = sum(placed for placed, _value in known)
    return sum(placed * value for placed, value in known) / weight if weight else None
