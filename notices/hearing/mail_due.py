"""Hears that what waits is to be done now, and makes and sends the mail that is due."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.sending import send_due_mail
from calendar_cfg.catching_up import catch_up
from notices.collecting import collect


@receiver(catch_up, dispatch_uid="mail_due")
def mail_at_once(sender: Any, **_kwargs: Any) -> None:
    """Collect and send without a queue: `manage.py sweep` may be all there is."""
    collect()
    send_due_mail()
