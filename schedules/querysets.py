"""Scopes on planned activities."""

from __future__ import annotations

from typing import Any, Self

from django.db import models


class PlannedQuerySet(models.QuerySet[Any]):
    """Planned activities; whose they are follows from their placement."""

    def standing(self) -> Self:
        """Those that were not taken out."""
        return self.filter(removed_at=None)
