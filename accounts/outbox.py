"""The outbox: a mail is a row of its cause's transaction, and a task sends it (trust.md, 5).

A mail goes out at least once. It could go out twice only when a worker dies between the mail
server's answer and the next statement; both then carry the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from accounts.letters import Letter, render
from accounts.models import MailState, OutgoingMail
from calendar_cfg import clock
from calendar_cfg.withholding import are_withheld
from institutions.actors import Actor

log = structlog.get_logger(__name__)

# How long after each failed attempt the next one is made; after the last one it has failed.
LADDER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
# A claimed mail is left alone this long: more than a batch takes with a mail server that hangs.
LEASE = timedelta(minutes=15)
BATCH = 25


@dataclass(frozen=True)
class QueuedMail:
    """A mail to queue.

    Arguments:
        key: says which mail this is, e.g. `invitation:<hash>`. The same key twice: one mail.
        to: the address.
        letter: what it says, in the reader's language; rendered in the language that is active.
        kind: what sort of mail it is, for administrators.
    """

    key: str
    to: str
    letter: Letter
    kind: str = ""


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


def send_due_mail() -> int:
    """Send what is due, a batch at a time, each mail outside any transaction.

    Returns:
        How many mails were sent.
    """
    sent = 0
    while claimed := _claim_batch():
        sent += sum(_send(mail) for mail in claimed)
    return sent


def send_again(mail: OutgoingMail, *, actor: Actor) -> bool:
    """Put a failed, withheld or waiting mail at the front of the queue.

    Returns:
        False for a mail whose text is gone, because it was sent.
    """
    if not actor.is_admin or not mail.body:
        return False
    with transaction.atomic():
        changed = OutgoingMail.objects.filter(pk=mail.pk).update(
            state=MailState.QUEUED, attempts=0, error="", next_try_at=clock.real_now()
        )
        transaction.on_commit(wake_sender)
    return bool(changed)


def drop_mail(mail: OutgoingMail, *, actor: Actor) -> bool:
    """Never send a withheld or failed mail; its text goes."""
    if not actor.is_admin:
        return False
    kept = OutgoingMail.objects.filter(pk=mail.pk, state__in=[MailState.WITHHELD, MailState.FAILED])
    return bool(kept.update(state=MailState.DROPPED, body="", html=""))


def _claim_batch() -> list[OutgoingMail]:
    """Take due mails that nobody else holds, and lease them."""
    now = clock.real_now()
    with transaction.atomic():
        due = OutgoingMail.objects.select_for_update(skip_locked=True).filter(
            state=MailState.QUEUED, next_try_at__lte=now
        )
        mails = list(due.order_by("next_try_at", "pk")[:BATCH])
        for mail in mails:
            mail.attempts += 1
            mail.next_try_at = now + LEASE
        OutgoingMail.objects.bulk_update(mails, ["attempts", "next_try_at"])
    return mails


def _send(mail: OutgoingMail) -> bool:
    """Send one claimed mail and write down how it went."""
    try:
        _message(mail).send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, the others go on
        _failed(mail, error)
        return False
    text = {} if settings.DEMO else {"body": "", "html": ""}
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=clock.real_now(), error="", **text
    )
    return True


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it is sent, with the same Message-ID at each attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2]
    headers = {
        "Message-ID": f"<{mail.public_id}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _failed(mail: OutgoingMail, error: Exception) -> None:
    """Back on the ladder, or off its last rung."""
    given_up = mail.attempts > len(LADDER)
    step = LADDER[min(mail.attempts, len(LADDER)) - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED if given_up else MailState.QUEUED,
        next_try_at=clock.real_now() + step,
        error=f"{type(error).__name__}: {error}"[:500],
    )
    log.warning("mail_not_sent", mail=str(mail.public_id), attempt=mail.attempts, final=given_up)
