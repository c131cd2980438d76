"""Who could wait for a full school, and the proposal whose place may come free there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool, Subject
from matching.engine.fitting import Supply, fit
from matching.reading import looking_requests, read_instance
from requests_app.enums import ProposalState, RequestState
from requests_app.models import Activity, PlacementRequest, Proposal
from requests_app.places import SchoolPlaces, places_by_school

Cell = tuple[int, int, int]
"""Primary keys of a school and a subject, and a trimester."""


@dataclass(frozen=True)
class FullSchool:
    """A school without a place, who could wait for one, and the proposal that holds one."""

    school: PlacementSchool
    could_wait: list[PlacementRequest]
    holder: Proposal


def full_schools(year: AcademicYear) -> list[FullSchool]:
    """Schools with no place left in a subject, those for which most could wait first."""
    holders = _holders(year)
    places = places_by_school(year)
    found = [
        FullSchool(holders[cell].school, waiting, holders[cell])
        for cell, waiting in _could_go(year).items()
        if cell in holders and _is_just_full(places[cell[0]], *cell[1:])
    ]
    return sorted(found, key=lambda full: (-len(full.could_wait), full.holder.pk))


def _is_just_full(here: SchoolPlaces, subject: int, trimester: int) -> bool:
    """Whether one proposal less means one place free: nothing goes above the offer."""
    taken = here.taken.by_subject[subject, trimester]
    in_all = here.taken.total[trimester]
    return taken == here.offered.get((subject, trimester)) and in_all <= (here.total or in_all)


def _alone(year: AcademicYear, state: RequestState) -> dict[int, PlacementRequest]:
    """Requests in a state of one trainee in one subject, by their primary key."""
    rows = PlacementRequest.objects.filter(year=year, state=state, is_group=False)
    counted = rows.annotate(subjects=Count("activities__subject", distinct=True))
    return {row.pk: row for row in counted.filter(subjects=1).order_by("pk")}


def _subject_of(requests: dict[int, PlacementRequest]) -> dict[int, tuple[int, str]]:
    rows = Activity.objects.filter(request__in=requests, subject__isnull=False)
    return {
        request: (int(subject or 0), slug)
        for request, subject, slug in rows.values_list("request", "subject", "subject__slug")
    }


def _holders(year: AcademicYear) -> dict[Cell, Proposal]:
    alone = _alone(year, RequestState.PROPOSED)
    subjects = _subject_of(alone)
    rows = Proposal.objects.filter(request__in=alone, state=ProposalState.OPEN)
    return {
        (row.school_id, subjects[row.request_id][0], int(alone[row.request_id].trimester or 0)): row
        for row in rows.select_related("school").prefetch_related("lines").order_by("pk")
    }


def _could_go(year: AcademicYear) -> dict[Cell, list[PlacementRequest]]:
    """Who looks for a school, alone and in one subject, by where a place would do."""
    reading = read_instance(year, requests=looking_requests(year))
    supply = Supply(reading.instance.schools)
    requests = PlacementRequest.objects.in_bulk(list(reading.request_pks.values()))
    subjects = dict(Subject.objects.values_list("slug", "pk"))
    found: dict[Cell, list[PlacementRequest]] = defaultdict(list)
    for asked in reading.instance.requests:
        if asked.size > 1 or len(asked.subjects) != 1:
            continue
        for place in fit(supply, asked, asked.subjects).schools:
            school = reading.school_pks[supply.schools[place].key]
            cell = school, subjects[asked.subjects[0]], asked.trimester
            found[cell].append(requests[reading.request_pks[asked.key]])
    return found
