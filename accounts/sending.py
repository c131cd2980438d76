"""Sends what is due in the outbox; any number of workers may do so at once.

A mail is claimed with SKIP LOCKED in a short transaction and belongs to one worker until its lease
is over; the mail server is spoken to outside any transaction. A mail goes out at least once. It can
go out twice only when the work ends between the server's taking it and the next statement (a killed
worker, a connection that is lost just then); both then carry the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, F, Q, QuerySet

from accounts.enums import MailFault
from accounts.letters import wrapped
from accounts.mail_errors import Verdict
from accounts.models import MailState, Outbox, OutgoingMail
from accounts.postman import Postman
from calendar_cfg import clock

log = structlog.get_logger(__name__)

MINUTE = timedelta(minutes=1)
LADDER = (1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 720 * MINUTE)
"""How long after each failed attempt the next one is made; after the last one it has failed."""
LONG_LADDER = (15 * MINUTE, 60 * MINUTE, 240 * MINUTE, 720 * MINUTE, 1440 * MINUTE)
"""The same where the server asked for time: greylisting takes a quarter, a full mailbox days."""
MOST_ATTEMPTS = len(LADDER) + 1
TROUBLE_LADDER = (1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE)
"""How long all mail waits for a server that takes none; the last step is repeated."""
LEASE = 15 * MINUTE
"""A claimed mail is left alone this long."""
LEAST_LEASE_LEFT = 3 * MINUTE
"""With less left a mail is not begun: it takes more than a mail that hangs at each step."""
BATCH = 25


def send_due_mail() -> int:
    """Send what is due, a batch at a time.

    Returns:
        How many mails were sent.
    """
    sent = 0
    while (claimed := claim_batch()) is not None:
        sent += send_batch(claimed)
    return sent


def send_one_batch() -> int:
    """Send the first of what is due, for who waits for the answer of a page.

    Returns:
        How many mails were sent.
    """
    return send_batch(claim_batch() or [])


@transaction.atomic
def claim_batch() -> list[OutgoingMail] | None:
    """Take due mails that nobody else holds, and lease them; one query when there are none.

    Among them are those whose worker never came back: their lease is over. One that was begun as
    often as a mail may be tried is given up. One that says what may not be true any more is
    withheld, until an administrator sends or drops it.

    Returns:
        Those to send; None when nothing is due, or no mail may leave now.
    """
    now = clock.real_now()
    locked = due_mails().filter(~Exists(what_stops_mail())).select_for_update(skip_locked=True)
    mails = list(locked.order_by("next_try_at", "pk")[:BATCH])
    if not mails:
        return None
    stale = [mail for mail in mails if mail.good_until and mail.good_until < now]
    if stale:
        _rows(stale).update(state=MailState.WITHHELD, fault=MailFault.STALE, error="")
        log.warning("mails_withheld_too_old", count=len(stale))
    return _claimed([mail for mail in mails if mail not in stale], lease=now + _scaled(LEASE))


def due_mails() -> QuerySet[OutgoingMail]:
    """Mails whose time has come, and those that a worker began and never finished."""
    begun_or_not = [MailState.QUEUED, MailState.SENDING]
    return OutgoingMail.objects.filter(state__in=begun_or_not, next_try_at__lte=clock.real_now())


def what_stops_mail() -> QuerySet[Outbox]:
    """The row of the outbox, when an administrator holds it or the mail server takes no mail."""
    return Outbox.objects.filter(Q(held_at__isnull=False) | Q(waits_until__gt=clock.real_now()))


def _claimed(mails: Sequence[OutgoingMail], *, lease: datetime) -> list[OutgoingMail]:
    """Begin an attempt of each; end those that were begun as often as a mail may be tried."""
    lost = [mail for mail in mails if mail.state == MailState.SENDING]
    if lost:
        _rows(lost).update(lost=F("lost") + 1)
        log.warning("mails_were_begun_and_not_finished", mails=[str(m.public_id) for m in lost])
    over = [mail for mail in mails if mail.attempts >= MOST_ATTEMPTS]
    if over:
        _rows(over).update(state=MailState.FAILED, fault=MailFault.LOST, error="")
    begun = [mail for mail in mails if mail.attempts < MOST_ATTEMPTS]
    _rows(begun).update(state=MailState.SENDING, attempts=F("attempts") + 1, next_try_at=lease)
    for mail in begun:
        mail.state, mail.next_try_at = MailState.SENDING, lease
        mail.attempts += 1
    return begun


def _rows(mails: Sequence[OutgoingMail]) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails])


def send_batch(mails: Sequence[OutgoingMail]) -> int:
    """Send claimed mails over one connection, and write down of each how it went.

    What cannot be begun any more (the lease is nearly over, an administrator holds the outbox, the
    server takes no mail of ours) is given back as it was.

    Returns:
        How many were sent.
    """
    sent = 0
    with Postman() as postman:
        for number, mail in enumerate(mails):
            if _must_stop(mail):
                _give_back(mails[number:])
                break
            verdict = postman.deliver(message_of(mail))
            if verdict is None:
                _note_sent(mail, is_first=not sent)
                sent += 1
                continue
            _note_not_sent(mail, verdict)
            if verdict.stops_all:
                _note_trouble(verdict)
                _give_back(mails[number + 1 :])
                break
    return sent


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it is sent, with the same Message-ID at each attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")[2]
    headers = {
        "Message-ID": f"<{mail.public_id}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    text = wrapped(mail.body)
    message = EmailMultiAlternatives(mail.subject, text, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _must_stop(mail: OutgoingMail) -> bool:
    too_late = mail.next_try_at - clock.real_now() < _scaled(LEAST_LEASE_LEFT)
    return too_late or what_stops_mail().exists()


def _mine(mails: Sequence[OutgoingMail]) -> QuerySet[OutgoingMail]:
    """Those that still belong to this worker: claimed, and under the same lease."""
    leases = {mail.next_try_at for mail in mails}
    return _rows(mails).filter(state=MailState.SENDING, next_try_at__in=leases)


def _give_back(mails: Sequence[OutgoingMail]) -> None:
    """Let others claim what was not begun; it counts as no attempt."""
    _mine(mails).update(
        state=MailState.QUEUED, attempts=F("attempts") - 1, next_try_at=clock.real_now()
    )


def _note_sent(mail: OutgoingMail, *, is_first: bool) -> None:
    """The mail has left: its text goes, and a server that was in trouble is not any more."""
    text = {} if settings.DEMO else {"body": "", "html": ""}
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=clock.real_now(), fault="", error="", **text
    )
    if is_first:
        Outbox.objects.filter(trouble_since__isnull=False).update(
            trouble_since=None, trouble="", trouble_text="", tries=0, waits_until=None
        )


def _note_not_sent(mail: OutgoingMail, verdict: Verdict) -> None:
    """Back on the ladder, or off it; as it was, when it is not the fault of this mail."""
    if not verdict.is_its_own or (verdict.stops_all and _is_in_trouble()):
        _give_back([mail])
        return
    given_up = verdict.gives_up or mail.attempts >= MOST_ATTEMPTS
    ladder = LONG_LADDER if verdict.waits_longer else LADDER
    step = ladder[min(mail.attempts, len(ladder)) - 1]
    _mine([mail]).update(
        state=MailState.FAILED if given_up else MailState.QUEUED,
        next_try_at=clock.real_now() + _scaled(step),
        fault=verdict.fault,
        error=verdict.text,
    )
    log.warning(
        "mail_not_sent",
        mail=str(mail.public_id),
        attempt=mail.attempts,
        fault=verdict.fault.value,
        final=given_up,
    )


def _is_in_trouble() -> bool:
    """Whether it was known already that the server takes no mail: one mail is enough to say it."""
    return Outbox.objects.filter(trouble_since__isnull=False).exists()


@transaction.atomic
def _note_trouble(verdict: Verdict) -> None:
    """Let all mail wait for the server, each time a little longer; administrators are told."""
    now = clock.real_now()
    Outbox.objects.get_or_create(pk=1)
    outbox = Outbox.objects.select_for_update().get(pk=1)
    step = TROUBLE_LADDER[min(outbox.tries, len(TROUBLE_LADDER) - 1)]
    outbox.trouble_since = outbox.trouble_since or now
    outbox.trouble, outbox.trouble_text = verdict.fault, verdict.text
    outbox.tries += 1
    outbox.waits_until = now + _scaled(step)
    outbox.save()
    log.error("mail_server_takes_no_mail", fault=verdict.fault.value, tries=outbox.tries)


def _scaled(step: timedelta) -> timedelta:
    """A time of the outbox; a rehearsal of an outage may have it pass faster."""
    return step * float(settings.MAIL_TIME_SCALE)
