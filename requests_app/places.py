"""Places: what a school offers, what is taken, and what accepting would take over the offer.

A request takes, in its trimester, as many places as it has trainees of each of its subjects,
and as many of the school's total at the same time. Accepted lines and lines of open proposals
take places; refused lines give them back. A school without any offer in a year made no
promise per subject: then only its total, if it gave one, can run short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from institutions.selectors import Supply, supply_by_school
from requests_app.enums import PLACE_TAKING_STATES, Decision, ProposalState
from requests_app.models import PlacementRequest, Proposal, ProposalLine
from requests_app.problems import Shortage

SubjectInTrimester = tuple[int, int]
PlaceRow = tuple[int, int, int, int | None, int]  # school, request, trimester, subject, size
ACCEPTED_STATES = (ProposalState.ACCEPTED, ProposalState.PARTIALLY_ACCEPTED)


@dataclass
class Taken:
    """Places taken at one school: by (subject id, trimester), and in all by trimester."""

    by_subject: dict[SubjectInTrimester, int] = field(default_factory=lambda: defaultdict(int))
    total: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class SchoolPlaces:
    """Supply of one school in one year.

    `offered` and `taken.by_subject` count places by (subject id, trimester); `total` is the
    number of trainees at the same time, None when the school gave none.
    """

    offered: dict[SubjectInTrimester, int]
    total: int | None
    taken: Taken

    def free(self, subject_id: int, trimester: int) -> int:
        """Places left for a subject in a trimester, also within the total; never negative."""
        left = self.offered.get((subject_id, trimester), 0)
        left -= self.taken.by_subject.get((subject_id, trimester), 0)
        if self.total is not None:
            left = min(left, self.total - self.taken.total.get(trimester, 0))
        return max(left, 0)


def group_size() -> Coalesce:
    """How many trainees the request of a proposal line has, as a subquery."""
    attached = PlacementRequest.trainees.through.objects.filter(
        placementrequest_id=OuterRef("proposal__request_id")
    )
    of_one_request = attached.order_by().values("placementrequest_id")
    return Coalesce(Subquery(of_one_request.values(size=Count("pk"))), 1)


def taken_by_school(
    year: AcademicYear,
    *,
    schools: Collection[int] | None = None,
    trimester: int | None = None,
    states: Iterable[str] = PLACE_TAKING_STATES,
    without: Proposal | None = None,
) -> dict[int, Taken]:
    """Places taken in a year, by school id, in one query.

    Arguments:
        schools: ids of the schools to look at; None for all.
        trimester: the only trimester to look at; None for all.
        states: the proposal states that take places; by default open and accepted ones.
        without: a proposal to leave out, as if it were not there.
    """
    rows = (
        ProposalLine.objects.filter(proposal__request__year=year, proposal__state__in=list(states))
        .exclude(decision=Decision.REFUSED)
        .annotate(size=group_size())
        .order_by()
        .values_list(
            "proposal__school_id",
            "proposal__request_id",
            "proposal__request__trimester",
            "activity__subject_id",
            "size",
        )
        .distinct()
    )
    if schools is not None:
        rows = rows.filter(proposal__school_id__in=schools)
    if trimester is not None:
        rows = rows.filter(proposal__request__trimester=trimester)
    if without is not None:
        rows = rows.exclude(proposal=without)
    return _count(cast("Iterable[PlaceRow]", rows))


def _count(rows: Iterable[PlaceRow]) -> dict[int, Taken]:
    taken: dict[int, Taken] = defaultdict(Taken)
    requests_seen: set[tuple[int, int]] = set()
    for school, request, trimester, subject, size in rows:
        if subject is not None:
            taken[school].by_subject[(subject, trimester)] += size
        if (school, request) not in requests_seen:
            requests_seen.add((school, request))
            taken[school].total[trimester] += size
    return taken


def places_by_school(
    year: AcademicYear,
    *,
    schools: Collection[int] | None = None,
    states: Iterable[str] = PLACE_TAKING_STATES,
    without: Proposal | None = None,
) -> dict[int, SchoolPlaces]:
    """Supply and what is taken of it, by school id, in a constant number of queries."""
    supply = supply_by_school(year, schools=schools)
    taken = taken_by_school(year, schools=schools, states=states, without=without)
    return {
        pk: SchoolPlaces(here.places, here.total, taken.get(pk, Taken()))
        for pk in set(supply) | set(taken)
        for here in [supply.get(pk, NO_SUPPLY)]
    }


NO_SUPPLY = Supply({}, None)
NOTHING = SchoolPlaces({}, None, Taken())


def places_at(
    school: PlacementSchool,
    year: AcademicYear,
    *,
    states: Iterable[str] = PLACE_TAKING_STATES,
    without: Proposal | None = None,
) -> SchoolPlaces:
    """Supply of one school in one year, and what is taken of it."""
    return places_by_school(year, schools=[school.pk], states=states, without=without).get(
        school.pk, NOTHING
    )


def has_room(
    school: PlacementSchool, request: PlacementRequest, subjects: Mapping[int, str], size: int
) -> bool:
    """Whether a school has places left for `size` trainees of these subjects (id: name).

    Open proposals take places too.
    """
    here = places_at(school, request.year)
    return not shortages_in(here, subjects, int(request.trimester or 0), size)


def shortages(proposal: Proposal, subjects: Mapping[int, str]) -> list[Shortage]:
    """Where accepting these subjects (id: name) of a proposal takes the school over its offer.

    Counts what the school has accepted already; other open proposals wait for its choice.
    """
    request = proposal.request
    here = places_at(proposal.school, request.year, states=ACCEPTED_STATES, without=proposal)
    return shortages_in(here, subjects, int(request.trimester or 0), request.trainees.count())


def shortages_in(
    here: SchoolPlaces, subjects: Mapping[int, str], trimester: int, size: int
) -> list[Shortage]:
    """Where `size` more trainees of these subjects (id: name) take a school over its offer."""
    short: list[Shortage] = []
    if here.offered:
        for pk, name in sorted(subjects.items(), key=lambda subject: subject[1]):
            offered = here.offered.get((pk, trimester), 0)
            taken = here.taken.by_subject.get((pk, trimester), 0)
            if taken + size > offered:
                short.append(Shortage(name, trimester, offered, taken, size))
    in_all = here.taken.total.get(trimester, 0)
    if here.total is not None and in_all + size > here.total:
        short.append(Shortage(None, trimester, here.total, in_all, size))
    return short
