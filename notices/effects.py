"""What is told when a phase opens or closes; the calendar's ledger runs these once.

Opening is told to those who can do something with it. Closing is told by its outcome: what expired
when requesting closes (after `requests_app` let it expire), and what stays without an answer when
schools can answer no more while requests still lie with them. That the data of schools or the
templates close leaves nothing open, so nobody is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from calendar_cfg.effects import RunContext, effect
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import Phase
from institutions.enums import Role
from notices.hearing.requests import tell_ended
from notices.kinds.own_answers import OwnWithoutStage
from notices.kinds.phases import AnswersClosed, PhaseOpened, YearClosed
from notices.open_work import at_schools, unanswered
from notices.recipients import (
    ByOrganisation,
    Recipient,
    answering_for,
    answering_members,
    in_role,
    of_membership,
    trainees_of,
)
from notices.telling import Told, tell
from requests_app.enums import Action, RequestState
from requests_app.models import PlacementRequest, RequestEvent

TOLD = {
    PhaseKind.SCHOOL_DATA: (Role.SCHOOL_MENTOR,),
    PhaseKind.TEMPLATES: (Role.COORDINATOR, Role.SUPERVISOR),
    PhaseKind.REQUESTS: (Role.COORDINATOR, Role.SUPERVISOR),
}
ACCEPTED = (RequestState.ACCEPTED, RequestState.PARTIALLY_ACCEPTED)
COUNTED_AS = {
    RequestState.DRAFT: "drafts",
    RequestState.SUBMITTED: "held",
    RequestState.PROPOSED: "unanswered",
}


def tell_opening(phase: Phase, run: RunContext) -> dict[str, Any]:
    """Everybody in the roles that can do something from now on."""
    data = {"phase": phase.kind, "last_day": phase.last_day.isoformat()}
    about = f"{phase.pk}:{phase.opens_on}"
    told = [
        Told(to, about, phase.year, data=data)
        for people in _who_can(PhaseKind(phase.kind)).values()
        for to in people
    ]
    return {"told": tell(PhaseOpened, told)}


def _who_can(kind: PhaseKind) -> ByOrganisation:
    """Those in the roles of a phase; of schoolmentors who may answer only those who do."""
    if kind == PhaseKind.ANSWERS:
        return answering_members()
    return in_role(*TOLD[kind])


def register_openings() -> None:
    """The same for each phase."""
    for kind in PhaseKind:
        effect(kind, Edge.OPEN, name="tell_opening", label=_("Opening melden"))(tell_opening)


register_openings()


@effect(PhaseKind.REQUESTS, Edge.CLOSE, name="tell_what_expired", label=_("Melden wat verviel"))
def tell_what_expired(phase: Phase, run: RunContext) -> dict[str, Any]:
    """Per institution and school how much expired, and the trainees whose request did.

    A request that was refused does not expire; its trainees are told as well, unless they have a
    stage.
    """
    closed_at = datetime.combine(phase.edge_date(Edge.CLOSE), time(), clock.BRUSSELS)
    events = RequestEvent.objects.filter(
        request__year=phase.year, action=Action.EXPIRE, at__gte=closed_at
    ).order_by()
    institutions: dict[int, Counter[str]] = defaultdict(Counter)
    rows = events.values_list("request__institution_id", "from_state").annotate(n=Count("pk"))
    for institution, state, n in rows:
        institutions[institution][COUNTED_AS[RequestState(state)]] += n
    schools = events.filter(proposal__isnull=False).values_list("proposal__school_id")
    unanswered_at = dict(schools.annotate(n=Count("pk")))
    about = f"{phase.pk}:{closed_at:%Y-%m-%d}"
    coordinators = in_role(Role.COORDINATOR, institutions=institutions)
    told = [
        Told(to, about, phase.year, data=dict(institutions[pk]))
        for pk, people in coordinators.items()
        for to in people
    ] + [
        Told(to, about, phase.year, data={"unanswered": unanswered_at[pk]})
        for pk, people in answering_for(unanswered_at).items()
        for to in people
    ]
    released = PlacementRequest.objects.filter(
        pk__in=events.values("request"), proposals__isnull=False
    )
    ended = list(released.select_related("year").distinct())
    return {"told": tell(YearClosed, told) + tell_ended(ended) + _tell_without_stage(phase, ended)}


def _tell_without_stage(phase: Phase, ended: Sequence[PlacementRequest]) -> int:
    """The trainees of requests that stay refused: once for a trimester, and not who has a stage in
    it, at whatever school, nor who is told that another request expired.
    """
    of_year = PlacementRequest.objects.filter(year=phase.year)
    refused = list(of_year.filter(state=RequestState.REFUSED).select_related("year").order_by("pk"))
    people = trainees_of([*refused, *ended]) if refused else {}
    placed = of_year.filter(state__in=ACCEPTED, trainees__user__isnull=False).order_by()
    known = set(placed.values_list("trainees__user", "institution", "trimester"))
    known |= {_stage_of(to, request) for request in ended for to in people.get(request.pk, [])}
    told: dict[object, Told] = {}
    for request in refused:
        for to in people.get(request.pk, []):
            if (stage := _stage_of(to, request)) not in known:
                about = f"{phase.pk}:{request.trimester}"
                told.setdefault(stage, Told(to, about, request.year, request))
    return tell(OwnWithoutStage, told.values())


def _stage_of(to: Recipient, request: PlacementRequest) -> tuple[int | None, int, int | None]:
    """What a trainee does one of: a stage of a trimester."""
    return to.user_id, request.institution_id, request.trimester


@effect(
    PhaseKind.ANSWERS, Edge.CLOSE, name="tell_unanswered", label=_("Melden wat onbeantwoord bleef")
)
def tell_unanswered(phase: Phase, run: RunContext) -> dict[str, Any]:
    """What still lies with schools that cannot answer any more: to both sides."""
    about = f"{phase.pk}:{phase.last_day}"
    at_each = unanswered(phase.year).by_organisation
    told = [
        Told(to, about, phase.year, data={"count": at_each[pk]})
        for pk, people in answering_for(at_each).items()
        for to in people
    ] + [
        Told(of_membership(member), about, phase.year, data={"count": n})
        for member, n in at_schools(phase.year).people()
    ]
    return {"told": tell(AnswersClosed, told)}
