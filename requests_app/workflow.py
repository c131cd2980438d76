"""The one transition table of a stageaanvraag, and the one door through which states change.

The table drives what may be done, by whom, which buttons a page shows, the diagram in
`docs/states.md`, and an exhaustive test of state x action x role. Source: domain.md, 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, Subquery
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.together import together
from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app.enums import Action, RequestState
from requests_app.exceptions import WrongState
from requests_app.models import PlacementRequest, Proposal, RequestEvent
from requests_app.signals import state_changed

S = RequestState


class Who(Enum):
    """Who may take an action."""

    STAFF = "staff"  # anyone of the institution who may prepare
    COORDINATOR = "coordinator"
    MENTOR = "mentor"  # a schoolmentor who handles requests
    ADMIN = "admin"  # an administrator of the platform
    SYSTEM = "system"  # an effect of a phase, or a consequence of another action


@dataclass(frozen=True)
class Transition:
    """One row: in these states, this action, by these, leads to that state.

    `sources` holds None for "does not exist yet"; a `target` of None is "stays as it is".
    """

    action: Action
    sources: frozenset[RequestState | None]
    target: RequestState | None
    who: frozenset[Who]


def row(
    action: Action,
    sources: Iterable[RequestState | None],
    target: RequestState | None,
    *who: Who,
) -> Transition:
    """A row of the table."""
    return Transition(action, frozenset(sources), target, frozenset(who))


ANSWERED = (S.ACCEPTED, S.PARTIALLY_ACCEPTED, S.REFUSED)
LOOKING = (S.SUBMITTED, S.REFUSED)
AGREED = (S.ACCEPTED, S.PARTIALLY_ACCEPTED)

TABLE: tuple[Transition, ...] = (
    row(Action.PREPARE, [None], S.DRAFT, Who.STAFF),
    row(Action.EDIT, [S.DRAFT], S.DRAFT, Who.STAFF),
    row(Action.OFFER_FOR_CHECK, [S.DRAFT], S.DRAFT, Who.STAFF),
    row(Action.FILE, [S.DRAFT], S.SUBMITTED, Who.COORDINATOR),
    row(Action.FOLLOW_UP, [None], S.SUBMITTED, Who.SYSTEM),
    row(Action.PROPOSE, [S.SUBMITTED], S.PROPOSED, Who.COORDINATOR, Who.SYSTEM),
    row(Action.ACCEPT, [S.PROPOSED], S.ACCEPTED, Who.MENTOR),
    row(Action.ACCEPT_PARTIALLY, [S.PROPOSED], S.PARTIALLY_ACCEPTED, Who.MENTOR),
    row(Action.REFUSE, [S.PROPOSED], S.REFUSED, Who.MENTOR),
    row(Action.REOPEN_ANSWER, ANSWERED, S.PROPOSED, Who.MENTOR),
    row(
        Action.CHOOSE_NEXT_SCHOOL,
        LOOKING,
        S.SUBMITTED,
        Who.COORDINATOR,
        Who.SYSTEM,
    ),
    row(Action.SPLIT, LOOKING, S.SUBMITTED, Who.COORDINATOR, Who.SYSTEM),
    row(
        Action.WITHDRAW,
        [S.DRAFT, S.SUBMITTED, S.PROPOSED, S.REFUSED],
        S.WITHDRAWN,
        Who.COORDINATOR,
        Who.SYSTEM,
    ),
    row(Action.TAKE_BACK, [S.PROPOSED], S.SUBMITTED, Who.COORDINATOR),
    row(Action.EXPIRE, [S.DRAFT, S.SUBMITTED, S.PROPOSED], S.EXPIRED, Who.SYSTEM),
    row(
        Action.CANCEL,
        AGREED,
        S.CANCELLED,
        Who.COORDINATOR,
        Who.MENTOR,
    ),
    row(Action.CHANGE_PERIOD, AGREED, None, Who.COORDINATOR, Who.MENTOR),
    row(Action.CHANGE_LINES, AGREED, None, Who.COORDINATOR, Who.MENTOR),
    row(Action.CHANGE_WISHES, LOOKING, None, Who.COORDINATOR),
    row(Action.WAIT, LOOKING, None, Who.COORDINATOR),
    row(Action.STOP_WAITING, LOOKING, None, Who.COORDINATOR),
    row(Action.MARK_HARDSHIP, [S.DRAFT, *LOOKING], None, Who.COORDINATOR),
    row(Action.CONFIRM_HARDSHIP, [S.PROPOSED, *LOOKING], None, Who.ADMIN),
    row(Action.DECLINE_HARDSHIP, [S.PROPOSED, *LOOKING], None, Who.ADMIN),
)


def transition(action: Action) -> Transition:
    """The row of an action."""
    return next(line for line in TABLE if line.action == action)


def positions_of(actor: Actor) -> frozenset[Who]:
    """In which capacities an actor may take actions."""
    if actor.user is None and actor.role is None:
        return frozenset({Who.SYSTEM})
    if actor.is_admin:
        return frozenset({Who.ADMIN})
    if actor.is_coordinator:
        return frozenset({Who.STAFF, Who.COORDINATOR})
    if actor.is_institution_staff:
        return frozenset({Who.STAFF})
    if actor.may_answer:
        return frozenset({Who.MENTOR})
    return frozenset()


def may(actor: Actor, action: Action, state: RequestState | None) -> bool:
    """Whether the table lets this actor take this action in this state.

    That the request is the actor's own to see is the business of `access`.
    """
    line = transition(action)
    return state in line.sources and bool(line.who & positions_of(actor))


def actions_for(actor: Actor, request: PlacementRequest) -> frozenset[Action]:
    """All actions that the table lets the actor take now: what the buttons show."""
    state = RequestState(request.state)
    return frozenset(line.action for line in TABLE if may(actor, line.action, state))


def lock_request(pk: int | Subquery) -> PlacementRequest:
    """The request, its row locked until the end of the transaction; in one query.

    Its parent is locked first, so that a school that corrects an answer and a coordinator
    who moves the follow-up on wait for each other instead of for ever. A parent is older than
    what follows it: the rows are locked by age.

    Arguments:
        pk: of the request, or a query that gives it.

    Raises DoesNotExist when there is none (any more).
    """
    parent = PlacementRequest.objects.filter(pk=pk).values("parent")
    rows = PlacementRequest.objects.filter(Q(pk=pk) | Q(pk=Subquery(parent))).order_by("pk")
    locked = rows.select_related("year", "institution").select_for_update(of=("self",))
    request: PlacementRequest | None = next(reversed(list(locked)), None)
    if request is None:
        raise PlacementRequest.DoesNotExist
    return request


@dataclass(frozen=True)
class Because:
    """What an event remembers beside who and when."""

    proposal: Proposal | None = None
    reason: str = ""
    data: dict[str, Any] | None = None


NO_MORE = Because()


def apply(
    request: PlacementRequest,
    action: Action,
    *,
    actor: Actor,
    because: Because = NO_MORE,
    fields: Mapping[str, Any] = MappingProxyType({}),
) -> RequestEvent:
    """Change the state of one request, whose row the caller has locked. See `apply_many`."""
    return apply_many([(request, because)], action, actor=actor, fields=fields)[0]


def apply_many(
    items: Sequence[tuple[PlacementRequest, Because]],
    action: Action,
    *,
    actor: Actor,
    fields: Mapping[str, Any] = MappingProxyType({}),
) -> list[RequestEvent]:
    """The one door: check each state again, write the new states, write the events.

    Effects, in order: the state and version of each request; who is led to a state (again) no
    longer waits for a named school; one append-only event each; what other apps keep because of
    it (`signals.state_changed`). Call it inside a transaction, with the rows locked
    (`lock_request`).

    Arguments:
        fields: what is written with the state, the same for all.

    Raises:
        PermissionDenied: the table does not let this actor do this.
        WrongState: a request is in another state; the message says who did what, when.
    """
    line = transition(action)
    if not line.who & positions_of(actor):
        raise PermissionDenied(_("Dit kan u niet doen vanuit uw rol."))
    for request, _because in items:
        if current_state(request) not in line.sources:
            raise WrongState(what_happened(request, actor.school))
    moment = clock.now()
    events = [_event(request, because, line, actor, moment) for request, because in items]
    pks = [request.pk for request, _because in items]
    led_to = dict(fields)
    if line.target is not None:
        led_to |= {"state": line.target, "waits_for": None, "waits_since": None}
    PlacementRequest.objects.filter(pk__in=pks).update(version=F("version") + 1, **led_to)
    for request, _because in items:
        request.version += 1
        for name, value in led_to.items():
            setattr(request, name, value)
    written = RequestEvent.objects.bulk_create(events, batch_size=1000)
    with together():
        state_changed.send(PlacementRequest, action=action, items=items, actor=actor)
    return written


def current_state(request: PlacementRequest) -> RequestState | None:
    """The state, or None for a request that was only just made and has no history."""
    return None if getattr(request, "is_new", False) else RequestState(request.state)


def mark_new(request: PlacementRequest) -> PlacementRequest:
    """Say that this row was inserted in this transaction: its history starts now."""
    request.is_new = True  # type: ignore[attr-defined]
    return request


def _event(
    request: PlacementRequest, because: Because, line: Transition, actor: Actor, moment: Any
) -> RequestEvent:
    state = current_state(request)
    request.is_new = False  # type: ignore[attr-defined]
    return RequestEvent(
        request=request,
        proposal=because.proposal,
        at=moment,
        action=line.action,
        from_state=state or "",
        to_state=line.target or RequestState(request.state),
        user=actor.user,
        institution=actor.institution,
        school=actor.school,
        reason=because.reason,
        data=because.data or {},
    )


STAYING = tuple(line.action for line in TABLE if line.target is None)


def _last_event(
    request: PlacementRequest,
    *,
    without: Sequence[str] = (),
    reader: PlacementSchool | None = None,
) -> RequestEvent | None:
    """The last one written: on a practice clock that went back it is not the latest by date."""
    rows = request.events.exclude(action__in=without).select_related("institution", "school")
    if reader is not None:
        rows = rows.filter(proposal__school=reader)
    return rows.order_by("pk").last()


def what_changed(request: PlacementRequest) -> str:
    """That somebody changed a request while a form was open, and when."""
    event = _last_event(request)
    if event is None:
        return _("Deze aanvraag is intussen gewijzigd.")
    return _("Deze aanvraag is intussen gewijzigd door %(who)s op %(when)s.") % {
        "who": str(event.institution or event.school or "lerarenstage"),
        "when": moment_in_words(event.at),
    }


def moment_in_words(moment: datetime) -> str:
    """ "di 19 september 2017 14:05", in Brussels."""
    return f"{long_date(moment)} {moment.astimezone(clock.BRUSSELS):%H:%M}"


def what_happened(request: PlacementRequest, reader: PlacementSchool | None = None) -> str:
    """Who did what with a request last, and when: for whoever came second.

    Only what leads to a state: a school reads this too, and never hears of voorrang or wishes.

    Arguments:
        reader: the school that reads it; it hears nothing of what another school did, nor that
            the request was put to one since.
    """
    event = _last_event(request, without=STAYING, reader=reader)
    if event is None:
        return _("Deze aanvraag is intussen gewijzigd.")
    organisation = event.institution or event.school  # never a mentor's name (domain.md, 7)
    return _("Dit kan niet meer: %(what)s door %(who)s op %(when)s.") % {
        "what": str(event.get_action_display()).lower(),
        "who": str(organisation or "lerarenstage"),
        "when": moment_in_words(event.at),
    }
