"""Listens: who looks for a school is matched at once; a catch-up goes on with the runs."""

from typing import Any

from django.dispatch import receiver

from calendar_cfg.catching_up import catch_up
from calendar_cfg.tasks_base import enqueue
from requests_app.signals import looks_for_school


@receiver(looks_for_school, dispatch_uid="match_at_once")
def match_at_once(sender: Any, request_pk: int, **_kwargs: Any) -> None:
    """Enqueue it; a broker that is down leaves it to the next round."""
    from matching.tasks import match_request

    enqueue(match_request, request_pk)


@receiver(catch_up, dispatch_uid="continue_matching")
def continue_at_once(sender: Any, **_kwargs: Any) -> None:
    """Do what is left to do of all runs here and now."""
    from matching.continuing import continue_matching

    continue_matching()
