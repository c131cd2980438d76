"""Compares what a run planned with how things are now, row by row, before it is made known.

Places change while a run computes: a school answers, a coordinator chooses, an offer is lowered.
What changed is skipped, with why; the next round matches it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from institutions.offers import lock_school_years
from matching.enums import LockKind, SkipReason
from matching.models import MatchingResult, PairLock
from requests_app.askable import said_of, why_not_said, with_said
from requests_app.double_booking import elsewhere_of, lock_trainees
from requests_app.enums import RequestState
from requests_app.models import Activity, PlacementRequest, Trainee
from requests_app.places import SchoolPlaces, Taken, places_by_school, shortages_in
from requests_app.refusals import refusing_schools_of

LOOKING = (RequestState.SUBMITTED, RequestState.REFUSED)
Pair = tuple[int, int]
"""Primary keys of a request and a school."""


@dataclass(frozen=True)
class Skip:
    """Why a result is skipped: the reason, for counting, and the whole story."""

    reason: SkipReason
    words: str

    @classmethod
    def because(cls, reason: SkipReason, words: str = "") -> Skip:
        """With the words of the reason when there is nothing more to say."""
        return cls(reason, words or str(reason.label))


@dataclass
class Now:
    """How things are for a batch of results, their requests and schools locked.

    `places` is counted along: what was let through takes its places for what comes after it.
    """

    requests: Mapping[int, PlacementRequest]
    schools: Mapping[int, Any]
    refused: Mapping[int, set[int]]
    elsewhere: Mapping[int, str]
    forbidden: Collection[Pair]
    subjects: Mapping[int, Mapping[int, str]]
    """Per request: its subjects, slug by id."""
    sizes: Mapping[int, int]
    places: dict[int, SchoolPlaces]


def read_now(year: AcademicYear, results: Sequence[MatchingResult]) -> Now:
    """Lock what these results are about, in the order of the house, and read it.

    Parent requests, requests, trainees of refused ones, school years (docs/architecture.md).
    """
    requests = lock_requests([result.request_id for result in results])
    for request in requests.values():
        request.year = year  # one object for all, instead of a joined row for each
    again = [row for row in requests.values() if row.state == RequestState.REFUSED]
    if again:  # two requests of one trainee do not come to life again at the same moment
        lock_trainees(*again)
    schools = {result.school_id for result in results if result.school_id is not None}
    lock_school_years(schools, year)
    rows = with_said(PlacementSchool.objects.filter(pk__in=schools), school="pk", year=year)
    return Now(
        requests=requests,
        schools={row.pk: row for row in rows},
        refused=refusing_schools_of(list(requests)),
        elsewhere=elsewhere_of(again) if again else {},
        forbidden=_forbidden(requests),
        subjects=_subjects(requests),
        sizes=_sizes(requests),
        places=places_by_school(year, schools=schools),
    )


def lock_requests(pks: Collection[int]) -> dict[int, PlacementRequest]:
    """Lock requests, each after the one that it follows: a parent is always the older row."""
    rows = PlacementRequest.objects.filter(pk__in=pks)
    parents = rows.exclude(parent=None).values_list("parent_id", flat=True)
    locked = PlacementRequest.objects.select_for_update(of=("self",))
    found = {row.pk: row for row in locked.filter(pk__in={*pks, *parents}).order_by("pk")}
    wanted = set(pks)
    return {pk: row for pk, row in found.items() if pk in wanted}


def _forbidden(requests: Collection[int]) -> set[Pair]:
    """Pairs that were forbidden by hand, or excluded by a trainee."""
    locks = PairLock.objects.filter(request__in=requests, kind=LockKind.FORBIDDEN)
    excluded = Trainee.excluded_schools.through.objects.filter(
        trainee__placement_requests__in=requests
    )
    return {
        *locks.values_list("request_id", "school_id"),
        *excluded.values_list("trainee__placement_requests", "placementschool_id"),
    }


def _subjects(requests: Collection[int]) -> dict[int, dict[int, str]]:
    rows = Activity.objects.filter(request__in=requests, subject__isnull=False).order_by()
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for request, subject, slug in rows.values_list("request_id", "subject_id", "subject__slug"):
        found[request][int(subject or 0)] = str(slug)
    return found


def _sizes(requests: Collection[int]) -> dict[int, int]:
    rows = PlacementRequest.objects.filter(pk__in=requests).order_by()
    return dict(rows.annotate(size=Count("trainees")).values_list("pk", "size"))


def why_skipped(now: Now, result: MatchingResult) -> Skip | None:
    """Why a result cannot be made known any more; None when it can, and then it takes its places.

    What lay fixed (a direct request, a pair fixed by hand) is not held against the places:
    somebody wanted it all the same, and the school decides.
    """
    request, school = now.requests[result.request_id], int(result.school_id or 0)
    if request.version != result.request_version or request.state not in LOOKING:
        return Skip.because(SkipReason.CHANGED)
    row = now.schools[school]
    if words := why_not_said(request, row, said_of(row), now.refused.get(request.pk, set())):
        return Skip.because(SkipReason.NOT_ASKABLE, words)
    if (request.pk, school) in now.forbidden:
        return Skip.because(SkipReason.FORBIDDEN)
    if words := now.elsewhere.get(request.pk, ""):
        return Skip.because(SkipReason.ELSEWHERE, words)
    subjects = subjects_of(now, result)
    trimester, size = int(request.trimester or 0), max(1, now.sizes.get(request.pk, 1))
    here = now.places.setdefault(school, SchoolPlaces({}, None, Taken()))
    if not result.is_fixed and shortages_in(here, subjects, trimester, size):
        return Skip.because(SkipReason.FULL)
    for subject in subjects:
        here.taken.by_subject[subject, trimester] += size
    here.taken.total[trimester] += size
    return None


def subjects_of(now: Now, result: MatchingResult) -> dict[int, str]:
    """The subjects that a result is about, slug by id: all of the request's, or its part."""
    asked = now.subjects.get(result.request_id, {})
    if not result.subjects:
        return dict(asked)
    return {pk: slug for pk, slug in asked.items() if slug in result.subjects}
