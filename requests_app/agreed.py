"""Changes of what was agreed after an acceptance: the stageperiode, and the lesuren of lines.

Either side may change them, with a reason: the signatures under the new version of the
stageovereenkomst are what makes them agreed (docs/decisions/0019-stage.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from calendar_cfg.exceptions import DomainError
from calendar_cfg.selectors import trimester_of
from institutions.actors import Actor
from requests_app import workflow
from requests_app.double_booking import why_double
from requests_app.ending import need_own_acceptance, need_reason
from requests_app.enums import Action, Decision
from requests_app.exceptions import StaleForm, WrongState
from requests_app.models import Activity, PlacementRequest, Proposal
from requests_app.names import last_day_of_names
from requests_app.workflow import Because

MOST_LESUREN = 500


@transaction.atomic
def change_period(
    *,
    request_pk: int,
    start: date,
    end: date,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> PlacementRequest:
    """Move the stageperiode of what was accepted; the same days again change nothing.

    Raises:
        DomainError: no reason, the days are out of order, they leave the trimester in which the
            stage takes its place, a trainee is elsewhere in them, or a school asks it when it may
            no longer read the names.
        StaleForm: somebody changed it after the form was opened.
        WrongState: it is not an accepted request (any more).
        PermissionDenied: the actor is neither coordinator nor answers for the school.
    """
    reason = need_reason(reason)
    request = _locked(request_pk, actor)
    before = (request.period_start, request.period_end)
    if before == (start, end) and request.state in workflow.AGREED:
        return request
    _need_names_readable(request, actor)
    _need_version(request, expected_version)
    _need_inside_trimester(request, start, end)
    proposal = _accepted_proposal(request)
    request.period_start, request.period_end = start, end
    PlacementRequest.objects.filter(pk=request.pk).update(period_start=start, period_end=end)
    if why := why_double(request):  # reads the new days
        raise DomainError(why, field="period_start")
    old = [day.isoformat() for day in before if day]
    data = {"from": old, "to": [start.isoformat(), end.isoformat()]}
    because = Because(proposal, reason, data)
    workflow.apply(request, Action.CHANGE_PERIOD, actor=actor, because=because)
    return request


@transaction.atomic
def change_hours(
    *,
    request_pk: int,
    hours: Mapping[int, int],
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> PlacementRequest:
    """Change how many lesuren accepted lines have; the same figures again change nothing.

    Arguments:
        hours: lesuren by the id of the accepted line; lines that it leaves out stay.

    Raises:
        DomainError: no reason, a line that was not accepted, or a figure out of bounds.
        StaleForm, WrongState, PermissionDenied: as `change_period`.
    """
    reason = need_reason(reason)
    request = _locked(request_pk, actor)
    proposal = _accepted_proposal(request)
    accepted = {
        line.activity_id: line.activity
        for line in proposal.lines.filter(decision=Decision.ACCEPTED).select_related("activity")
    }
    changed = [
        _with_hours(accepted, pk, figure)
        for pk, figure in hours.items()
        if pk not in accepted or accepted[pk].hours != figure
    ]
    if not changed:
        return request
    _need_version(request, expected_version)
    Activity.objects.bulk_update(changed, ["hours"])
    data = {"hours": {str(line.pk): line.hours for line in changed}}
    because = Because(proposal, reason, data)
    workflow.apply(request, Action.CHANGE_LINES, actor=actor, because=because)
    return request


def _locked(pk: int, actor: Actor) -> PlacementRequest:
    request = workflow.lock_request(pk)
    need_own_acceptance(request, actor)
    return request


def _need_names_readable(request: PlacementRequest, actor: Actor) -> None:
    """A school that read the names long enough does not give itself more time (trust.md, 22)."""
    last = last_day_of_names(request)
    if actor.school is not None and last is not None and clock.today() > last:
        raise DomainError(
            _("Deze stage is al lang voorbij: vraag de lerarenopleiding om de dagen te wijzigen.")
        )


def _need_version(request: PlacementRequest, expected: int | None) -> None:
    if expected not in (None, request.version):
        raise StaleForm(_("Deze stage werd intussen gewijzigd. Kijk na wat er nu staat."))


def _accepted_proposal(request: PlacementRequest) -> Proposal:
    proposal: Proposal | None = request.proposals.order_by("pk").last()
    if proposal is None or request.state not in workflow.AGREED:
        raise WrongState(workflow.what_happened(request))
    return proposal


def _need_inside_trimester(request: PlacementRequest, start: date, end: date) -> None:
    if end < start:
        raise DomainError(_("De stageperiode moet beginnen voor ze eindigt."), field="period_end")
    trimester = trimester_of(request.year, int(request.trimester or 0))
    if trimester and not trimester.first_day <= start <= end <= trimester.last_day:
        raise DomainError(
            _("Blijf binnen trimester %(number)d (%(days)s): daar nam de stage haar plaats in.")
            % {
                "number": trimester.number,
                "days": date_range(trimester.first_day, trimester.last_day),
            },
            field="period_start",
        )


def _with_hours(accepted: Mapping[int, Activity], pk: int, hours: int) -> Activity:
    if pk not in accepted:
        raise DomainError(_("Deze activiteit hoort niet bij de stage."))
    if not 1 <= hours <= MOST_LESUREN:
        raise DomainError(
            _("Geef een aantal lesuren van 1 tot %(most)d.") % {"most": MOST_LESUREN},
            field=f"hours-{pk}",
        )
    line = accepted[pk]
    line.hours = hours
    return line
