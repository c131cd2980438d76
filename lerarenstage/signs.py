"""What administrators are told on every page: that something stands still. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Value

from accounts.models import Outbox
from calendar_cfg import clock, heartbeat
from calendar_cfg.models import Heartbeat


@dataclass(frozen=True)
class Signs:
    """Since when what stands still.

    Arguments:
        swept_at: when the sweep last ran; None when it never did.
        held_at: since when an administrator holds all mail.
        trouble_since: since when the mail server takes none of ours.
    """

    swept_at: datetime | None = None
    held_at: datetime | None = None
    trouble_since: datetime | None = None

    @property
    def sweep_stands_still(self) -> bool:
        """Whether nothing opens or closes by itself (trust.md, 3)."""
        return self.swept_at is None or clock.real_now() - self.swept_at > heartbeat.OLDEST


def read_signs() -> Signs:
    """The signs as they stand now."""
    beats = Heartbeat.objects.filter(name=heartbeat.SWEEP).order_by()
    outbox = Outbox.objects.all()
    rows = beats.values_list(Value("swept_at"), F("beat_at")).union(
        outbox.values_list(Value("held_at"), F("held_at")),
        outbox.values_list(Value("trouble_since"), F("trouble_since")),
        all=True,
    )
    return Signs(**dict(rows))
