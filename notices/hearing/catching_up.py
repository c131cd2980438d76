"""Hears that what waits is to be done now: after a sweep, and as a practice clock moves."""

from typing import Any

from django.dispatch import receiver

from calendar_cfg.catching_up import catch_up
from notices.rounds import make_rounds


@receiver(catch_up, dispatch_uid="make_rounds")
def remind_at_once(sender: Any, **_kwargs: Any) -> None:
    """Do the rounds that are not done."""
    make_rounds()
