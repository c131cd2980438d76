"""What must always hold between requests, proposals and events, whatever raced (trust.md, 12).

Each check returns the references (or ids) that break it; all empty is well.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from calendar_cfg.models import AcademicYear
from institutions.models import SchoolYear
from requests_app.enums import Action, Decision, ProposalState, RequestState
from requests_app.models import PlacementRequest, Proposal, ProposalLine, RequestEvent
from requests_app.places import ACCEPTED_STATES, places_by_school
from requests_app.refusals import is_refusal

S, P = RequestState, ProposalState

# The last proposal of a request in these states is in the state beside it.
STATE_OF_LAST_PROPOSAL = {
    S.PROPOSED: P.OPEN,
    S.ACCEPTED: P.ACCEPTED,
    S.PARTIALLY_ACCEPTED: P.PARTIALLY_ACCEPTED,
    S.REFUSED: P.REFUSED,
    S.CANCELLED: P.CANCELLED,
}


def state_differs_from_last_event() -> list[str]:
    """The state of a request is where its last event led."""
    last = RequestEvent.objects.filter(request=OuterRef("pk")).order_by("-pk")
    rows = PlacementRequest.objects.annotate(led_to=Subquery(last.values("to_state")[:1]))
    wrong = rows.filter(Q(led_to=None) | ~Q(state=F("led_to")))
    return list(wrong.values_list("reference", flat=True))


def events_do_not_chain() -> list[str]:
    """Each event starts where the one before it led."""
    before = RequestEvent.objects.filter(request=OuterRef("request"), pk__lt=OuterRef("pk"))
    rows = RequestEvent.objects.annotate(
        came_from=Subquery(before.order_by("-pk").values("to_state")[:1])
    )
    broken = rows.exclude(from_state=F("came_from")).exclude(from_state="", came_from=None)
    return list(broken.values_list("request__reference", flat=True))


def proposal_does_not_fit_state() -> list[str]:
    """A request lies with a school exactly when its last proposal says so."""
    last = Proposal.objects.filter(request=OuterRef("pk")).order_by("-pk").values("state")[:1]
    rows = PlacementRequest.objects.annotate(last=Subquery(last))
    wrong: list[str] = []
    for state, proposal_state in STATE_OF_LAST_PROPOSAL.items():
        misfits = rows.filter(state=state).filter(Q(last=None) | ~Q(last=proposal_state))
        wrong += misfits.values_list("reference", flat=True)
    stray = rows.exclude(state=S.PROPOSED).filter(proposals__state=P.OPEN)
    return wrong + list(stray.values_list("reference", flat=True))


def more_than_one_open_proposal() -> list[str]:
    """A request lies with one school at a time."""
    rows = PlacementRequest.objects.annotate(
        open=Count("proposals", filter=Q(proposals__state=P.OPEN))
    )
    return list(rows.filter(open__gt=1).values_list("reference", flat=True))


def answer_does_not_fit_lines() -> list[str]:
    """Accepted means all lines accepted, partially some, refused none."""
    yes = Q(lines__decision=Decision.ACCEPTED)
    no = Q(lines__decision=Decision.REFUSED)
    rows = Proposal.objects.annotate(
        all=Count("lines"), yes=Count("lines", filter=yes), no=Count("lines", filter=no)
    )
    wrong = (
        rows.filter(state=P.ACCEPTED).exclude(yes=F("all"), all__gt=0)
        | rows.filter(state=P.REFUSED).exclude(no=F("all"), all__gt=0)
        | rows.filter(state=P.PARTIALLY_ACCEPTED).exclude(yes__gt=0, no__gt=0)
    )
    return list(wrong.values_list("request__reference", flat=True))


def partial_acceptance_without_follow_up() -> list[str]:
    """The refused lines of a partial acceptance look for another school."""
    follow_up = PlacementRequest.objects.filter(parent=OuterRef("pk"))
    rows = PlacementRequest.objects.filter(state=S.PARTIALLY_ACCEPTED)
    return list(rows.exclude(Exists(follow_up)).values_list("reference", flat=True))


def school_asked_again_for_refused_line() -> list[str]:
    """A school that refused a line, or accepted and cancelled it, is not asked again for it.

    Compared here, in linear time.
    """
    lines = ProposalLine.objects.order_by()
    refused: dict[tuple[int, int], int] = {}
    for school, activity, proposal in lines.filter(is_refusal()).values_list(
        "proposal__school_id", "activity_id", "proposal_id"
    ):
        first = refused.get((school, activity), proposal)
        refused[school, activity] = min(first, proposal)
    asked = lines.filter(proposal__school__in={school for school, _activity in refused})
    return [
        reference
        for school, activity, root, proposal, reference in asked.values_list(
            "proposal__school_id",
            "activity_id",
            "activity__root_id",
            "proposal_id",
            "proposal__request__reference",
        )
        if any(refused.get((school, pk), proposal) < proposal for pk in (activity, root or 0))
    ]


def places_taken_unknowingly() -> list[str]:
    """More accepted than offered only where the last mentor was told and wanted it.

    A school may also lower its offer below what it accepted; then it confirmed that afterwards.
    """
    wrong: list[str] = []
    for year in AcademicYear.objects.all():
        for school_id, here in places_by_school(year, states=ACCEPTED_STATES).items():
            over_subject = here.offered and any(
                count > here.offered.get(key, 0) for key, count in here.taken.by_subject.items()
            )
            over_total = here.total is not None and any(
                count > here.total for count in here.taken.total.values()
            )
            if not (over_subject or over_total):
                continue
            accepted = Proposal.objects.filter(
                school=school_id, request__year=year, state__in=ACCEPTED_STATES
            )
            lowered = SchoolYear.objects.filter(
                school=school_id,
                year=year,
                confirmed_at__gt=accepted.order_by("-answered_at").values("answered_at")[:1],
            )
            if not accepted.filter(over_offer=True).exists() and not lowered.exists():
                wrong.append(f"{year} school {school_id}")
    return wrong


def waits_without_looking() -> list[str]:
    """Who waits for a place at a named school looks for one."""
    waiting = PlacementRequest.objects.filter(waits_for__isnull=False)
    wrong = waiting.exclude(state__in=[S.SUBMITTED, S.REFUSED])
    return list(wrong.values_list("reference", flat=True))


def hardship_confirmed_without_reason() -> list[str]:
    """Voorrang that was confirmed has a reason, and is not that of a draft."""
    confirmed = PlacementRequest.objects.filter(hardship_confirmed_at__isnull=False)
    wrong = confirmed.filter(Q(hardship="") | Q(state=S.DRAFT))
    return list(wrong.values_list("reference", flat=True))


def taken_back_from_who_was_in_time() -> list[str]:
    """A request is taken back only from a school whose answer was overdue, and that lost it."""
    rows = RequestEvent.objects.filter(action=Action.TAKE_BACK)
    right = Q(proposal__state=P.WITHDRAWN, proposal__due_on__lt=F("at__date"))
    return list(rows.exclude(right).values_list("request__reference", flat=True))


CHECKS: list[Callable[[], list[str]]] = [
    state_differs_from_last_event,
    events_do_not_chain,
    proposal_does_not_fit_state,
    more_than_one_open_proposal,
    answer_does_not_fit_lines,
    partial_acceptance_without_follow_up,
    school_asked_again_for_refused_line,
    places_taken_unknowingly,
    waits_without_looking,
    hardship_confirmed_without_reason,
    taken_back_from_who_was_in_time,
]
"""An app above adds its own with `register`."""


def register(*checks: Callable[[], list[str]]) -> None:
    """Add checks, each once; its name tells what is broken."""
    CHECKS.extend(check for check in checks if check not in CHECKS)


def broken_invariants() -> dict[str, list[str]]:
    """Every invariant that is broken, by name, with what breaks it; empty when all hold."""
    found = {check.__name__: check() for check in CHECKS}
    return {name: rows for name, rows in found.items() if rows}
