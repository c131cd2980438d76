"""Tasks about people: sending the outbox."""

import logging
from typing import Any

from celery.signals import worker_ready
from kombu.exceptions import KombuError

from accounts.sending import send_due_mail
from calendar_cfg.tasks_base import house_task

logger = logging.getLogger(__name__)


@house_task(name="accounts.tasks.send_outgoing_mail")
def send_outgoing_mail() -> None:
    """Send the mails that are due; may run any number of times, also at once."""
    send_due_mail()


@worker_ready.connect  # type: ignore[untyped-decorator]
def send_when_worker_starts(**_kwargs: Any) -> None:
    """Catch up at once after downtime, without waiting for beat."""
    try:
        send_outgoing_mail.delay()
    except (OSError, KombuError):
        logger.warning("the broker takes no mail at worker start; beat will bring it")
