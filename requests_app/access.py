"""How views reach requests, proposals, trainees and templates: only in the actor's scope.

Outside the tenancy 404; inside but not yours to do 403 (domain.md, 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Membership
from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.enums import Action
from requests_app.models import PlacementRequest, Proposal, RequestTemplate, Trainee
from requests_app.page_sections import with_proposal_readings
from requests_app.proposal_reading import for_its_page
from requests_app.request_selectors import with_one_page
from requests_app.template_selectors import with_window
from requests_app.trainee_choice import uuids
from requests_app.trainee_selectors import SUBJECT_NAMES
from requests_app.trainee_standing import with_login

Row = TypeVar("Row", bound=models.Model)


def request_of(actor: Actor, public_id: UUID) -> PlacementRequest:
    """A request that the actor may see, with what its page shows (`with_one_page`)."""
    rows: models.QuerySet[PlacementRequest] = PlacementRequest.objects.visible_to(actor)
    related = (
        *("year", "institution", "programme", "template", "parent", "supervisor__user"),
        "waits_for",
    )
    return _one(with_one_page(rows).select_related(*related, "prepared_by", "filed_by"), public_id)


def request_for(actor: Actor, public_id: UUID, action: Action) -> PlacementRequest:
    """A request that the actor may see, for an action that the actor's role may take.

    Whether its state still allows the action is the service's to say, in words.
    """
    request = request_of(actor, public_id)
    if not workflow.transition(action).who & workflow.positions_of(actor):
        raise PermissionDenied(_("Alleen een stagecoördinator kan dit doen."))
    return request


def proposal_of(actor: Actor, public_id: UUID) -> Proposal:
    """A proposal put to the actor's school, with what is asked and what happened."""
    return _one(for_its_page(Proposal.objects.visible_to(actor)), public_id)


def proposal_for_its_page(actor: Actor, public_id: UUID) -> Proposal:
    """The same with what the sections of other apps show of it."""
    rows = for_its_page(Proposal.objects.visible_to(actor))
    return _one(with_proposal_readings(rows), public_id)


def require_may_answer(actor: Actor) -> None:
    """Refuse who does not answer for the school, and say who does."""
    if actor.may_answer:
        return
    people = Membership.objects.active().filter(school=actor.school, handles_requests=True)
    names = ", ".join(str(row.user) for row in people.select_related("user"))
    raise PermissionDenied(
        _("Alleen schoolmentoren die aanvragen behandelen, kunnen antwoorden: %(names)s.")
        % {"names": names or _("nog niemand van uw school")}
    )


def proposal_to_answer(actor: Actor, public_id: UUID) -> Proposal:
    """A proposal that the actor may answer for the school."""
    proposal = proposal_of(actor, public_id)
    require_may_answer(actor)
    return proposal


def trainee_of(actor: Actor, public_id: UUID) -> Trainee:
    """A trainee of the actor's institution, with `subject_names` and its login (`with_login`)."""
    rows: models.QuerySet[Trainee] = Trainee.objects.visible_to(actor)
    related = rows.select_related("programme", "institution", "user")
    return _one(with_login(related).annotate(subject_names=SUBJECT_NAMES), public_id)


def trainees_of(actor: Actor, public_ids: Iterable[str]) -> list[Trainee]:
    """The trainees of the actor's institution among some ids; what is no id is left out."""
    return list(Trainee.objects.visible_to(actor).filter(public_id__in=uuids(public_ids)))


def template_of(actor: Actor, public_id: UUID) -> RequestTemplate:
    """A template of the actor's institution, with its lines and the window of its year."""
    rows: models.QuerySet[RequestTemplate] = RequestTemplate.objects.visible_to(actor)
    return _one(with_window(rows), public_id)


def school_named(actor: Actor, public_id: object) -> PlacementSchool | None:
    """A school that a page names in its address or form, where the actor may see it."""
    try:
        wanted = UUID(str(public_id))
    except ValueError:
        return None
    school: PlacementSchool | None = (
        PlacementSchool.objects.visible_to(actor).filter(public_id=wanted).first()
    )
    return school


def _one(rows: models.QuerySet[Row], public_id: UUID) -> Row:
    return get_object_or_404(rows, public_id=public_id)
