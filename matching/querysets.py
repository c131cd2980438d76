"""Whose runs and results somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from institutions.actors import Actor

if TYPE_CHECKING:
    from matching.models import MatchingResult, MatchingRun  # noqa: F401


FILES = ("instance", "outcome", "prices", "as_read")
"""Columns of a run that grow with what was matched."""


class RunQuerySet(models.QuerySet["MatchingRun"]):
    """Runs are the administrators' own; others see what came of their requests."""

    def visible_to(self, actor: Actor) -> RunQuerySet:
        """All for an administrator, none for anybody else."""
        return self if actor.is_admin else self.none()

    def without_files(self) -> RunQuerySet:
        """Leave the stored input and outcome where they are."""
        return self.defer(*FILES)


class ResultQuerySet(models.QuerySet["MatchingResult"]):
    """Results of the requests that somebody may see."""

    def with_run(self) -> ResultQuerySet:
        """With the run of each, without what is stored with it: a page reads a result or two."""
        columns = (*FILES, "figures", "progress")
        return self.select_related("run").defer(*(f"run__{name}" for name in columns))

    def visible_to(self, actor: Actor) -> ResultQuerySet:
        """Those of requests in the actor's scope; of a run that was made known, unless admin."""
        from matching.enums import RunState

        if actor.is_admin:
            return self
        if not actor.is_institution_staff:
            return self.none()
        from requests_app.models import PlacementRequest

        own: Any = PlacementRequest.objects.visible_to(actor)
        return self.filter(request__in=own, run__state=RunState.PUBLISHED)
