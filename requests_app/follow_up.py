"""The follow-up request that lines become when a school refuses a part, or a stage is cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.actors import SYSTEM
from requests_app import workflow
from requests_app.enums import Action, RequestState, Route
from requests_app.exceptions import WrongState
from requests_app.models import (
    Activity,
    PlacementRequest,
    Preference,
    Proposal,
    ProposalLine,
)
from requests_app.references import new_references
from requests_app.refusals import schools_that_refused
from requests_app.signals import tell_that_it_looks
from requests_app.workflow import Because

COPIED = (
    "institution",
    "year",
    "template",
    "is_group",
    "prepared_by",
    "filed_by",
    "programme",
    "trimester",
    "period_start",
    "period_end",
    "max_distance_km",
    "nets",
    "education_forms",
    "supervisor",
    "text_for_school",
    "other_schools",
    "may_split",
    "onward",
    "hardship",
    "hardship_confirmed_at",
    "hardship_confirmed_by",
)
BATCH = 1000
GONE = (RequestState.WITHDRAWN, RequestState.EXPIRED)
AFTER_CANCELLATION = "cancelled_by"
"""In the event of a follow-up of a cancelled stage: "school" or "institution"."""
LINE_COPIED = (
    "position",
    "kind",
    "subject",
    "functional_wholes",
    "graad",
    "education_form",
    "finality",
    "hours",
    "remark",
)


def make_follow_up(
    request: PlacementRequest,
    proposal: Proposal,
    refused: Sequence[Activity],
    *,
    cancelled_by: str = "",
) -> PlacementRequest:
    """Make the request that looks for another school for the refused lines.

    It is `submitted`, for the same trainees in the same period, and keeps the preferences
    that are left. Each line remembers the line it came from, so that no school is asked
    twice for it.

    Arguments:
        refused: the lines; those that were accepted, when the stage was cancelled.
        cancelled_by: which side cancelled it, "school" or "institution"; empty for a refusal.
    """
    left = _preferences_left(request, proposal)
    route = Route.PREFERENCES if left else Route.WISHES
    follow_up = _same_again(request, route=route, filed_at=clock.now())
    Activity.objects.bulk_create(_copy(line, follow_up) for line in refused)
    Preference.objects.bulk_create(
        Preference(request=follow_up, school=preference.school, rank=rank)
        for rank, preference in enumerate(left, start=1)
    )
    reason = _("Vervolg op %(parent)s.") % {"parent": request.reference}
    data = {AFTER_CANCELLATION: cancelled_by} if cancelled_by else None
    because = Because(reason=reason, data=data)
    workflow.apply(workflow.mark_new(follow_up), Action.FOLLOW_UP, actor=SYSTEM, because=because)
    tell_that_it_looks(follow_up)
    return follow_up


def parts_of(requests: Sequence[PlacementRequest]) -> list[PlacementRequest]:
    """For each of these requests of one year, one without lines yet for a part of it.

    It is as old and on the same route. The number of queries does not grow with them.
    """
    references = new_references(requests[0].year, len(requests))
    parts = [
        _again(request, reference, route=request.route, filed_at=request.filed_at)
        for request, reference in zip(requests, references, strict=True)
    ]
    PlacementRequest.objects.bulk_create(parts, batch_size=BATCH)
    _same_trainees(parts)
    return parts


def _same_again(request: PlacementRequest, **fields: Any) -> PlacementRequest:
    """A submitted request for the same trainees with the same wishes."""
    again = _again(request, new_references(request.year, 1)[0], **fields)
    again.save(force_insert=True)
    _same_trainees([again])
    return again


def _again(request: PlacementRequest, reference: str, **fields: Any) -> PlacementRequest:
    return PlacementRequest(
        **_copied(request, COPIED),
        parent=request,
        reference=reference,
        state=RequestState.SUBMITTED,
        **fields,
    )


def _same_trainees(parts: Sequence[PlacementRequest]) -> None:
    """Give each the trainees of its parent."""
    by_parent = {part.parent_id: part for part in parts}
    through = PlacementRequest.trainees.through
    links = through.objects.filter(placementrequest__in=by_parent)
    pairs = links.order_by("pk").values_list("placementrequest_id", "trainee_id")
    through.objects.bulk_create(
        [
            through(placementrequest=by_parent[parent], trainee_id=trainee)
            for parent, trainee in pairs
        ],
        batch_size=BATCH,
    )


def _copy(line: Activity, follow_up: PlacementRequest) -> Activity:
    return Activity(
        request=follow_up, root_id=line.root_id or line.pk, **_copied(line, LINE_COPIED)
    )


def _copied(row: models.Model, names: Sequence[str]) -> dict[str, Any]:
    """The values of these fields; of a foreign key only its id, which costs no query."""
    columns = [row._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    return {column: getattr(row, column) for column in columns}


def _preferences_left(request: PlacementRequest, proposal: Proposal) -> list[Preference]:
    gone = schools_that_refused(request) | {proposal.school_id}
    rows = request.preferences.select_related("school")
    return [preference for preference in rows if preference.school_id not in gone]


def moved_on() -> str:
    """Why a school cannot correct its refusal any more; names no other school."""
    return _(
        "De opleiding vroeg intussen elders een plaats. Neem contact op om uw antwoord te wijzigen."
    )


def withdraw_follow_ups(request: PlacementRequest, lines: Sequence[ProposalLine]) -> None:
    """Take back the follow-ups of an answer that the school corrects before it was seen.

    Those are the later requests with lines that came from the answered ones: also a part that
    was split off from a follow-up, and never a part that was split off before.

    Arguments:
        lines: of the answered proposal, with their activities.

    Raises:
        WrongState: one of them reached another school; its lines cannot be accepted twice.
    """
    reason = _("De school heeft haar antwoord gecorrigeerd.")
    roots = [line.activity.root_id or line.activity_id for line in lines]
    later = PlacementRequest.objects.filter(pk__gt=request.pk, activities__root__in=roots)
    standing = later.exclude(state__in=GONE).order_by("pk").distinct()
    for pk in standing.values_list("pk", flat=True):
        follow_up = workflow.lock_request(pk)
        if follow_up.state != RequestState.SUBMITTED:
            raise WrongState(moved_on())
        workflow.apply(follow_up, Action.WITHDRAW, actor=SYSTEM, because=Because(reason=reason))
