"""Reads about voorrang: what administrators have to confirm, and what they confirmed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from requests_app.enums import Action
from requests_app.models import PlacementRequest
from requests_app.request_selectors import with_last_steps
from requests_app.workflow import transition


def asks_hardship() -> Q:
    """Requests with a voorrang on which an administrator can still decide."""
    states = [state for state in transition(Action.CONFIRM_HARDSHIP).sources if state]
    return Q(state__in=states) & ~Q(hardship="")


def with_hardship(
    actor: Actor, year: AcademicYear, *, confirmed: bool
) -> QuerySet[PlacementRequest]:
    """Requests of a year whose voorrang waits for a confirmation, or has it; the oldest first.

    Only those in a state in which an administrator can still decide.
    """
    rows: QuerySet[PlacementRequest] = PlacementRequest.objects.visible_to(actor)
    asked = rows.filter(asks_hardship(), year=year)
    wanted = asked.filter(hardship_confirmed_at__isnull=not confirmed)
    related = ("institution", "hardship_confirmed_by")
    return with_last_steps(wanted).select_related(*related).order_by("filed_at", "pk")
