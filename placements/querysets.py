"""Who sees which stages (domain.md, 7). Nothing unless a rule says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from placements.enums import GuidanceRole
from requests_app.enums import ProposalState
from requests_app.models import PlacementRequest

AGREED = (ProposalState.ACCEPTED, ProposalState.PARTIALLY_ACCEPTED)
KNOWN = (*AGREED, ProposalState.CANCELLED)
"""An answer that its school took back leaves a row that is no stage (any more)."""


class PlacementQuerySet(models.QuerySet[Any]):
    """Scopes on stages."""

    _completing: Callable[[Any], None] | None = None

    def completed_by(self, completing: Callable[[Any], None]) -> Self:
        """The same, where each stage is given to a function once it is read."""
        rows = self.all()
        rows._completing = completing
        return rows

    def _clone(self) -> Any:
        parent: Any = super()
        rows = parent._clone()
        rows._completing = self._completing
        return rows

    def _fetch_all(self) -> None:
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh and self._completing is not None:
            for row in self._result_cache or ():
                if isinstance(row, self.model):
                    self._completing(row)

    def live(self) -> Self:
        """Accepted and not cancelled: they take places."""
        return self.filter(proposal__state__in=AGREED)

    def of_year(self, year: AcademicYear) -> Self:
        """Those of one academic year."""
        return self.filter(proposal__request__year=year)

    def visible_to(self, actor: Actor) -> Self:
        """Each organisation its own; supervisors and vakmentors those that they guide.

        The institution and the trainee see a stage once a coordinator opened the school's answer
        (docs/decisions/0005-answer-seen.md); the institution also what was cancelled before.
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
        opened = Q(proposal__seen_at__isnull=False)
        known = self.filter(opened | Q(proposal__state=ProposalState.CANCELLED))
        if actor.role == Role.COORDINATOR:
            return known
        if actor.role == Role.SUPERVISOR:
            return known.guided_by(actor.membership_id, GuidanceRole.SUPERVISOR)
        if actor.role == Role.TRAINEE:
            return self.filter(opened)._of_trainee(actor)
        return self.none()

    def _of_trainee(self, actor: Actor) -> Self:
        links = PlacementRequest.trainees.through.objects
        own = links.filter(placementrequest=OuterRef("proposal__request"), trainee__user=actor.user)
        return self.filter(Exists(own))

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

    def still_there(self) -> Self:
        """Of people who still work for the organisation; `Guide.works_there` says the same."""
        return self.filter(member__is_active=True, member__user__is_active=True)

    def supervising(self) -> Self:
        """Who guides as stagebegeleider."""
        return self.filter(role=GuidanceRole.SUPERVISOR)
