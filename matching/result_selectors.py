"""Reads about the results of a run: a row of the list, the names in it, and what is locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, Subject
from matching.models import MatchingResult, MatchingRun, PairLock
from matching.result_words import Names, schools_in
from requests_app.models import Activity

Rows = QuerySet[MatchingResult]


def results_of(run: MatchingRun) -> Rows:
    """The results of a run with what their row shows.

    `asked`: slugs of the subjects of the whole request; `lock`: whether this pair was fixed or
    forbidden by hand since.
    """
    lines = Activity.objects.filter(request=OuterRef("request"), subject__isnull=False)
    locks = PairLock.objects.filter(request=OuterRef("request"), school=OuterRef("school"))
    rows = MatchingResult.objects.filter(run=run).select_related("request__institution", "school")
    return rows.annotate(
        asked=ArraySubquery(
            lines.order_by("subject__slug").values_list("subject__slug").distinct()
        ),
        lock=Subquery(locks.values("kind")[:1]),
    )


def subject_names() -> dict[str, str]:
    """Names of subjects by slug, in order of name; one query."""
    return dict(Subject.objects.values_list("slug", "name"))


def names_for(results: Iterable[MatchingResult], subjects: Mapping[str, str]) -> Names:
    """The names that the explanations of these results mention; one query.

    Arguments:
        subjects: of all subjects, see `subject_names`.
    """
    numbers = schools_in(row.explanation for row in results)
    schools = PlacementSchool.objects.filter(number__in=numbers).order_by()
    return Names(dict(schools.values_list("number", "name")), subjects)


def chosen_results(run: MatchingRun, ids: Sequence[Any]) -> list[MatchingResult]:
    """The results of a run that were ticked; those without a school cannot be locked."""
    rows = results_of(run).filter(public_id__in=ids, school__isnull=False)
    return list(rows.order_by("request__reference", "pk"))


def locks_of(year: AcademicYear) -> QuerySet[PairLock]:
    """What was fixed or forbidden by hand in a year."""
    rows = PairLock.objects.filter(request__year=year)
    return rows.select_related("request__institution", "school", "made_by")
