"""Who sees which agreements: the three parties, and nobody else."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement


class FrameworkQuerySet(models.QuerySet[Any]):
    """Scopes on raamovereenkomsten."""

    def visible_to(self, actor: Actor) -> Self:
        """The staff of the two organisations that have it between them."""
        if actor.is_admin:
            return self
        if actor.is_institution_staff:
            return self.filter(institution=actor.institution)
        if actor.role in (Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR) and actor.school is not None:
            return self.filter(school=actor.school)
        return self.none()


class AgreementQuerySet(models.QuerySet[Any]):
    """Scopes on agreements."""

    def visible_to(self, actor: Actor) -> Self:
        """Who sees the stage or the raamovereenkomst sees its agreement."""
        if actor.is_admin:
            return self
        placements = Placement.objects.visible_to(actor).values("pk")
        frameworks_of = self.model._meta.get_field("framework").related_model
        frameworks = frameworks_of.objects.visible_to(actor).values("pk")
        return self.filter(Q(placement__in=placements) | Q(framework__in=frameworks))
