"""Where stages stand on a day, as conditions of a query; `Placement.phase_on` says the same."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from placements.enums import GuidanceRole, PlacementPhase
from placements.models import Guide
from placements.querysets import AGREED
from requests_app.enums import Action, Decision, ProposalState
from requests_app.follow_up import AFTER_CANCELLATION
from requests_app.models import ProposalLine, RequestEvent

START, END = "proposal__request__period_start", "proposal__request__period_end"


def in_phase(phase: PlacementPhase, today: date) -> Q:
    """Stages in a phase on a day."""
    if phase == PlacementPhase.CANCELLED:
        return Q(proposal__state=ProposalState.CANCELLED)
    days = {
        PlacementPhase.PLANNED: Q(**{f"{START}__gt": today}),
        PlacementPhase.RUNNING: Q(**{f"{START}__lte": today, f"{END}__gte": today}),
        PlacementPhase.COMPLETED: Q(**{f"{END}__lt": today}),
    }
    return Q(proposal__state__in=AGREED) & days[phase]


def goes_on(today: date) -> Q:
    """Stages that are planned or run on a day."""
    return Q(proposal__state__in=AGREED, **{f"{END}__gte": today})


def without_supervisor() -> Q:
    """Stages that nobody who still works there guides as stagebegeleider."""
    guides = Guide.objects.current().still_there().filter(placement=OuterRef("pk"))
    return ~Q(Exists(guides.filter(role=GuidanceRole.SUPERVISOR)))


def without_mentor() -> Q:
    """Stages with a subject that no vakmentor who still works there guides."""
    guides = Guide.objects.current().still_there().filter(role=GuidanceRole.SUBJECT_MENTOR)
    guides = guides.filter(placement__proposal=OuterRef("proposal"))
    taught = Q(Exists(guides.filter(subject=OuterRef("activity__subject"))))
    crossing = Q(Exists(guides.filter(subject=None)), activity__subject=None)
    lines = ProposalLine.objects.filter(proposal=OuterRef("proposal"), decision=Decision.ACCEPTED)
    return Q(Exists(lines.exclude(taught | crossing)))


def lost_by_school(today: date) -> Q:
    """Stages that their school cancelled, that did not look again, and still could."""
    events = RequestEvent.objects.filter(proposal=OuterRef("proposal"), action=Action.CANCEL)
    again = RequestEvent.objects.filter(
        request__parent=OuterRef("proposal__request"),
        action=Action.FOLLOW_UP,
        data__has_key=AFTER_CANCELLATION,
    )
    cancelled = Q(proposal__state=ProposalState.CANCELLED, **{f"{END}__gte": today})
    by_school = Q(Exists(events.filter(school__isnull=False)))
    return cancelled & by_school & ~Q(Exists(again))
