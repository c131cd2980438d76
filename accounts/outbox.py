"""The outbox: a mail is a row of its cause's transaction, and a task sends it (trust.md, 5).

Here a mail is written. `accounts.sending` sends what is due, `accounts.mail_decisions` is what an
administrator decides about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import connection, transaction

from accounts.letters import Letter, render
from accounts.models import MailState, OutgoingMail
from calendar_cfg import clock
from calendar_cfg.withholding import are_withheld

log = structlog.get_logger(__name__)

DIGEST = "digest"
"""The kind of a mail that is made of notices."""


@dataclass(frozen=True)
class QueuedMail:
    """A mail to queue.

    Arguments:
        key: says which mail this is, e.g. `invitation:<hash>`. The same key twice: one mail.
        to: the address.
        letter: what it says, in the reader's language; rendered in the language that is active.
        kind: what sort of mail it is, for administrators.
        good_for: how long what it says stays true; later an administrator decides.
    """

    key: str
    to: str
    letter: Letter
    kind: str = ""
    good_for: timedelta | None = None


def queue_letter(key: str, to: str, letter: Letter, *, kind: str = "") -> bool:
    """Write a mail in the caller's transaction; it is sent after the commit.

    What an effect tells that came too late is withheld (`calendar_cfg.withholding`).

    Returns:
        Whether the mail is new.
    """
    mail = _row(QueuedMail(key, to, letter, kind))
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    is_new = OutgoingMail.objects.filter(key=key, public_id=mail.public_id).exists()
    if is_new and mail.state == MailState.QUEUED:
        send_after_commit()
    return is_new


def queue_mails(mails: Iterable[QueuedMail]) -> None:
    """Write many mails in the caller's transaction, in one query; sent after the commit."""
    rows = [_row(mail) for mail in mails]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and not are_withheld():
        send_after_commit()


def _row(mail: QueuedMail) -> OutgoingMail:
    written = render(mail.letter)
    return OutgoingMail(
        key=mail.key,
        to=mail.to,
        subject=written.subject,
        body=written.text,
        html=written.html,
        kind=mail.kind,
        state=MailState.WITHHELD if are_withheld() else MailState.QUEUED,
        good_until=clock.real_now() + mail.good_for if mail.good_for else None,
    )


def send_after_commit() -> None:
    """Wake the sender once when the transaction commits, however many mails it wrote."""
    waiting = [entry[1] for entry in connection.run_on_commit]
    if wake_sender not in waiting:
        transaction.on_commit(wake_sender)


def wake_sender() -> None:
    """Ask a worker to send now. A broker that is down fails nothing: beat comes each minute."""
    from kombu.exceptions import OperationalError

    from accounts.tasks import send_outgoing_mail

    try:
        send_outgoing_mail.delay()
    except (OperationalError, OSError) as error:
        log.warning("mail_waits_for_beat", reason=type(error).__name__)
