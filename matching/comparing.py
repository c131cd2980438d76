"""Two runs side by side: their figures, and the requests that go somewhere else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from matching.models import MatchingResult, MatchingRun

Where = tuple[tuple[str, str], ...]
"""(subjects or "", name of the school or "") of each part of a request, in order."""
FIGURES = ("wanted", "placed", "bound", "mean_rank", "mean_km")
COUNTED = (
    ("requests", "placed"),
    ("requests", "without"),
    ("hardship", "placed"),
    ("split", "requests"),
)


@dataclass(frozen=True)
class Figure:
    """One figure in both runs; None where a run does not know it.

    `name` is a key of `matching.figures`; of a nested one both keys with a dot.
    """

    name: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """How much it grew."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 2)


@dataclass(frozen=True)
class Moved:
    """A request that goes elsewhere in the other run; empty where it is not in a run."""

    reference: str
    before: Where
    after: Where


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs; `same_input` says that they were given the same."""

    figures: tuple[Figure, ...]
    ranks: tuple[Figure, ...]
    moved: tuple[Moved, ...]
    same_input: bool


def compare(before: MatchingRun, after: MatchingRun) -> Comparison:
    """Two finished runs, by figures and by request; two queries."""
    places = _places(before), _places(after)
    references = sorted({*places[0], *places[1]})
    moved = [
        Moved(reference, places[0].get(reference, ()), places[1].get(reference, ()))
        for reference in references
        if places[0].get(reference, ()) != places[1].get(reference, ())
    ]
    return Comparison(
        figures=tuple(_figures(before.figures, after.figures)),
        ranks=tuple(_ranks(before.figures, after.figures)),
        moved=tuple(moved),
        same_input=before.input_hash == after.input_hash,
    )


def _places(run: MatchingRun) -> dict[str, Where]:
    rows = MatchingResult.objects.filter(run=run).order_by("request__reference", "pk")
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reference, subjects, school in rows.values_list(
        "request__reference", "subjects", "school__name"
    ):
        found[reference].append((", ".join(subjects), school or ""))
    return {reference: tuple(sorted(parts)) for reference, parts in found.items()}


def _figures(before: dict[str, Any], after: dict[str, Any]) -> list[Figure]:
    plain = [Figure(name, before.get(name), after.get(name)) for name in FIGURES]
    nested = [
        Figure(
            f"{group}.{name}",
            before.get(group, {}).get(name),
            after.get(group, {}).get(name),
        )
        for group, name in COUNTED
    ]
    return plain + nested


def _ranks(before: dict[str, Any], after: dict[str, Any]) -> list[Figure]:
    """Trainees per rank; the name is the rank."""
    both = [
        {row["rank"]: row["trainees"] for row in figures.get("ranks", [])}
        for figures in (before, after)
    ]
    return [
        Figure(str(rank), both[0].get(rank), both[1].get(rank))
        for rank in sorted({*both[0], *both[1]})
    ]
