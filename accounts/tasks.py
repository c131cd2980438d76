"""Tasks about people: sending the outbox."""

from celery import shared_task

from accounts.outbox import send_due_mail


@shared_task(name="accounts.tasks.send_outgoing_mail")  # type: ignore[untyped-decorator]
def send_outgoing_mail() -> int:
    """Send the mails that are due; may run any number of times, also at once."""
    return send_due_mail()
