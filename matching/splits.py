"""Requests whose subjects go to different schools: split, and each part put to its own school.

The part with the first subject stays the request; klasoverstijgende activiteiten stay with it.
Each other part becomes a follow-up request, also what has no place yet, which looks further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import SYSTEM, Actor
from matching.announcing import suggest
from matching.enums import ResultStatus, SkipReason
from matching.marking import mark, mark_skipped
from matching.models import MatchingResult, MatchingRun
from matching.rechecking import Now, Skip, subjects_of, why_skipped
from requests_app.models import PlacementRequest
from requests_app.proposing import propose_many
from requests_app.splitting import Split, split_many

Subjects = frozenset[int]
Parts = dict[Subjects, PlacementRequest]
"""Which request has which subjects, by their ids."""
ByRequest = Mapping[int, Sequence[MatchingResult]]


@dataclass(frozen=True)
class Division:
    """How the subjects of a locked request are divided.

    Arguments:
        subjects: all of them, slug by id.
        wanted: the sets that are each to stand by themselves; the rest stays together.
    """

    request: PlacementRequest
    subjects: Mapping[int, str]
    wanted: Sequence[Subjects]

    @property
    def groups(self) -> list[Subjects]:
        """All parts; the first one is what stays with the request."""
        rest = frozenset(self.subjects) - frozenset().union(*self.wanted)
        first = min(self.subjects, key=lambda pk: self.subjects[pk])
        return sorted([*self.wanted, *([rest] if rest else [])], key=lambda part: first not in part)


def publish_splits(
    run: MatchingRun, now: Now, results: Sequence[MatchingResult], *, puts: Collection[int]
) -> Iterable[Skip]:
    """Split and put, or suggest, what is planned for some requests; what was skipped, and why.

    The number of queries grows with the most parts that one of them has, and not with them.
    """
    put: dict[int, list[MatchingResult]] = defaultdict(list)
    suggested: list[MatchingResult] = []
    skipped: list[tuple[MatchingResult, Skip]] = []
    for result in results:
        if skip := _why_skipped(now, result):
            skipped.append((result, skip))
        elif result.request_id in puts:
            put[result.request_id].append(result)
        else:
            suggested.append(result)
    refused = _put(run, now, put)
    for pk, words in refused.items():
        skipped += [(row, Skip.because(SkipReason.CHANGED, words)) for row in put.pop(pk)]
    mark([result for rows in put.values() for result in rows], ResultStatus.PUT_TO_SCHOOL)
    suggest(suggested)
    return mark_skipped(skipped)


def _why_skipped(now: Now, result: MatchingResult) -> Skip | None:
    request = now.requests[result.request_id]
    if not request.may_split:
        words = _("De vakken mogen niet meer naar verschillende scholen.")
        return Skip.because(SkipReason.CHANGED, words)
    return why_skipped(now, result)


def _put(run: MatchingRun, now: Now, put: ByRequest) -> dict[int, str]:
    """Split these requests and put their parts to the schools; by id, why one stayed whole."""
    wanted = {pk: [frozenset(subjects_of(now, row)) for row in rows] for pk, rows in put.items()}
    divisions = [
        Division(now.requests[pk], now.subjects[pk], groups) for pk, groups in wanted.items()
    ]
    parts, refused = divide_many(divisions, actor=SYSTEM)
    pairs = [
        (parts[pk][subjects], now.schools[int(row.school_id or 0)])
        for pk, rows in put.items()
        if pk in parts
        for row, subjects in zip(rows, wanted[pk], strict=True)
    ]
    propose_many(pairs, actor=SYSTEM, moment=run.published_at)
    follow_parts(run, parts, now.subjects)
    return refused


def divide(division: Division, *, actor: Actor) -> Parts:
    """Split one request so that each of the sets that are wanted stands by itself.

    Raises:
        DomainError: it cannot be split; the message says why.
    """
    parts, refused = divide_many([division], actor=actor)
    if why := refused.get(division.request.pk):
        raise DomainError(why)
    return parts[division.request.pk]


def divide_many(
    divisions: Sequence[Division], *, actor: Actor
) -> tuple[dict[int, Parts], dict[int, str]]:
    """The same for many requests of one year.

    Each time one part leaves every request that has more of them; mostly there are two parts.

    Returns:
        By id, the parts; and by id why a request cannot be split, in words.
    """
    parts: dict[int, Parts] = {}
    leaving: dict[int, list[Subjects]] = {}
    for division in divisions:
        stays, *leaving[division.request.pk] = division.groups
        parts[division.request.pk] = {stays: division.request}
    refused: dict[int, str] = {}
    while splits := [
        Split(division.request, leaving[division.request.pk].pop())
        for division in divisions
        if leaving[division.request.pk] and division.request.pk not in refused
    ]:
        done = split_many(splits, actor=actor)
        refused |= done.refused
        for split in splits:
            if part := done.made.get(split.request.pk):
                parts[split.request.pk][frozenset(split.subjects)] = part
    return {pk: found for pk, found in parts.items() if pk not in refused}, refused


def follow_parts(
    run: MatchingRun, parts: Mapping[int, Parts], subjects: Mapping[int, Mapping[int, str]]
) -> None:
    """Move the results of a run along with the lines that left, and note the new versions.

    Arguments:
        parts: those of each request that was split, by its id.
        subjects: of each request all that it had, slug by id.
    """
    rows = MatchingResult.objects.filter(run=run, request__in=parts).order_by("pk")
    moved = []
    for result in rows.only("request_id", "subjects"):
        pk = result.request_id
        for group, part in parts[pk].items():
            if {subjects[pk][subject] for subject in group} >= set(result.subjects):
                result.request, result.request_version = part, part.version
                moved.append(result)
                break
    MatchingResult.objects.bulk_update(moved, ["request", "request_version"])
