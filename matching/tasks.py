"""Tasks of the matching: each takes ids and calls one service that is safe to run again."""

import logging
from typing import Any

from celery.signals import worker_ready
from kombu.exceptions import KombuError

from calendar_cfg.tasks_base import house_task
from matching import continuing, looking, publishing, running

logger = logging.getLogger(__name__)


@house_task()
def work_on_run(run_id: int) -> None:
    """Read a run that was queued or interrupted, and enqueue its parts."""
    running.work_on(run_id)


@house_task()
def solve_part(run_id: int, number: int) -> None:
    """Solve one part of a run; the last one joins them."""
    running.solve_part(run_id, number)


@house_task()
def publish_run(run_id: int) -> None:
    """Make the answer of a run known, from where it was left."""
    publishing.publish_by_itself(run_id)


@house_task()
def match_request(request_pk: int) -> None:
    """Match a request that started to look for a school, at once."""
    looking.match_request(request_pk)


@house_task()
def continue_matching() -> None:
    """Go on with what stands still, and match what looks for a school; each minute."""
    continuing.continue_matching()


@worker_ready.connect  # type: ignore[untyped-decorator]
def continue_when_worker_starts(**_kwargs: Any) -> None:
    """Catch up at once after downtime, without waiting for beat."""
    try:
        continue_matching.delay()
    except (OSError, KombuError):
        logger.warning("the broker takes no matching at worker start; beat will bring it")
