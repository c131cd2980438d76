"""Writes what came of results, many at once: a publication touches thousands."""

from __future__ import annotations

from collections.abc import Sequence

from matching.enums import ResultStatus
from matching.models import MatchingResult
from matching.rechecking import Skip

Skipped = Sequence[tuple[MatchingResult, Skip]]


def mark(results: Sequence[MatchingResult], status: ResultStatus) -> None:
    """Give all these results a status, in one query."""
    if pks := [result.pk for result in results]:
        MatchingResult.objects.filter(pk__in=pks).update(status=status)


def mark_skipped(skipped: Skipped) -> list[Skip]:
    """Write with each result why it was skipped; these reasons."""
    for result, skip in skipped:
        result.status = ResultStatus.SKIPPED
        result.skipped_because = skip.words[:300]
    rows = [result for result, _skip in skipped]
    MatchingResult.objects.bulk_update(rows, ["status", "skipped_because"])
    return [skip for _result, skip in skipped]
