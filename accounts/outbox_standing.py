"""How the outbox stands: what is stuck, and whether mail may leave."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists

from accounts.models import Outbox
from accounts.sending import due_mails
from calendar_cfg import clock

STUCK_AFTER = timedelta(minutes=30)
"""By then thirty rounds should have sent it, or have put its next try later."""


def mail_is_stuck() -> bool:
    """Whether mail should have left long ago, and no administrator holds it; one query."""
    overdue = due_mails().filter(next_try_at__lt=clock.real_now() - STUCK_AFTER)
    return overdue.filter(~Exists(Outbox.objects.filter(held_at__isnull=False))).exists()


def outbox() -> Outbox:
    """The row of the outbox, or what it would say."""
    return Outbox.objects.select_related("held_by").first() or Outbox()
