"""What the matching made known about the requests of an institution, over the runs of a year."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from matching.enums import ResultStatus, RunScope, RunState, RunTrigger
from matching.models import MatchingResult, MatchingRun
from requests_app.enums import RequestState
from requests_app.models import PlacementRequest
from requests_app.request_selectors import with_what_is_asked

Rows = QuerySet[MatchingResult]
LOOKS = Q(
    request__state__in=[RequestState.SUBMITTED, RequestState.REFUSED],
    request_version=F("request__version"),
)
"""The request still looks for a school, as it was: what a run said of it still holds."""
MOST_RUNS = 50


def published_runs(year: AcademicYear) -> QuerySet[MatchingRun]:
    """The runs of a year that were made known, the last one first."""
    rows = MatchingRun.objects.filter(year=year, state=RunState.PUBLISHED)
    return rows.without_files().order_by("-published_at", "-pk")


def release_of(year: AcademicYear) -> MatchingRun | None:
    """The run that gave the year its places: the opening of the answers, made known last.

    Without one, or when only its direct requests went out: the run over everything, made known,
    with the most trainees.
    """
    released = Q(trigger=RunTrigger.EFFECT) & ~Q(figures__has_key="direct_only")
    over_all = published_runs(year).filter(scope=RunScope.ALL)
    return over_all.order_by(
        Case(When(released, then=0), default=1),
        Case(When(released, then=None), default="wanted").desc(nulls_last=True),
        "-published_at",
        "-pk",
    ).first()


def own_results(actor: Actor, year: AcademicYear) -> Rows:
    """All that was made known about the actor's requests of a year."""
    rows: Rows = MatchingResult.objects.visible_to(actor).filter(
        run__year=year, run__state=RunState.PUBLISHED
    )
    return rows


def last_of_each(rows: Rows) -> Rows:
    """Only what the last run said of each request."""
    later = MatchingResult.objects.filter(
        request=OuterRef("request"), run__state=RunState.PUBLISHED
    ).order_by("-run__published_at", "-run_id")
    return rows.filter(run=Subquery(later.values("run")[:1]))


def runs_with(rows: Rows) -> list[Any]:
    """The runs that these results are of, the last one first; id and moment alone."""
    runs = MatchingRun.objects.filter(pk__in=rows.order_by().values("run"))
    return list(
        runs.order_by("-published_at", "-pk").values("public_id", "published_at")[:MOST_RUNS]
    )


def counts_of(rows: Rows) -> dict[str, int]:
    """How many results there are of each sort, in one query."""
    found: dict[str, int] = rows.order_by().aggregate(
        all=Count("pk"),
        placed=Count("pk", filter=Q(status=ResultStatus.PUT_TO_SCHOOL)),
        suggested=Count("pk", filter=LOOKS & Q(status=ResultStatus.SUGGESTED)),
        without=Count("pk", filter=LOOKS & Q(status=ResultStatus.WITHOUT_PLACE)),
    )
    return found


def with_rows_shown(rows: Rows) -> Rows:
    """Add what a row of the list shows: `trainee_names`, `subject_names` and the request."""
    asked: Any = with_what_is_asked(PlacementRequest.objects.filter(pk=OuterRef("request")))
    names = ("trainee_names", "subject_names", "first_last_name")
    return rows.select_related("request", "school").annotate(
        **{name: Subquery(asked.values(name)[:1]) for name in names}
    )
