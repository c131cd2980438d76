"""Reads what the shortlist ranks: every school with its supply, in a constant number of queries.

Only what one request needs is read, so that the page of a lone request stays a page: of the offer
the subjects that it asks, of the places taken its trimester.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.geography import Point, mean_point
from institutions.models import Campus, Offer, PlacementSchool, PostalCode, SchoolYear
from matching.engine import instance
from matching.engine.outcome import Price
from matching.engine.shortlist import Shortlist, shortlist
from matching.enums import ResultStatus, RunScope, RunState
from matching.models import MatchingResult, MatchingRun
from matching.outcome_reading import LOOKS
from requests_app.askable import Said, said_of, with_said
from requests_app.enums import ProposalState
from requests_app.models import Activity, PlacementRequest, Preference, Proposal, Trainee
from requests_app.places import ACCEPTED_STATES, Taken, taken_by_school
from requests_app.refusals import late_lines_of, refused_lines_of

NOTHING_ASKED = instance.Offer("", 0)
"""Stands for an offer of other subjects than those asked: the school did promise something."""


@dataclass(frozen=True)
class Reading:
    """A shortlist with the rows that its page shows.

    Arguments:
        request: as the engine sees it.
        schools: rows of `PlacementSchool` by instellingsnummer.
        subjects: names by slug.
    """

    shortlist: Shortlist
    request: instance.Request
    schools: Mapping[int, Any]
    subjects: Mapping[str, str]

    @property
    def some_were_late(self) -> bool:
        """Whether the request was taken back from a school that did not answer in time."""
        return any(row.was_late for row in self.schools.values())

    @property
    def some_are_excluded(self) -> bool:
        """Whether there are schools to which a trainee does not go."""
        return any(row.is_excluded for row in self.schools.values())


def shortlist_for(
    request: Any, lines: Sequence[Activity], *, wishes_exclude: bool = True
) -> Reading:
    """The shortlist of one request.

    Arguments:
        request: read with `request_selectors.with_one_page`, for its trainees.
        lines: its lines, with their subjects.
        wishes_exclude: see `shortlist`.
    """
    subjects = {line.subject_id: line.subject for line in lines if line.subject}
    slugs = {pk: subject.slug for pk, subject in subjects.items()}
    rows = {row.number: row for row in _schools(request)}
    wanted = asked_by(request, lines, rows.values())
    taken = taken_by_school(request.year, trimester=request.trimester)
    offers = _offers(request, slugs)
    schools = [
        _school(request, row, offers.get(row.pk, ()), taken.get(row.pk, Taken()), slugs)
        for row in rows.values()
    ]
    last = latest_prices(request.year, request.trimester)
    promised = {row.number: row.promised for row in rows.values()} if last.are_taken else None
    found = shortlist(
        wanted, schools, prices=last.prices, promised=promised, wishes_exclude=wishes_exclude
    )
    return Reading(found, wanted, rows, {row.slug: row.name for row in subjects.values()})


def asked_by(request: Any, lines: Iterable[Activity], schools: Iterable[Any]) -> instance.Request:
    """What a request asks, as the engine takes it; a draft may still lack its period.

    Arguments:
        schools: the schools as read for the page, with what the request has with each.
    """
    known = list(schools)
    named = sorted((row.named_as, row.number) for row in known if row.named_as is not None)
    return instance.Request(
        key=request.reference,
        trimester=request.trimester or 0,
        first_day=request.period_start or date.max,
        last_day=request.period_end or date.min,
        lines=tuple(_line(line) for line in lines),
        size=max(1, len(request.trainee_rows)),
        homes=_homes(request),
        max_distance_km=request.max_distance_km,
        nets=frozenset(request.nets),
        education_forms=frozenset(request.education_forms),
        preferences=tuple(number for _rank, number in named),
        not_at=frozenset(row.number for row in known if _is_passed_over(row)),
    )


def _is_passed_over(row: Any) -> bool:
    """Whether a school is not for the request; one that was late is, when it is named again."""
    was_late = row.was_late and row.named_as is None
    return bool(row.has_refused or row.is_excluded or was_late)


def _line(line: Activity) -> instance.Line:
    subject = line.subject.slug if line.subject else ""
    return instance.Line(subject, line.kind, line.graad, line.education_form, line.finality)


@dataclass(frozen=True)
class Prices:
    """What a place costs the others, by the last run that told.

    Arguments:
        prices: None before the first run.
        are_taken: whether the run was made known, so that whom it placed holds a place by now.
    """

    prices: tuple[Price, ...] | None = None
    are_taken: bool = False


def latest_prices(year: AcademicYear, trimester: int | None) -> Prices:
    """What a place costs the others, by the last finished run that looked at all of a trimester.

    Runs about what looks since then are left aside: they know of a few requests only.
    """
    finished = [RunState.READY, RunState.PUBLISHING, RunState.PUBLISHED]
    rows: Any = MatchingRun.objects.filter(
        Q(scope=RunScope.ALL) | Q(scope=RunScope.TRIMESTER, trimester=trimester),
        year=year,
        state__in=finished,
    )
    found = rows.order_by("-created_at", "-pk").values_list("prices", "state").first()
    if found is None:
        return Prices()
    prices, state = found
    return Prices(tuple(Price(**row) for row in prices), state != RunState.READY)


def _promised(request: PlacementRequest) -> Any:
    """How many trainees of others are suggested a place at a school in the same subjects."""
    subjects = Activity.objects.filter(request=request.pk, subject__isnull=False)
    also_asked = Activity.objects.filter(
        request=OuterRef("request"), subject__in=subjects.values("subject")
    )
    rows = MatchingResult.objects.filter(
        LOOKS,
        Exists(also_asked),
        school=OuterRef("pk"),
        status=ResultStatus.SUGGESTED,
        run__state=RunState.PUBLISHED,
        request__year=request.year_id,
        request__trimester=request.trimester,
    )
    counted = rows.exclude(request=request.pk).order_by().values("school")
    trainees = counted.annotate(n=Count("request__trainees", distinct=True)).values("n")
    return Coalesce(Subquery(trainees, output_field=IntegerField()), 0)


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
    named = Preference.objects.filter(request=request.pk, school=OuterRef("pk"))
    refused = refused_lines_of(request).filter(proposal__school=OuterRef("pk"))
    late = late_lines_of(request).filter(proposal__school=OuterRef("pk"))
    excluded = Trainee.excluded_schools.through.objects.filter(
        trainee__placement_requests=request.pk, placementschool=OuterRef("pk")
    )
    return with_said(PlacementSchool.objects.active(), school="pk", year=year).annotate(
        confirmed_at=Subquery(said.values("confirmed_at")),
        has_offer=Exists(offers),
        points=ArraySubquery(
            located.values(point=JSONObject(lat=F("latitude"), lon=F("longitude")))
        ),
        locality=Subquery(head.values("locality")[:1]),
        named_as=Subquery(named.values("rank")[:1]),
        has_refused=Exists(refused),
        was_late=Exists(late),
        is_excluded=Exists(excluded),
        promised=_promised(request),
        accepted_before=_count(answers, Q(state__in=ACCEPTED_STATES)),
        refused_before=_count(answers, Q(state=ProposalState.REFUSED)),
    )


def _count(rows: Any, condition: Q) -> Any:
    counted = rows.filter(condition).values("school").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _offers(
    request: PlacementRequest, subjects: Mapping[int | None, str]
) -> dict[int, list[instance.Offer]]:
    """What schools offer of the subjects in the request's trimester, by school id.

    All of it counts in the trimester of the request, also while that is not chosen yet.
    """
    rows = Offer.objects.filter(school_year__year=request.year_id, subject__in=list(subjects))
    rows = rows.exclude(school_year__stance=Stance.NO).order_by("pk")
    if request.trimester is not None:
        rows = rows.filter(Q(trimester=request.trimester) | Q(trimester=None))
    found: dict[int, list[instance.Offer]] = defaultdict(list)
    for school, subject, places, graad, kinds in rows.values_list(
        "school_year__school_id", "subject_id", "places", "graad", "kinds"
    ):
        offer = instance.Offer(subjects[subject], places, None, graad, frozenset(kinds))
        found[school].append(offer)
    return found


def _homes(request: Any) -> tuple[instance.Point | None, ...]:
    """Where each trainee leaves from; None where the postal code is not known."""
    codes = [row["postal_code"] for row in request.trainee_rows]
    points: dict[str, list[Point]] = defaultdict(list)
    for code, latitude, longitude in PostalCode.objects.filter(code__in=codes).values_list(
        "code", "latitude", "longitude"
    ):
        points[code].append(Point(latitude, longitude))
    middles = [mean_point(points[code]) for code in codes]
    return tuple(None if here is None else (here.latitude, here.longitude) for here in middles)


def _school(
    request: PlacementRequest,
    row: Any,
    offers: Iterable[instance.Offer],
    taken: Taken,
    slugs: Mapping[int | None, str],
) -> instance.School:
    said: Said = said_of(row)
    asked = tuple(offers)
    trimester = request.trimester or 0
    return instance.School(
        key=row.number,
        points=tuple((point["lat"], point["lon"]) for point in row.points),
        net=row.net,
        education_forms=frozenset(row.education_forms),
        finalities=frozenset(row.finalities),
        graden=frozenset(row.graden),
        takes_nobody=said.takes_nobody,
        is_confirmed=row.confirmed_at is not None,
        blocked=tuple(instance.BlockedDays(days.first, days.last) for days in said.blocked),
        total=said.total,
        offers=asked or ((NOTHING_ASKED,) if row.has_offer else ()),
        taken=tuple(
            (slugs[subject], when, n)
            for (subject, when), n in taken.by_subject.items()
            if subject in slugs
        ),
        taken_in_all=tuple((when, n) for when, n in taken.total.items() if when == trimester),
    )
