"""What each actor may see of organisations; nothing unless a rule says so (domain.md, 7)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from institutions.actors import Actor


class SchoolQuerySet(models.QuerySet[Any]):
    """Scopes on schools."""

    def active(self) -> Self:
        """Schools that still exist."""
        return self.filter(is_active=True)

    def visible_to(self, actor: Actor) -> Self:
        """Profiles of schools: read by institutions, a school reads its own."""
        if actor.is_admin:
            return self
        if actor.is_institution_staff:
            return self.active()
        if actor.school is not None:
            return self.filter(pk=actor.school.pk)
        return self.none()

    def editable_by(self, actor: Actor) -> Self:
        """Schools whose data the actor keeps."""
        if actor.is_admin:
            return self
        if actor.is_school_mentor and actor.school is not None:
            return self.filter(pk=actor.school.pk)
        return self.none()


class InstitutionQuerySet(models.QuerySet[Any]):
    """Scopes on institutions."""

    def visible_to(self, actor: Actor) -> Self:
        """An institution is seen by its own people and by administrators."""
        if actor.is_admin:
            return self
        if actor.institution is not None:
            return self.filter(pk=actor.institution.pk)
        return self.none()
