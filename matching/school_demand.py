"""Who looks for a place and could come to one school, if it had one place more.

Nobody can be told from it: numbers and distances only, and small numbers without either
(decision 0017).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Avg, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, PostalCode
from matching.engine import instance
from matching.engine.fitting import Supply, why_out
from matching.enums import LockKind, ResultStatus
from matching.models import MatchingResult, PairLock
from requests_app.enums import RequestState, Route
from requests_app.models import Activity, PlacementRequest, Preference, ProposalLine, Trainee
from requests_app.refusals import is_refusal, was_taken_back

ATTACHED = PlacementRequest.trainees.through
LOOKING = (RequestState.SUBMITTED, RequestState.REFUSED)
Cell = tuple[str, int]
"""Slug of a subject, and a trimester."""


@dataclass(frozen=True)
class Looking:
    """A request that looks: how many trainees, and how far (None when it is not known)."""

    size: int
    hectometres: int | None


@dataclass(frozen=True)
class Free:
    """Places left at the school by subject and trimester; in all, None when it gave no total."""

    by_subject: Mapping[Cell, int]
    in_all: Mapping[int, int | None]

    def with_one_more(self, cell: Cell, request: instance.Request) -> bool:
        """Whether one place more in a cell, and one trainee more at a time, takes a request."""
        slug, trimester = cell
        left = self.in_all.get(trimester)
        return (left is None or request.size <= left + 1) and all(
            request.size <= self.by_subject.get((subject, trimester), 0) + (subject == slug)
            for subject in request.subjects
        )


def looking_for(
    year: AcademicYear, school: PlacementSchool, here: instance.School, free: Free
) -> dict[Cell, list[Looking]]:
    """The requests that look for a school and that one place more would bring here; one query.

    Arguments:
        here: the school as the engine sees it.
    """
    requests = [_request(row, here.key) for row in _rows(year, school)]
    supply = Supply([_with_one_more_of_all(here, requests)])
    found: dict[Cell, list[Looking]] = defaultdict(list)
    for request in requests:
        if why_out(supply, request, here.key) is not None:
            continue
        far = int(supply.distances.farthest_of(request.homes)[0])
        for subject in request.subjects:
            cell = subject, request.trimester
            if free.with_one_more(cell, request):
                found[cell].append(Looking(request.size, far if far >= 0 else None))
    return dict(found)


def _with_one_more_of_all(
    here: instance.School, requests: Iterable[instance.Request]
) -> instance.School:
    """The school as if it had a place more for each subject that is asked."""
    asked = sorted({subject for request in requests for subject in request.subjects})
    more = tuple(instance.Offer(subject, 1) for subject in asked)
    return replace(here, offers=(*here.offers, *more))


def _rows(year: AcademicYear, school: PlacementSchool) -> Sequence[Mapping[str, Any]]:
    """Requests that look and for which the school is not ruled out by name."""
    named = Preference.objects.filter(request=OuterRef("pk"), school=school)
    rows = PlacementRequest.objects.filter(year=year, state__in=LOOKING)
    rows = rows.filter(Q(waits_for=None) | Q(waits_for=school)).annotate(is_named=Exists(named))
    rows = rows.exclude(route=Route.DIRECT, state=RequestState.SUBMITTED, is_named=False)
    rows = rows.exclude(Q(other_schools=False, is_named=False, waits_for=None))
    for reason in _ruled_out(school):
        rows = rows.filter(~Exists(reason))
    lines = Activity.objects.filter(request=OuterRef("pk")).order_by("position", "pk")
    return list(
        rows.order_by("pk").values(
            "reference", "trimester", "period_start", "period_end", "max_distance_km", "nets",
            "education_forms", "is_named",
            lines=ArraySubquery(
                lines.values(
                    line=JSONObject(
                        subject=F("subject__slug"), kind=F("kind"), graad=F("graad"),
                        education_form=F("education_form"), finality=F("finality"),
                    )
                )
            ),
            homes=ArraySubquery(_homes()),
        )
    )  # fmt: skip


def _ruled_out(school: PlacementSchool) -> list[Any]:
    """What rules a school out for a request: refused, excluded, forbidden, fixed elsewhere."""
    request = OuterRef("pk")
    roots = Activity.objects.filter(request=OuterRef(request)).values(line=Coalesce("root", "pk"))
    put = ProposalLine.objects.filter(proposal__school=school)
    refused = put.filter(is_refusal() | was_taken_back())
    locks = PairLock.objects.filter(request=request)
    return [
        refused.filter(Q(activity__in=roots) | Q(activity__root__in=roots)),
        Trainee.excluded_schools.through.objects.filter(
            placementschool=school, trainee__placement_requests=request
        ),
        locks.filter(Q(kind=LockKind.FIXED) & ~Q(school=school)
                     | Q(kind=LockKind.FORBIDDEN, school=school)),
        MatchingResult.objects.filter(
            request=request, school=school, status=ResultStatus.DISMISSED
        ),
    ]  # fmt: skip


def _homes() -> Any:
    """Where each trainee of a request leaves from; empty where the postal code is not known."""
    places = PostalCode.objects.filter(code=OuterRef("trainee__postal_code")).order_by()
    middle = places.values("code")
    return ATTACHED.objects.filter(placementrequest=OuterRef("pk")).values(
        home=JSONObject(
            latitude=Subquery(middle.annotate(mean=Avg("latitude")).values("mean")),
            longitude=Subquery(middle.annotate(mean=Avg("longitude")).values("mean")),
        )
    )


def _request(row: Mapping[str, Any], school: int) -> instance.Request:
    homes = tuple(
        None if home["latitude"] is None else (home["latitude"], home["longitude"])
        for home in row["homes"]
    )
    return instance.Request(
        key=row["reference"],
        trimester=row["trimester"],
        first_day=row["period_start"],
        last_day=row["period_end"],
        lines=tuple(
            instance.Line(
                line["subject"] or "", line["kind"], line["graad"],
                line["education_form"], line["finality"],
            )
            for line in row["lines"]
        ),
        size=max(1, len(homes)),
        homes=homes,
        max_distance_km=row["max_distance_km"],
        nets=frozenset(row["nets"]),
        education_forms=frozenset(row["education_forms"]),
        preferences=(school,) if row["is_named"] else (),
    )  # fmt: skip
