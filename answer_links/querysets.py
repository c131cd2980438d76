"""Whose links and registrations an actor may see."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from institutions.actors import Actor


class LinkQuerySet(models.QuerySet[Any]):
    """Scopes on answer links."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the school that the actor answers for; administrators see all."""
        if actor.is_admin:
            return self
        if actor.may_answer:
            return self.filter(proposal__school=actor.school)
        return self.none()


class RegistrationQuerySet(models.QuerySet[Any]):
    """Scopes on registrations."""

    def visible_to(self, actor: Actor) -> Self:
        """Of schools that answered the coordinator's institution; administrators see all."""
        if actor.is_admin:
            return self
        if actor.is_coordinator:
            return self.filter(institution=actor.institution)
        return self.none()
