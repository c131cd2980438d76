"""Tasks about people: sending the outbox."""

from accounts.sending import send_due_mail
from calendar_cfg.tasks_base import house_task


@house_task(name="accounts.tasks.send_outgoing_mail")
def send_outgoing_mail() -> None:
    """Send the mails that are due; may run any number of times, also at once."""
    send_due_mail()
