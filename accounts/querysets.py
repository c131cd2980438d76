"""Whose memberships and invitations an actor may see: those of the own organisation."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from institutions.actors import Actor
from institutions.enums import Role


class OfOrganisationQuerySet(models.QuerySet[Any]):
    """Rows that belong to an institution or a school."""

    def of_organisation(self, actor: Actor) -> Self:
        """Rows of the organisation that the actor acts for."""
        if actor.institution is not None:
            return self.filter(institution=actor.institution)
        if actor.school is not None:
            return self.filter(school=actor.school)
        return self.none()

    def visible_to(self, actor: Actor) -> Self:
        """Colleagues see each other's; trainees see none."""
        if actor.is_admin:
            return self
        if actor.role in (None, Role.TRAINEE):
            return self.none()
        return self.of_organisation(actor)


class MembershipQuerySet(OfOrganisationQuerySet):
    """Scopes on memberships."""

    def active(self) -> Self:
        """Memberships in force, of people who may log in."""
        return self.filter(is_active=True, user__is_active=True)


class InvitationQuerySet(OfOrganisationQuerySet):
    """Scopes on invitations."""

    def open(self) -> Self:
        """Neither accepted nor revoked."""
        return self.filter(accepted_at=None, revoked_at=None)
