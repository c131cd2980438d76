"""A trainee's own requests, once they reached a school: where they stand, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.calendar_facts import calendar_facts, calendar_from
from calendar_cfg.dates import long_date
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.models import Campus, PlacementSchool, SchoolFreeDay
from requests_app.enums import Decision, ProposalState, RequestState
from requests_app.lesdagen_left import TimeLeft, time_left
from requests_app.models import Activity, PlacementRequest, Proposal, ProposalLine

S = RequestState
ACCEPTED = (S.ACCEPTED, S.PARTIALLY_ACCEPTED)


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
    mentors: list[str]
    left: TimeLeft | None = None
    """The time that the school still has to answer."""


def own_requests(actor: Actor, year: AcademicYear) -> list[OwnRequest]:
    """The released requests of a trainee in a year, in the order of their period."""
    lines = ProposalLine.objects.select_related("activity__subject", "subject_mentor__user")
    free = SchoolFreeDay.objects.filter(school=OuterRef("school"), date__gte=clock.today())
    proposals = Proposal.objects.annotate(free_days=ArraySubquery(free.values("date")))
    proposals = proposals.select_related("school", "campus").order_by("pk")
    rows = (
        PlacementRequest.objects.visible_to(actor)
        .filter(year=year)
        .select_related("programme")
        .annotate(calendar_facts=calendar_facts())
        .order_by("period_start", "pk")
        .prefetch_related(
            Prefetch("activities", Activity.objects.select_related("subject")),
            Prefetch("proposals", proposals.prefetch_related(Prefetch("lines", lines))),
            Prefetch("proposals__school__campuses", Campus.objects.filter(is_active=True)),
        )
    )
    return [_own(request) for request in rows]


def _own(request: PlacementRequest) -> OwnRequest:
    proposal = list(request.proposals.all())[-1]
    state = S.PROPOSED if _is_unopened(request, proposal) else S(request.state)
    shown = state in (S.PROPOSED, *ACCEPTED)
    school: PlacementSchool | None = proposal.school if shown else None
    accepted = state in ACCEPTED
    return OwnRequest(
        request=request,
        state=state,
        words=_words(state, proposal),
        on=proposal.answered_at if accepted else None,
        school=school,
        campus=(proposal.campus or _head_campus(school)) if school else None,
        activities=_activities(request, proposal, accepted=accepted),
        mentors=_mentors(proposal) if accepted else [],
        left=_time_left(request, proposal),
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


def _activities(request: PlacementRequest, proposal: Proposal, *, accepted: bool) -> list[Activity]:
    """What is asked; once accepted, only what was accepted."""
    if not accepted:
        return list(request.activities.all())
    return [row.activity for row in proposal.lines.all() if row.decision == Decision.ACCEPTED]


def _mentors(proposal: Proposal) -> list[str]:
    people = [row.subject_mentor.user for row in proposal.lines.all() if row.subject_mentor]
    return sorted({str(person) for person in people})


def _head_campus(school: PlacementSchool) -> Campus | None:
    campuses = sorted(school.campuses.all(), key=lambda row: (not row.is_head, row.number))
    return campuses[0] if campuses else None


def _words(state: RequestState, proposal: Proposal) -> str:
    """Where it stands and what comes next."""
    if state == S.PROPOSED and proposal.answered_at:
        return _("De school antwoordde. U leest het antwoord zodra uw opleiding het opende.")
    if state == S.PROPOSED:
        return _("De school antwoordt tegen %(day)s.") % {"day": long_date(proposal.due_on)}
    texts = {
        S.ACCEPTED: _("De school aanvaardde uw stage."),
        S.PARTIALLY_ACCEPTED: _(
            "De school aanvaardde een deel. Voor de rest zoekt uw opleiding een andere school."
        ),
        S.REFUSED: _("Deze school had geen plaats. Uw opleiding zoekt een andere school."),
        S.SUBMITTED: _("Uw opleiding zoekt een school."),
        S.WITHDRAWN: _("Uw opleiding trok deze aanvraag in."),
        S.EXPIRED: _("Deze aanvraag is vervallen. Neem contact op met uw opleiding."),
        S.CANCELLED: _("Deze stage gaat niet door. Neem contact op met uw opleiding."),
    }
    return str(texts.get(state, ""))
