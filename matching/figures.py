"""The figures of a run, from what went in and what came out. Pure.

They are stored as JSON in `MatchingRun.figures`, in this shape. Trainees are whole ones, counted
as many times as they look for a place; kilometres have one decimal, and are None when nothing is
known; names are those of the instance (institutions by name, schools by instellingsnummer,
subjects by slug, provinces by the value of `institutions.enums.Province`).

    {
      "wanted": 412, "placed": 399, "bound": 401,     # trainees; bound: at most, proven
      "is_optimal": false, "stopped_by_time": false,
      "requests": {"wanted": 380, "placed": 366, "partly": 2, "without": 12, "fixed": 140},
      "hardship": {"wanted": 9, "placed": 9},
      "split": {"requests": 3, "trainees": 3},         # at more than one school
      "ranks": [{"rank": 1, "trainees": 210}, ...],    # 1 to 6 always; 6: not named by it
      "mean_rank": 1.42, "mean_km": 11.3,              # without what lay fixed
      "load": [{"from": 0, "to": 25, "schools": 12}, ...],   # percent of what is offered that is
                                                       # taken afterwards; the last, "to": null,
                                                       # is over 100
      "institutions": [Row, ...], "subjects": [Row, ...], "provinces": [Row, ...],
      "calls": [{"school": 30001, "subject": "frans", "trimester": 1, "trainees": 4}, ...],
      "left_out": [{"request": "2017-00012", "why": "..."}, ...],   # could not be matched at all
      "skipped": {"words": 3, ...},                    # after publishing: why, and how many
      "direct_only": true                              # only when the direct ones went out alone
    }

    Row = {"name": "frans", "wanted": 40, "placed": 38, "mean_rank": 1.5, "mean_km": 12.1,
           "first_choice": 20}

Rows are sorted by name. In "subjects" a request counts under each of its subjects; its trainees
who look for two subjects count twice there, and only there. In "provinces" a request counts where
its first trainee leaves from: the province of the nearest school; "" when that is not known. The
rows of institutions are the fairness over institutions. "subject" of a call is "" when the total
of the school is what is full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.engine.instance import OTHER_RANK, TRIMESTERS, Instance, Point, Request, School
from matching.engine.outcome import UNIT, Assignment, Outcome

LOAD_STEPS = (0, 25, 50, 75, 100)
NOBODY: Mapping[str, str] = {}


def figures_of(
    instance: Instance, outcome: Outcome, left_out: Mapping[str, str] = NOBODY
) -> dict[str, Any]:
    """The figures of a run, in the shape that stands above.

    Arguments:
        left_out: reference to why a request could not be matched at all, in words.
    """
    placed = _placed_by_request(outcome)
    all_rows = [_Seen(request, placed.get(request.key, [])) for request in instance.requests]
    units = outcome.wanted * UNIT
    return {
        "wanted": outcome.wanted,
        "placed": (units - outcome.score.unplaced) // UNIT,
        "bound": (units - outcome.bound) // UNIT,
        "is_optimal": outcome.is_optimal,
        "stopped_by_time": outcome.stopped_by_time,
        "requests": _requests(all_rows),
        "hardship": _hardship(all_rows),
        "split": _split(all_rows),
        **_ranks(all_rows),
        "load": _load(instance, outcome),
        "institutions": _table((row.request.institution, row) for row in all_rows),
        "subjects": _table(_by_subject(all_rows)),
        "provinces": _table(_by_province(all_rows, instance.schools)),
        "calls": [
            {
                "school": call.school,
                "subject": call.subject,
                "trimester": call.trimester,
                "trainees": call.trainees,
            }
            for call in outcome.calls
        ],
        "left_out": [{"request": ref, "why": why} for ref, why in sorted(left_out.items())],
    }


@dataclass(frozen=True)
class _Seen:
    """A request, or one subject of it, and where it went."""

    request: Request
    assignments: Sequence[Assignment]
    subject: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all that is counted here has a place."""
        if self.subject is not None:
            return bool(self.assignments)
        there = {subject for found in self.assignments for subject in found.subjects}
        return bool(self.assignments) and there >= set(self.request.subjects)

    @property
    def searched(self) -> list[Assignment]:
        """Where it went by search."""
        return [found for found in self.assignments if not found.is_fixed]


def _placed_by_request(outcome: Outcome) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = defaultdict(list)
    for assignment in outcome.assignments:
        found[assignment.request].append(assignment)
    return found


def _requests(rows: Sequence[_Seen]) -> dict[str, int]:
    whole = sum(row.is_whole for row in rows)
    some = sum(bool(row.assignments) for row in rows)
    return {
        "wanted": len(rows),
        "placed": whole,
        "partly": some - whole,
        "without": len(rows) - some,
        "fixed": sum(any(found.is_fixed for found in row.assignments) for row in rows),
    }


def _hardship(rows: Sequence[_Seen]) -> dict[str, int]:
    first = [row for row in rows if row.request.is_hardship]
    return {
        "wanted": sum(row.request.size for row in first),
        "placed": sum(row.request.size for row in first if row.is_whole),
    }


def _split(rows: Sequence[_Seen]) -> dict[str, int]:
    split = [row for row in rows if len({found.school for found in row.assignments}) > 1]
    return {"requests": len(split), "trainees": sum(row.request.size for row in split)}


def _ranks(rows: Sequence[_Seen]) -> dict[str, Any]:
    total = _Row()
    by_rank: dict[int, int] = dict.fromkeys(range(1, OTHER_RANK + 1), 0)
    for row in rows:
        total.add(row)
        for found in row.searched[:1]:
            by_rank[found.rank] += row.request.size
    means = total.as_json("")
    return {
        "ranks": [{"rank": rank, "trainees": n} for rank, n in sorted(by_rank.items())],
        "mean_rank": means["mean_rank"],
        "mean_km": means["mean_km"],
    }


@dataclass
class _Row:
    """Sums over some requests; ranks and kilometres are of what the search placed."""

    wanted: int = 0
    placed: int = 0
    first_choice: int = 0
    ranked: int = 0
    ranks: int = 0
    measured: int = 0
    hectometres: int = 0

    def add(self, row: _Seen) -> None:
        """Count a request."""
        size = row.request.size
        self.wanted += size
        self.placed += size * row.is_whole
        for found in row.searched:
            self.first_choice += size * (found.rank == 1)
            self.ranked += size
            self.ranks += size * found.rank
            if found.hectometres is not None:
                self.measured += size
                self.hectometres += size * found.hectometres

    def as_json(self, name: str) -> dict[str, Any]:
        """As it is stored."""
        return {
            "name": name,
            "wanted": self.wanted,
            "placed": self.placed,
            "mean_rank": round(self.ranks / self.ranked, 2) if self.ranked else None,
            "mean_km": round(self.hectometres / self.measured / 10, 1) if self.measured else None,
            "first_choice": self.first_choice,
        }


def _table(rows: Iterable[tuple[str, _Seen]]) -> list[dict[str, Any]]:
    found: dict[str, _Row] = defaultdict(_Row)
    for name, row in rows:
        found[name].add(row)
    return [found[name].as_json(name) for name in sorted(found)]


def _by_subject(rows: Iterable[_Seen]) -> Iterator[tuple[str, _Seen]]:
    for row in rows:
        for subject in row.request.subjects:
            there = [found for found in row.assignments if subject in found.subjects]
            yield subject, _Seen(row.request, there, subject)


def _by_province(rows: Iterable[_Seen], schools: Sequence[School]) -> Iterator[tuple[str, _Seen]]:
    nearest = _Nearest([(point, school.province) for school in schools for point in school.points])
    for row in rows:
        home = row.request.homes[0] if row.request.homes else None
        yield nearest.province(home), row


@dataclass
class _Nearest:
    """The province of the school nearest to a point; homes are postal codes, so few differ."""

    places: list[tuple[Point, str]]
    known: dict[Point, str] = field(default_factory=dict)

    def province(self, home: Point | None) -> str:
        """Of a home; empty when it is not known."""
        if home is None or not self.places:
            return ""
        if home not in self.known:
            north, east = home
            self.known[home] = min(
                self.places,
                key=lambda place: ((place[0][0] - north) * 1.6) ** 2 + (place[0][1] - east) ** 2,
            )[1]
        return self.known[home]


def _load(instance: Instance, outcome: Outcome) -> list[dict[str, Any]]:
    """How many schools are filled how far, over subjects and trimesters together."""
    sizes = {request.key: request.size for request in instance.requests}
    came: dict[int, int] = defaultdict(int)
    for found in outcome.assignments:
        came[found.school] += sizes[found.request] * max(1, len(found.subjects))
    counts = dict.fromkeys(range(len(LOAD_STEPS)), 0)
    for school in instance.schools:
        offered = sum(
            offer.places * (1 if offer.trimester else len(TRIMESTERS)) for offer in school.offers
        )
        if offered:
            taken = sum(count for _subject, _trimester, count in school.taken) + came[school.key]
            counts[_step(100 * taken, offered)] += 1
    ends = (*LOAD_STEPS[1:], None)
    return [
        {"from": start, "to": end, "schools": counts[step]}
        for step, (start, end) in enumerate(zip(LOAD_STEPS, ends, strict=True))
    ]


def _step(percents: int, offered: int) -> int:
    """The step in which a filling lies; exactly full is the last but one."""
    return sum(percents > start * offered for start in LOAD_STEPS[1:])
