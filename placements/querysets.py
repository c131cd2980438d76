"""Who sees which stages (domain.md, 7). Nothing unless a rule says so."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from placements.enums import GuidanceRole
from requests_app.enums import ProposalState

AGREED = (ProposalState.ACCEPTED, ProposalState.PARTIALLY_ACCEPTED)
KNOWN = (*AGREED, ProposalState.CANCELLED)
"""An answer that its school took back leaves a row that is no stage (any more)."""


class PlacementQuerySet(models.QuerySet[Any]):
    """Scopes on stages."""

    def live(self) -> Self:
        """Accepted and not cancelled: they take places."""
        return self.filter(proposal__state__in=AGREED)

    def of_year(self, year: AcademicYear) -> Self:
        """Those of one academic year."""
        return self.filter(proposal__request__year=year)

    def visible_to(self, actor: Actor) -> Self:
        """Each organisation its own; supervisors and vakmentors those that they guide.

        A trainee sees a stage once a coordinator opened the school's answer
        (docs/decisions/0005-answer-seen.md).
        """
        known = self.filter(proposal__state__in=KNOWN)
        if actor.is_admin:
            return known
        if actor.institution is not None:
            return known.filter(proposal__request__institution=actor.institution)._at_institution(
                actor
            )
        if actor.school is not None:
            return known.filter(proposal__school=actor.school)._at_school(actor)
        return self.none()

    def guided_by(self, membership_id: int | None, role: GuidanceRole) -> Self:
        """Those that somebody guides now."""
        guides = self.model._meta.get_field("guides").related_model
        mine = guides.objects.filter(
            placement=OuterRef("pk"), member_id=membership_id, role=role, until=None
        )
        return self.filter(Exists(mine))

    def _at_institution(self, actor: Actor) -> Self:
        if actor.role == Role.COORDINATOR:
            return self
        if actor.role == Role.SUPERVISOR:
            return self.guided_by(actor.membership_id, GuidanceRole.SUPERVISOR)
        if actor.role == Role.TRAINEE:
            own = self.filter(proposal__request__trainees__user=actor.user)
            return own.filter(proposal__seen_at__isnull=False).distinct()
        return self.none()

    def _at_school(self, actor: Actor) -> Self:
        if actor.role == Role.SCHOOL_MENTOR:
            return self
        if actor.role == Role.SUBJECT_MENTOR:
            return self.guided_by(actor.membership_id, GuidanceRole.SUBJECT_MENTOR)
        return self.none()


class GuideQuerySet(models.QuerySet[Any]):
    """Scopes on who guides."""

    def current(self) -> Self:
        """Who guides now."""
        return self.filter(until=None)
