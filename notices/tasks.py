"""Tasks of what is told."""

import logging
from typing import Any

from celery.signals import worker_ready
from kombu.exceptions import KombuError

from calendar_cfg.tasks_base import house_task
from notices.collecting import collect
from notices.rounds import make_rounds

logger = logging.getLogger(__name__)


@house_task(name="notices.tasks.collect_notices")
def collect_notices() -> None:
    """Make the mails that are due; may run any number of times, also at once."""
    collect()


@house_task()
def make_daily_round() -> None:
    """Remind of what is due today, once a day; asked for each minute, one query when it is done."""
    make_rounds()


@worker_ready.connect  # type: ignore[untyped-decorator]
def remind_when_worker_starts(**_kwargs: Any) -> None:
    """Catch up at once after downtime, without waiting for beat."""
    try:
        make_daily_round.delay()
    except (OSError, KombuError):
        logger.warning("the broker takes no round at worker start; beat will bring it")


@worker_ready.connect  # type: ignore[untyped-decorator]
def collect_when_worker_starts(**_kwargs: Any) -> None:
    """Catch up at once after downtime, without waiting for beat."""
    try:
        collect_notices.delay()
    except (OSError, KombuError):
        logger.warning("the broker takes no notices at worker start; beat will bring them")
