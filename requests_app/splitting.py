"""A request whose subjects go to different schools: the lines of some of them leave it.

Only when no school has places for all together, and the coordinator allowed it (`may_split`).
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import SYSTEM, Actor
from requests_app import workflow
from requests_app.double_booking import why_double
from requests_app.enums import Action, RequestState
from requests_app.follow_up import part_of
from requests_app.models import Activity, PlacementRequest, Preference
from requests_app.signals import tell_that_it_looks
from requests_app.workflow import Because


def split_request(
    *, request: PlacementRequest, subjects: Collection[int], actor: Actor
) -> PlacementRequest:
    """Move the lines of these subjects to a request of their own, for the same trainees.

    Arguments:
        request: it looks for a school; its row is locked (`workflow.lock_request`).
        subjects: ids of the subjects that leave. Klasoverstijgende activiteiten stay.

    Effects, in order: the lines move, with the refusals that schools gave for them; the new
    request is submitted, as old as the first, with the same wishes, route and preferences, and
    `parent` the first; events on both. A refused one is submitted again; who waited for a
    named school waits no longer. When a coordinator splits, the matching hears of the new one.

    Returns:
        The new request.

    Raises:
        DomainError: it may not be split, it is a groepsstage (domain.md, 1: never split over
            schools), no subject would leave or stay, or a trainee of a refused request is
            elsewhere in these days by now.
        PermissionDenied, WrongState: as `workflow.apply`.
    """
    lines = list(Activity.objects.filter(request=request))
    leaving = [line for line in lines if line.subject_id in set(subjects)]
    if why := _why_not(request, lines, leaving):
        raise DomainError(why)
    new = part_of(request)
    Activity.objects.filter(pk__in=[line.pk for line in leaving]).update(request=new)
    Preference.objects.bulk_create(
        Preference(request=new, school_id=school, rank=rank)
        for school, rank in request.preferences.values_list("school_id", "rank")
    )
    because = Because(data={"part": new.reference})
    workflow.apply(request, Action.SPLIT, actor=actor, because=because)
    because = Because(data={"split_from": request.reference})
    workflow.apply(workflow.mark_new(new), Action.FOLLOW_UP, actor=SYSTEM, because=because)
    if actor != SYSTEM:
        tell_that_it_looks(new)
    return new


def _why_not(request: PlacementRequest, lines: list[Activity], leaving: list[Activity]) -> str:
    if request.is_group:
        return _("Een groepsstage wordt nooit over scholen gesplitst.")
    if not request.may_split:
        return _("De vakken van %(reference)s mogen niet naar verschillende scholen.") % {
            "reference": request.reference
        }
    gone = {line.subject_id for line in leaving}
    if not gone or not {line.subject_id for line in lines} - gone - {None}:
        return _("Splitsen kan alleen wanneer er een vak gaat en een vak blijft.")
    return why_double(request) if request.state == RequestState.REFUSED else ""
