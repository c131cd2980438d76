"""A trainee's own requests, once they reached a school: where they stand, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.calendar_facts import calendar_facts, calendar_from
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from institutions.actors import Actor
from institutions.models import Campus, PlacementSchool, SchoolFreeDay
from requests_app.dashboards import Asking
from requests_app.enums import ProposalState, RequestState
from requests_app.lesdagen_left import TimeLeft, time_left
from requests_app.models import Activity, PlacementRequest, Proposal
from requests_app.way import ACCEPTED, Step, first_steps

S = RequestState
STOPPED = (S.WITHDRAWN, S.EXPIRED, S.CANCELLED)


@dataclass(frozen=True)
class OwnRequest:
    """One request as its trainee sees it; `school` only while it lies there or is accepted.

    An answer that no coordinator opened yet may still be corrected: until then it is no answer.
    """

    request: PlacementRequest
    state: RequestState
    words: str
    on: date | None
    school: PlacementSchool | None
    campus: Campus | None
    activities: list[Activity]
    way: list[Step]
    left: TimeLeft | None = None
    """The time that the school still has to answer."""

    @property
    def is_accepted(self) -> bool:
        """There is a stage: its page has the details."""
        return self.state in ACCEPTED

    @property
    def has_stopped(self) -> bool:
        """It goes on no more."""
        return self.state in STOPPED


def own_requests(actor: Actor, year: AcademicYear) -> list[OwnRequest]:
    """The released requests of a trainee in a year, in the order of their period."""
    free = SchoolFreeDay.objects.filter(school=OuterRef("school"), date__gte=clock.today())
    proposals = Proposal.objects.annotate(free_days=ArraySubquery(free.values("date")))
    proposals = proposals.select_related("school", "campus").order_by("pk")
    rows = (
        PlacementRequest.objects.visible_to(actor)
        .filter(year=year)
        .select_related("programme")
        .annotate(calendar_facts=calendar_facts(), asked_until=Subquery(_last_day_to_ask()))
        .order_by("period_start", "pk")
        .prefetch_related(
            Prefetch("activities", Activity.objects.select_related("subject")),
            Prefetch("proposals", proposals),
            Prefetch("proposals__school__campuses", Campus.objects.filter(is_active=True)),
        )
    )
    return [_own(request) for request in rows]


def _last_day_to_ask() -> QuerySet[Any]:
    rows = Phase.objects.filter(year=OuterRef("year"), kind=PhaseKind.REQUESTS)
    return rows.values("last_day")


def with_later_steps(
    rows: Iterable[OwnRequest], later: Mapping[int, Sequence[Step]]
) -> list[OwnRequest]:
    """The same, each with what follows the school's answer."""
    return [
        replace(row, way=[*row.way, *later.get(row.request.pk, [])]) if row.is_accepted else row
        for row in rows
    ]


def held_until(asking: Asking) -> date | None:
    """The day on which requests reach the schools, while it is still to come."""
    phase = asking.phase(PhaseKind.ANSWERS)
    return phase.opens_on if phase and not asking.has_opened(PhaseKind.ANSWERS) else None


def _own(request: PlacementRequest) -> OwnRequest:
    proposals = list(request.proposals.all())
    proposal = proposals[-1]
    state = S.PROPOSED if _is_unopened(request, proposal) else S(request.state)
    shown = state in (S.PROPOSED, *ACCEPTED)
    school: PlacementSchool | None = proposal.school if shown else None
    left = _time_left(request, proposal)
    return OwnRequest(
        request=request,
        state=state,
        words=_words(state),
        on=proposal.answered_at if state in ACCEPTED else None,
        school=school,
        campus=(proposal.campus or _head_campus(school)) if school else None,
        activities=list(request.activities.all()),
        way=first_steps(request, state, proposals, left),
        left=left,
    )


def _time_left(request: Any, proposal: Any) -> TimeLeft | None:
    """Until the school's answer is expected, while it did not answer."""
    if proposal.state != ProposalState.OPEN:
        return None
    calendar = replace(
        calendar_from(request.calendar_facts), extra_free_days=frozenset(proposal.free_days)
    )
    return time_left(proposal.due_on, clock.today(), calendar)


def _is_unopened(request: PlacementRequest, proposal: Proposal) -> bool:
    return request.state in (*ACCEPTED, S.REFUSED) and proposal.seen_at is None


def _head_campus(school: PlacementSchool) -> Campus | None:
    campuses = sorted(school.campuses.all(), key=lambda row: (not row.is_head, row.number))
    return campuses[0] if campuses else None


def _words(state: RequestState) -> str:
    """What the steps do not say: why it stopped."""
    texts = {
        S.WITHDRAWN: _("Uw opleiding trok deze aanvraag in."),
        S.EXPIRED: _("Deze aanvraag is vervallen. Neem contact op met uw opleiding."),
        S.CANCELLED: _("Deze stage gaat niet door. Neem contact op met uw opleiding."),
    }
    return str(texts.get(state, ""))
