"""The one decorator for tasks of the house, and the one way to enqueue them.

Any task may run 0 to n times (trust.md, 6): a worker can be killed, a broker can lose or repeat a
message. So a task takes ids, fetches, and calls one service that is safe to run again; and what
must happen is also found by a sweep of the database.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import Task, shared_task
from django.db import InterfaceError, OperationalError, transaction

from calendar_cfg import clock

RETRY_SECONDS = 5
LONGEST_RETRY_SECONDS = 600
RETRIES = 5
TIME_LIMIT_SECONDS = 1800


def house_task(**options: Any) -> Callable[[Callable[..., None]], Task]:
    """A task that is acknowledged late, given back when its worker dies, and retried.

    Retried are errors of the connection with the database; a fault in the code is not mended by
    running it again. The practice clock is read once for the whole task. `options` are Celery's.
    """
    settings: dict[str, Any] = {
        "acks_late": True,
        "reject_on_worker_lost": True,
        "ignore_result": True,
        "autoretry_for": (OperationalError, InterfaceError),
        "retry_backoff": RETRY_SECONDS,
        "retry_backoff_max": LONGEST_RETRY_SECONDS,
        "retry_jitter": True,
        "max_retries": RETRIES,
        "time_limit": TIME_LIMIT_SECONDS,
        **options,
    }

    def decorate(function: Callable[..., None]) -> Task:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            with clock.one_reading():
                function(*args, **kwargs)

        task: Task = shared_task(**settings)(run)
        return task

    return decorate


def enqueue(task: Task, *args: Any, **kwargs: Any) -> None:
    """Enqueue a task once the running transaction is saved.

    A broker that is down fails no request: the error is logged, and the sweep finds the work.
    """
    transaction.on_commit(lambda: task.delay(*args, **kwargs), robust=True)
