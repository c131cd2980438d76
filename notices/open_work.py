"""What is still open, and with whom: asked when a date comes near, and again before it is mailed.

Each function costs one query, whatever the number of organisations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from institutions.models import Offer, SchoolYear
from intromoments.models import Intromoment
from notices.recipients import members
from placements.models import Placement
from requests_app.enums import ProposalState, RequestState
from requests_app.models import PlacementRequest, Proposal

UNFINISHED = (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.PROPOSED)
"""What expires when requesting closes."""


@dataclass(frozen=True)
class OpenWork:
    """How many things are open at each organisation, and which role they are up to.

    Arguments:
        by_organisation: by the id of an institution, or of a school.
        by_person: by (institution, user), for supervisors: what they prepare themselves.
    """

    role: Role
    by_organisation: Mapping[int, int]
    by_person: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def of(self, member: Membership) -> int:
        """How many are up to a member."""
        if member.role == self.role:
            return self.by_organisation.get(member.institution_id or member.school_id or 0, 0)
        if member.role == Role.SUPERVISOR:
            return self.by_person.get((member.institution_id or 0, member.user_id), 0)
        return 0

    def people(self) -> list[tuple[Membership, int]]:
        """The members who have something open, and how many; one query."""
        if not self.by_organisation:
            return []
        here = Q(role=self.role, handles_requests=True, school__in=self.by_organisation)
        if self.role == Role.COORDINATOR:
            roles = (Role.COORDINATOR, Role.SUPERVISOR)
            here = Q(role__in=roles, institution__in=self.by_organisation)
        rows = members(Membership.objects.filter(here))
        return [(row, n) for row in rows if (n := self.of(row))]


def drafts(year: AcademicYear, trimester: int | None = None) -> OpenWork:
    """Drafts: all of an institution for its coordinators, for supervisors those not handed in."""
    rows = PlacementRequest.objects.filter(year=year, state=RequestState.DRAFT)
    if trimester is not None:
        rows = rows.filter(trimester=trimester)
    rows = rows.annotate(is_not_offered=Q(offered_for_check_at=None))
    counted = rows.order_by().values_list("institution_id", "prepared_by_id", "is_not_offered")
    of_institution: Counter[int] = Counter()
    of_person: Counter[tuple[int, int]] = Counter()
    for institution, user, is_not_offered, n in counted.annotate(n=Count("pk")):
        of_institution[institution] += n
        if is_not_offered and user is not None:
            of_person[institution, user] += n
    return OpenWork(Role.COORDINATOR, of_institution, of_person)


def unfinished(year: AcademicYear) -> OpenWork:
    """Requests of each institution that expire when requesting closes now."""
    rows = PlacementRequest.objects.filter(year=year, state__in=UNFINISHED)
    return OpenWork(Role.COORDINATOR, _counted(rows, "institution"))


def at_schools(year: AcademicYear) -> OpenWork:
    """Requests of each institution that wait for the answer of a school."""
    rows = PlacementRequest.objects.filter(year=year, state=RequestState.PROPOSED)
    return OpenWork(Role.COORDINATOR, _counted(rows, "institution"))


def unanswered(
    year: AcademicYear, trimester: int | None = None, *, due_by: date | None = None
) -> OpenWork:
    """Requests that wait for the answer of each school.

    Arguments:
        due_by: only those of which the answer is due by then.
    """
    rows = Proposal.objects.filter(request__year=year, state=ProposalState.OPEN)
    if trimester is not None:
        rows = rows.filter(request__trimester=trimester)
    if due_by is not None:
        rows = rows.filter(due_on__lte=due_by)
    return OpenWork(Role.SCHOOL_MENTOR, _counted(rows, "school"))


def unconfirmed(year: AcademicYear) -> OpenWork:
    """Schools with an offer that nobody there confirmed for the year."""
    offers = Offer.objects.filter(school_year=OuterRef("pk"))
    rows = SchoolYear.objects.filter(Exists(offers), year=year, confirmed_at=None)
    return OpenWork(Role.SCHOOL_MENTOR, _counted(rows, "school"))


def without_intromoment(year: AcademicYear, trimester: int) -> OpenWork:
    """Stages of a trimester at schools that planned no intromoment for it."""
    planned = Intromoment.objects.on().filter(
        school=OuterRef("proposal__school"), year=year, trimester=trimester
    )
    rows = Placement.objects.live().filter(
        ~Exists(planned), proposal__request__year=year, proposal__request__trimester=trimester
    )
    return OpenWork(Role.SCHOOL_MENTOR, _counted(rows, "proposal__school"))


def _counted(rows: Any, organisation: str) -> dict[int, int]:
    counted = rows.order_by().values_list(organisation).annotate(n=Count("pk"))
    return dict(counted)
