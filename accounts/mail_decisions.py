"""What an administrator decides about mail that leaves; each decision is kept, with who and when.

None of these wakes a mail that a worker is sending just then: it belongs to that worker.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import OutboxAct
from accounts.models import MailState, Outbox, OutboxDecision, OutgoingMail
from accounts.outbox import send_after_commit
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor

LONGEST_WHY = 200
SENDABLE = (MailState.QUEUED, MailState.FAILED, MailState.WITHHELD)
DROPPABLE = (MailState.FAILED, MailState.WITHHELD)


@transaction.atomic
def hold_outbox(*, why: str, actor: Actor) -> None:
    """Let no mail leave until it is released; a mail that is being handed over still leaves.

    Raises:
        DomainError: nobody said why.
    """
    _require_administrator(actor)
    if not why.strip():
        raise DomainError(_("Zeg waarom alle mail tegengehouden wordt."), field="why")
    Outbox.objects.get_or_create(pk=1)
    free = Outbox.objects.filter(pk=1, held_at=None)
    why = why.strip()[:LONGEST_WHY]
    if free.update(held_at=clock.real_now(), held_by=actor.user, held_why=why):
        note_decision(OutboxAct.HOLD, actor=actor, why=why)


@transaction.atomic
def release_outbox(*, actor: Actor) -> bool:
    """Let mail leave again, at once.

    Returns:
        False when it was not held.
    """
    _require_administrator(actor)
    held = Outbox.objects.filter(pk=1, held_at__isnull=False)
    if not held.update(held_at=None, held_by=None, held_why=""):
        return False
    note_decision(OutboxAct.RELEASE, actor=actor)
    send_after_commit()
    return True


def hold_mail(mail: OutgoingMail, *, actor: Actor) -> bool:
    """Hold one mail that waits.

    Returns:
        False for a mail that does not wait (any more).
    """
    waiting = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.QUEUED)
    return bool(_hold(waiting, about=str(mail.public_id), actor=actor))


def send_again(mail: OutgoingMail, *, actor: Actor) -> bool:
    """Put a failed, withheld or waiting mail at the front of the queue, with all its attempts.

    Returns:
        False for a mail that was sent or dropped, or that is being sent.
    """
    one = OutgoingMail.objects.filter(pk=mail.pk)
    return bool(send_mails(one, about=str(mail.public_id), actor=actor))


def drop_mail(mail: OutgoingMail, *, actor: Actor) -> bool:
    """Never send a withheld or failed mail; its text goes.

    Returns:
        False for any other mail.
    """
    one = OutgoingMail.objects.filter(pk=mail.pk)
    return bool(drop_mails(one, about=str(mail.public_id), actor=actor))


@transaction.atomic
def send_mails(rows: QuerySet[OutgoingMail], *, about: str, actor: Actor) -> int:
    """Put those of a group that can be sent at the front of the queue, whatever their age.

    Returns:
        How many there were.
    """
    _require_administrator(actor)
    count = rows.filter(state__in=SENDABLE).update(
        state=MailState.QUEUED,
        attempts=0,
        fault="",
        error="",
        next_try_at=clock.real_now(),
        good_until=None,
    )
    if count:
        note_decision(OutboxAct.SEND, actor=actor, about=about, mails=count)
        send_after_commit()
    return count


@transaction.atomic
def drop_mails(rows: QuerySet[OutgoingMail], *, about: str, actor: Actor) -> int:
    """Never send those of a group that are withheld or failed; their text goes.

    Returns:
        How many there were.
    """
    _require_administrator(actor)
    kept = rows.filter(state__in=DROPPABLE)
    count = kept.update(state=MailState.DROPPED, body="", html="")
    if count:
        note_decision(OutboxAct.DROP, actor=actor, about=about, mails=count)
    return count


@transaction.atomic
def _hold(rows: QuerySet[OutgoingMail], *, about: str, actor: Actor) -> int:
    _require_administrator(actor)
    if count := rows.update(state=MailState.WITHHELD):
        note_decision(OutboxAct.HOLD_MAIL, actor=actor, about=about, mails=count)
    return count


def note_decision(
    act: OutboxAct, *, actor: Actor, about: str = "", mails: int = 0, why: str = ""
) -> None:
    """Keep what was decided, in the transaction that does it."""
    assert actor.user is not None  # an administrator is somebody
    OutboxDecision.objects.create(by=actor.user, act=act, about=about, mails=mails, why=why)


def _require_administrator(actor: Actor) -> None:
    if not actor.is_admin:
        raise PermissionDenied(_("Alleen een beheerder kan dit doen."))
