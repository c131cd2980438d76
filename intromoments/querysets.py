"""Who sees which intromoments. Nothing unless a rule says so."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from institutions.actors import Actor
from institutions.enums import Role
from placements.models import Placement


def invited(
    placements: QuerySet[Placement], *, school: Any, year: Any, trimester: Any
) -> QuerySet[Placement]:
    """Of these stages, those whose trainees are invited by a school for a trimester.

    They are placed by then: accepted, not cancelled, and the answer was opened by a coordinator.

    Arguments:
        school, year, trimester: an object or figure, or an `OuterRef` to one.
    """
    live: QuerySet[Placement] = placements.live()  # type: ignore[attr-defined]
    return live.filter(
        proposal__seen_at__isnull=False,
        proposal__school=school,
        proposal__request__year=year,
        proposal__request__trimester=trimester,
    )


def invited_by_row(placements: QuerySet[Placement]) -> Exists:
    """Whether some of these stages are invited to the intromoment of an outer row."""
    outer = {name: OuterRef(name) for name in ("school", "year", "trimester")}
    return Exists(invited(placements, **outer))


class IntromomentQuerySet(models.QuerySet[Any]):
    """Scopes on intromoments."""

    def on(self) -> Self:
        """Those that were not called off."""
        return self.filter(cancelled_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """A school's own; and those to which a trainee is invited now."""
        if actor.is_admin:
            return self
        if actor.school is not None:
            return self.filter(school=actor.school)
        if actor.role == Role.TRAINEE:
            return self.filter(invited_by_row(Placement.objects.visible_to(actor)))
        return self.none()
