"""Naming a school for a draft from the shortlist: directly, or as one more preference."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.models import PlacementSchool
from requests_app import workflow
from requests_app.askable import why_not
from requests_app.demand_models import MAX_PREFERENCES
from requests_app.drafting import save_draft
from requests_app.enums import Route
from requests_app.models import PlacementRequest


@transaction.atomic
def name_school(
    *, request_pk: int, school: PlacementSchool, as_preference: bool, actor: Actor
) -> PlacementRequest:
    """Name a school for a draft; naming it twice changes nothing.

    Arguments:
        as_preference: after the preferences that it has; else as the one school it goes to.

    Raises:
        DomainError: this school cannot be asked, or there are five preferences already.
        PhaseClosed, WrongState: as `save_draft`.
    """
    request = workflow.lock_request(request_pk)
    if why := why_not(request, school):
        raise DomainError(why, field="school")
    if not as_preference:
        return save_draft(request_pk=request_pk, actor=actor, route=Route.DIRECT, schools=[school])
    named = [row.school for row in request.preferences.select_related("school")]
    schools = named if school in named else [*named, school]
    if len(schools) > MAX_PREFERENCES:
        raise DomainError(_("U koos al vijf voorkeurscholen. Verwijder er eerst een."))
    return save_draft(request_pk=request_pk, actor=actor, route=Route.PREFERENCES, schools=schools)
