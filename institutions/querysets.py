"""What each actor may see of organisations; nothing unless a rule says so (domain.md, 7)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, FloatField, Min, OuterRef, Subquery, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from institutions.actors import Actor
from institutions.geography import EARTH_RADIUS_KM, Point


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

    def with_distance_from(self, origin: Point) -> Self:
        """Adds `distance`: km from a point to the nearest campus; unknown where no campus has
        coordinates. The same formula as `geography.distance_km`."""
        from institutions.models import Campus

        nearest = (
            Campus.objects.filter(
                school=OuterRef("pk"),
                is_active=True,
                latitude__isnull=False,
                longitude__isnull=False,
            )
            .order_by()
            .values("school")
            .annotate(km=Min(_haversine(origin)))
            .values("km")
        )
        return self.annotate(distance=Subquery(nearest, output_field=FloatField()))


def _haversine(origin: Point) -> models.Expression:
    here, there = Radians(Value(origin.latitude)), Radians(F("latitude"))
    half_lat = (there - here) / Value(2.0)
    half_lon = (Radians(F("longitude")) - Radians(Value(origin.longitude))) / Value(2.0)
    chord = Power(Sin(half_lat), 2) + Cos(here) * Cos(there) * Power(Sin(half_lon), 2)
    angle = ASin(Least(Value(1.0), Sqrt(chord)))
    return models.ExpressionWrapper(Value(2 * EARTH_RADIUS_KM) * angle, output_field=FloatField())


class InstitutionQuerySet(models.QuerySet[Any]):
    """Scopes on institutions."""

    def visible_to(self, actor: Actor) -> Self:
        """An institution is seen by its own people and by administrators."""
        if actor.is_admin:
            return self
        if actor.institution is not None:
            return self.filter(pk=actor.institution.pk)
        return self.none()
