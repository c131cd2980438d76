"""The task that opens and closes phases: rather, that does what belongs to it."""

import logging
from typing import Any

from celery.signals import worker_ready
from kombu.exceptions import KombuError

from calendar_cfg import ledger
from calendar_cfg.enums import SweepTrigger
from calendar_cfg.tasks_base import house_task

logger = logging.getLogger(__name__)


@house_task()
def open_and_close_phases(trigger: str = SweepTrigger.BEAT) -> None:
    """Sweep the ledger; safe at any time, any number of times, also at once."""
    ledger.sweep(SweepTrigger(trigger))


@worker_ready.connect  # type: ignore[untyped-decorator]
def sweep_when_worker_starts(**_kwargs: Any) -> None:
    """Catch up at once after downtime, without waiting for beat."""
    try:
        open_and_close_phases.delay(trigger=SweepTrigger.WORKER.value)
    except (OSError, KombuError):
        logger.warning("the broker does not take the sweep at worker start; beat will bring it")
