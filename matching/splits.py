"""Requests whose subjects go to different schools: split, and each part put to its own school.

The part with the first subject stays the request; klasoverstijgende activiteiten stay with it.
Each other part becomes a follow-up request, also what has no place yet, which looks further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import SYSTEM, Actor
from institutions.models import PlacementSchool
from matching.enums import ResultStatus, SkipReason
from matching.models import MatchingResult, MatchingRun
from matching.rechecking import Now, Skip, subjects_of, why_skipped
from requests_app.models import PlacementRequest
from requests_app.proposing import propose_many
from requests_app.splitting import split_request

Parts = dict[frozenset[int], PlacementRequest]
"""Which request has which subjects, by their ids."""


def publish_splits(
    run: MatchingRun, now: Now, results: Sequence[MatchingResult], *, puts: Collection[int]
) -> Iterable[Skip]:
    """Split and put, or suggest, what is planned for some requests; what was skipped, and why."""
    by_request: dict[int, list[MatchingResult]] = defaultdict(list)
    skipped: list[Skip] = []
    for result in results:
        if skip := _why_skipped(now, result):
            _write_skipped(result, skip)
            skipped.append(skip)
        else:
            by_request[result.request_id].append(result)
    for pk, possible in by_request.items():
        if pk in puts:
            _put(run, now, now.requests[pk], possible)
        else:
            rows = MatchingResult.objects.filter(pk__in=[result.pk for result in possible])
            rows.update(status=ResultStatus.SUGGESTED)
    return skipped


def _why_skipped(now: Now, result: MatchingResult) -> Skip | None:
    request = now.requests[result.request_id]
    if not request.may_split:
        words = _("De vakken mogen niet meer naar verschillende scholen.")
        return Skip.because(SkipReason.CHANGED, words)
    return why_skipped(now, result)


def _write_skipped(result: MatchingResult, skip: Skip) -> None:
    result.status, result.skipped_because = ResultStatus.SKIPPED, skip.words[:300]
    result.save(update_fields=["status", "skipped_because"])


def _put(
    run: MatchingRun, now: Now, request: PlacementRequest, possible: Sequence[MatchingResult]
) -> None:
    wanted = [frozenset(subjects_of(now, result)) for result in possible]
    try:
        parts = split_into(request, now.subjects[request.pk], wanted, actor=SYSTEM)
    except DomainError as error:
        for result in possible:
            _write_skipped(result, Skip.because(SkipReason.CHANGED, error.message))
        return
    pairs: list[tuple[PlacementRequest, PlacementSchool]] = []
    for result, subjects in zip(possible, wanted, strict=True):
        pairs.append((parts[subjects], now.schools[int(result.school_id or 0)]))
    propose_many(pairs, actor=SYSTEM, moment=run.published_at)
    follow_parts(run, request, parts, now.subjects[request.pk])
    for result in possible:
        result.status = ResultStatus.PUT_TO_SCHOOL
        result.save(update_fields=["status"])


def split_into(
    request: PlacementRequest,
    subjects: Mapping[int, str],
    wanted: Sequence[frozenset[int]],
    *,
    actor: Actor,
) -> Parts:
    """Split a locked request so that each of the `wanted` sets of subjects stands by itself.

    Arguments:
        subjects: all of its subjects, slug by id.

    Raises:
        DomainError: as `requests_app.splitting.split_request`.
    """
    rest = frozenset(subjects) - frozenset().union(*wanted)
    groups = [*wanted, *([rest] if rest else [])]
    first = min(subjects, key=lambda pk: subjects[pk])
    parts: Parts = {}
    for group in groups:
        stays = first in group or len(groups) == 1
        parts[group] = (
            request if stays else split_request(request=request, subjects=group, actor=actor)
        )
    return parts


def follow_parts(
    run: MatchingRun, request: PlacementRequest, parts: Parts, subjects: Mapping[int, str]
) -> None:
    """Move the results of a run along with the lines that left, and note the new versions."""
    for result in MatchingResult.objects.filter(run=run, request=request):
        for group, part in parts.items():
            if {subjects[pk] for pk in group} >= set(result.subjects):
                result.request, result.request_version = part, part.version
                result.save(update_fields=["request", "request_version"])
                break
