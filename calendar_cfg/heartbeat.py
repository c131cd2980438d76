"""When the sweep last ran, in real time whatever the practice clock says (trust.md, 3)."""

from datetime import timedelta

from calendar_cfg import clock
from calendar_cfg.models import Heartbeat

SWEEP = "sweep"
OLDEST = timedelta(minutes=5)
"""An older heartbeat means that nothing opens or closes by itself: tell the administrators."""


def beat() -> None:
    """Write that the sweep ran, now; one query."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=SWEEP, beat_at=clock.real_now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )


def age() -> timedelta | None:
    """How long ago the sweep ran; None when it never did."""
    beat_at = Heartbeat.objects.filter(name=SWEEP).values_list("beat_at", flat=True).first()
    return clock.real_now() - beat_at if beat_at else None


def is_stale() -> bool:
    """Whether the sweep stands still: it never ran, or more than five minutes ago."""
    current = age()
    return current is None or current > OLDEST
