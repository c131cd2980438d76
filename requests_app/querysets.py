"""Who sees which trainees, templates, requests and proposals (domain.md, 7).

Nothing unless a rule says so: every scope ends in `none()`.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from institutions.actors import Actor
from institutions.enums import Role
from requests_app.enums import LIVE_STATES, RequestState


class TraineeQuerySet(models.QuerySet[Any]):
    """Scopes on trainees: one institution's own."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff of the institution, and administrators."""
        if actor.is_admin:
            return self
        if actor.is_institution_staff:
            return self.filter(institution=actor.institution)
        return self.none()


class TemplateQuerySet(models.QuerySet[Any]):
    """Scopes on stageaanvraagsjablonen."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff of the institution, and administrators."""
        if actor.is_admin:
            return self
        if actor.is_institution_staff:
            return self.filter(institution=actor.institution)
        return self.none()


class RequestQuerySet(models.QuerySet[Any]):
    """Scopes on stageaanvragen, seen from the institution and the trainee.

    A school sees a request only through its proposal: see `ProposalQuerySet`.
    """

    def visible_to(self, actor: Actor) -> Self:
        """Coordinators see all of the institution, supervisors theirs, trainees their own."""
        if actor.is_admin:
            return self
        if actor.institution is None:
            return self.none()
        own = self.filter(institution=actor.institution)
        if actor.role == Role.COORDINATOR:
            return own
        if actor.role == Role.SUPERVISOR:
            return own.filter(Q(supervisor_id=actor.membership_id) | Q(prepared_by=actor.user))
        if actor.role == Role.TRAINEE:
            return own.filter(trainees__user=actor.user, proposals__isnull=False).distinct()
        return self.none()

    def to_check(self) -> Self:
        """Drafts that wait for a coordinator's check."""
        return self.filter(state=RequestState.DRAFT, offered_for_check_at__isnull=False)

    def live(self) -> Self:
        """Filed and not ended."""
        return self.filter(state__in=LIVE_STATES)


class ProposalQuerySet(models.QuerySet[Any]):
    """Scopes on voorstellen, seen from the school."""

    def visible_to(self, actor: Actor) -> Self:
        """Schoolmentors see all put to their school; vakmentors those assigned to them."""
        if actor.is_admin:
            return self
        if actor.school is None:
            return self.none()
        own = self.filter(school=actor.school)
        if actor.role == Role.SCHOOL_MENTOR:
            return own
        if actor.role == Role.SUBJECT_MENTOR:
            return own.filter(lines__subject_mentor_id=actor.membership_id).distinct()
        return self.none()
