"""Reads what the shortlist ranks: every school with its supply, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from institutions.enums import Stance
from institutions.geography import Point, mean_point, nearest_km
from institutions.models import Campus, Offer, PlacementSchool, PostalCode, SchoolYear
from requests_app.askable import Said, said_of, with_said
from requests_app.enums import ProposalState, RequestState
from requests_app.models import Activity, PlacementRequest, Proposal
from requests_app.places import ACCEPTED_STATES, SchoolPlaces, Taken, taken_by_school
from requests_app.refusals import schools_that_refused
from requests_app.shortlist import Candidate, Line, Offered, Shortlist, Wanted, shortlist


@dataclass(frozen=True)
class Reading:
    """A shortlist with the rows that its page shows: schools by id, subjects by id."""

    shortlist: Shortlist
    schools: Mapping[int, Any]
    subjects: Mapping[int, str]


def shortlist_for(
    request: Any, lines: Sequence[Activity], *, wishes_exclude: bool = True
) -> Reading:
    """The shortlist of one request.

    Arguments:
        request: read with `request_selectors.with_one_page`, for its trainees.
        lines: its lines, with their subjects.
        wishes_exclude: see `shortlist`.
    """
    wanted = wanted_by(request, lines)
    rows = {row.pk: row for row in _schools(request)}
    places = _places(request, rows)
    homes = _homes(request)
    refused = _refused(request)
    offers = _offers(request, wanted.subjects)
    candidates = [
        _candidate(request, row, offers.get(pk, ()), places[pk], homes, pk in refused)
        for pk, row in rows.items()
    ]
    names = {line.subject_id: line.subject.name for line in lines if line.subject}
    return Reading(
        shortlist(wanted, candidates, wishes_exclude=wishes_exclude),
        rows,
        {pk: name for pk, name in names.items() if pk is not None},
    )


def wanted_by(request: Any, lines: Iterable[Activity]) -> Wanted:
    """What a request asks of a school."""
    return Wanted(
        lines=tuple(
            Line(line.subject_id, line.kind, line.graad, line.education_form, line.finality)
            for line in lines
        ),
        size=max(1, len(request.trainee_rows)),
        max_distance_km=request.max_distance_km,
        nets=frozenset(request.nets),
        education_forms=frozenset(request.education_forms),
    )


def _schools(request: PlacementRequest) -> Any:
    """All schools, with what they said, where they are, and what they answered this institution."""
    year = request.year_id
    said = SchoolYear.objects.filter(school=OuterRef("pk"), year=year)
    offers = Offer.objects.filter(school_year__school=OuterRef("pk"), school_year__year=year)
    campuses = Campus.objects.filter(school=OuterRef("pk"), is_active=True)
    located = campuses.filter(latitude__isnull=False, longitude__isnull=False)
    head = campuses.order_by("-is_head", "number")
    answers = Proposal.objects.filter(
        school=OuterRef("pk"), request__institution=request.institution_id
    ).order_by()
    return with_said(PlacementSchool.objects.active(), school="pk", year=year).annotate(
        confirmed_at=Subquery(said.values("confirmed_at")),
        has_offer=Exists(offers),
        points=ArraySubquery(
            located.values(point=JSONObject(lat=F("latitude"), lon=F("longitude")))
        ),
        locality=Subquery(head.values("locality")[:1]),
        accepted_before=_count(answers, Q(state__in=ACCEPTED_STATES)),
        refused_before=_count(answers, Q(state=ProposalState.REFUSED)),
    )


def _count(rows: Any, condition: Q) -> Any:
    counted = rows.filter(condition).values("school").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _offers(
    request: PlacementRequest, subjects: Sequence[int]
) -> dict[int, list[tuple[int, Offered]]]:
    """What schools offer of these subjects in the request's trimester, by school id."""
    rows = Offer.objects.filter(school_year__year=request.year_id, subject__in=subjects)
    rows = rows.exclude(school_year__stance=Stance.NO).order_by("pk")
    if request.trimester is not None:
        rows = rows.filter(Q(trimester=request.trimester) | Q(trimester=None))
    found: dict[int, list[tuple[int, Offered]]] = defaultdict(list)
    for school, subject, places, graad, kinds in rows.values_list(
        "school_year__school_id", "subject_id", "places", "graad", "kinds"
    ):
        found[school].append((subject, Offered(subject, places, graad, frozenset(kinds))))
    return found


def _places(request: PlacementRequest, rows: Mapping[int, Any]) -> dict[int, Taken]:
    taken = taken_by_school(request.year, trimester=request.trimester)
    return {pk: taken.get(pk, Taken()) for pk in rows}


def _refused(request: PlacementRequest) -> set[int]:
    """Nobody refused a draft yet."""
    return set() if request.state == RequestState.DRAFT else schools_that_refused(request)


def _homes(request: Any) -> list[Point | None]:
    """Where each trainee leaves from; None where the postal code is not known."""
    codes = [row["postal_code"] for row in request.trainee_rows]
    points: dict[str, list[Point]] = defaultdict(list)
    for code, latitude, longitude in PostalCode.objects.filter(code__in=codes).values_list(
        "code", "latitude", "longitude"
    ):
        points[code].append(Point(latitude, longitude))
    return [mean_point(points[code]) for code in codes]


def _distance(homes: Sequence[Point | None], points: Sequence[Point]) -> float | None:
    """From the trainee who has farthest to go, to the nearest campus; None when unknown."""
    known = [nearest_km(home, points) for home in homes]
    if not known or any(distance is None for distance in known):
        return None
    return max(distance for distance in known if distance is not None)


def _candidate(
    request: PlacementRequest,
    row: Any,
    offers: Iterable[tuple[int, Offered]],
    taken: Taken,
    homes: Sequence[Point | None],
    has_refused: bool,
) -> Candidate:
    said: Said = said_of(row)
    trimester = request.trimester or 0
    offered: dict[tuple[int, int], int] = defaultdict(int)
    for subject, offer in offers:
        offered[subject, trimester] += offer.places
    places = SchoolPlaces(offered, said.total, taken)
    in_all = None if said.total is None else said.total - taken.total.get(trimester, 0)
    points = [Point(point["lat"], point["lon"]) for point in row.points]
    return Candidate(
        pk=row.pk,
        name=row.name,
        number=row.number,
        net=row.net,
        education_forms=frozenset(row.education_forms),
        finalities=frozenset(row.finalities),
        graden=frozenset(row.graden),
        distance_km=_distance(homes, points),
        takes_nobody=said.takes_nobody,
        is_blocked=said.blocked_in(request.period_start, request.period_end) is not None,
        has_refused=has_refused,
        is_confirmed=row.confirmed_at is not None,
        has_offer=row.has_offer,
        offers=tuple(offer for _subject, offer in offers),
        free={subject: places.free(subject, trimester) for subject, _trimester in offered},
        free_in_all=in_all,
    )
