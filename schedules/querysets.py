"""Scopes on planned activities."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from institutions.actors import Actor
from placements.models import Placement
from placements.querysets import AGREED


class PlannedQuerySet(models.QuerySet[Any]):
    """Planned activities; whose they are follows from their placement."""

    def standing(self) -> Self:
        """Those that were not taken out."""
        return self.filter(removed_at=None)

    def of_live_placements(self) -> Self:
        """Those of stages that go on: what was cancelled takes nobody's time."""
        return self.filter(schedule__placement__proposal__state__in=AGREED)

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the stage, sees what is planned for it."""
        seen = Placement.objects.visible_to(actor)
        return self.filter(schedule__placement__in=seen.values("pk"))
