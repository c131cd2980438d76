"""Whether a run is still being worked on, told by its heartbeat."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef

from calendar_cfg import clock
from matching.enums import ACTIVE_STATES, RunScope, RunState
from matching.models import MatchingRun

STALE_AFTER = timedelta(minutes=2)
"""A run of which nobody has heard for longer has lost its worker."""
STANDS_STILL_AFTER = timedelta(minutes=10)
"""By then several rounds should have gone on with it."""


def is_stale(run: MatchingRun) -> bool:
    """Whether nobody has heard of a run for longer than its worker ever keeps silent."""
    return clock.real_now() - (run.heartbeat_at or run.created_at) > STALE_AFTER


def standing_still() -> bool:
    """Whether a run waits for somebody to look at it; two queries.

    It is under way and nothing goes on with it, or it was to make itself known and has failed,
    and no run of its year made anything known since.
    """
    silent = MatchingRun.objects.filter(
        state__in=ACTIVE_STATES, heartbeat_at__lt=clock.real_now() - STANDS_STILL_AFTER
    )
    later = MatchingRun.objects.filter(
        year=OuterRef("year"), pk__gt=OuterRef("pk"), scope=RunScope.ALL, state=RunState.PUBLISHED
    )
    failed = MatchingRun.objects.filter(
        ~Exists(later), state=RunState.FAILED, publishes_itself=True
    ).exclude(scope=RunScope.LOOKING)
    return silent.exists() or failed.exists()
