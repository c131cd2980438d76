"""Reads about registrations of schools: what waits for a decision, and what has one."""

from __future__ import annotations

from django.db.models import QuerySet

from answer_links.enums import RegistrationState
from answer_links.models import SchoolRegistration
from institutions.actors import Actor


def waiting(actor: Actor) -> QuerySet[SchoolRegistration]:
    """Those that the actor can decide on, the oldest first."""
    rows = _visible(actor).filter(state=RegistrationState.ASKED)
    return rows.order_by("asked_at", "pk")


def decided(actor: Actor) -> QuerySet[SchoolRegistration]:
    """Those that were confirmed or declined, the last first."""
    rows = _visible(actor).exclude(state=RegistrationState.ASKED)
    return rows.order_by("-decided_at", "-pk")


def _visible(actor: Actor) -> QuerySet[SchoolRegistration]:
    rows: QuerySet[SchoolRegistration] = SchoolRegistration.objects.visible_to(actor)
    return rows.select_related("school", "institution", "decided_by")
