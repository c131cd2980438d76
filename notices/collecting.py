"""The collector: what waits for one addressee becomes one mail, in its rhythm.

Any number of collectors may run at once: an addressee is claimed with SKIP LOCKED, and the mail,
what it tells and the addressee's last mail are written in one transaction. A collector that is
killed leaves everything waiting. What does not matter any more by then, was seen on the site in
the meantime, or was switched off, is settled without a mail.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from accounts.models import OutgoingMail
from accounts.outbox import DIGEST, QueuedMail, queue_mails
from calendar_cfg import clock
from notices.digest import digest_letter
from notices.enums import NoticeState, Rhythm
from notices.kind import KINDS, Kind
from notices.models import Addressee, Notice

logger = logging.getLogger(__name__)

BATCH = 50
AT_ONCE_EVERY = timedelta(minutes=15)
"""Who wants mails at once gets the first within a minute, and what follows together."""
GOOD_FOR = timedelta(hours=48)
"""A mail counts days ("nog 4 lesdagen"). What could not be sent until then is withheld."""


def collect() -> int:
    """Make the mails that are due now.

    When the mail of somebody cannot be made, that one is left waiting, with an error in the log,
    and all others get theirs.

    Returns:
        How many were made.
    """
    made, most = 0, BATCH
    tried: set[int] = set()
    while True:
        claimed: set[int] = set()
        try:
            mails = _collect_batch(tried, claimed, most=most)
        except Exception:
            if not claimed:
                raise
            if len(claimed) == 1:
                logger.exception("no mail could be made for addressee %s", *claimed)
                tried |= claimed
            most = 1
            continue
        if not claimed:
            return made
        tried |= claimed
        made += mails


@transaction.atomic
def _collect_batch(tried: set[int], claimed: set[int], *, most: int) -> int:
    """Make the mails of some for whom one is due; how many.

    Arguments:
        tried: the ids of those who had their turn.
        claimed: is filled with the ids of those whose turn this was.
    """
    due = due_now(clock.now(), clock.real_now()).exclude(pk__in=tried)
    # Not its key: who answers at this moment tells somebody, and must not wait for the mails.
    locked = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    locked = locked.select_related("user", "school")
    addressees = {row.pk: row for row in locked.order_by("pk")[:most]}
    claimed |= set(addressees)
    if not addressees:
        return 0
    waiting = Notice.objects.filter(addressee__in=addressees, state=NoticeState.WAITING)
    notices = list(waiting.for_lines().order_by("created_at", "pk"))
    kept = _settle(notices, addressees)
    _mail(kept, addressees)
    return len({notice.addressee_id for notice in kept})


def due_now(moment: datetime, real: datetime) -> QuerySet[Addressee]:
    """Those for whom something waits and whose hour has come.

    Arguments:
        moment: that the product believes in: digests go out on weekdays, in the morning.
        real: against which mails at once are spaced.
    """
    today = moment.date()
    monday = today - timedelta(days=today.weekday())
    last = Q(last_mail_at=None) | Q(last_mail_at__lte=real - AT_ONCE_EVERY)
    due: Any = Q(rhythm=Rhythm.AT_ONCE) & last
    if moment.weekday() < 5 and moment.hour >= settings.DIGEST_HOUR:
        new_day = Q(last_mail_on=None) | ~Q(last_mail_on=today)
        this_week = Q(last_mail_on__gte=monday, last_mail_on__lte=today)
        pressing = Notice.objects.filter(
            addressee=OuterRef("pk"), state=NoticeState.WAITING, presses=True
        )
        due |= Q(rhythm=Rhythm.DAILY) & new_day
        due |= Q(rhythm=Rhythm.WEEKLY) & new_day & (~this_week | Exists(pressing))
    rows: QuerySet[Addressee] = Addressee.objects.with_waiting().filter(due)
    return rows


def _settle(notices: Sequence[Notice], addressees: dict[int, Addressee]) -> list[Notice]:
    """Settle what needs no mail; the rest, in the order of their kinds."""
    why: dict[NoticeState, list[int]] = defaultdict(list)
    kept = []
    for kind, rows in by_kind(notices):
        holding = kind.holding(rows) if kind else set()
        for notice in rows:
            reason = why_no_mail(notice, kind, holding, addressees[notice.addressee_id])
            if reason is None:
                kept.append(notice)
            else:
                why[reason].append(notice.pk)
    for reason, pks in why.items():
        Notice.objects.filter(pk__in=pks).update(state=reason, settled_at=clock.now())
    return kept


def by_kind(notices: Iterable[Notice]) -> list[tuple[Kind | None, list[Notice]]]:
    """Notices by their kind, the most pressing kind first; None for kinds that are no more."""
    grouped: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        grouped[notice.kind].append(notice)
    pairs = [(KINDS.get(name), rows) for name, rows in grouped.items()]
    return sorted(pairs, key=lambda pair: (pair[0] is None, pair[0].rank if pair[0] else 0))


def why_no_mail(
    notice: Notice, kind: Kind | None, holding: set[int], addressee: Addressee
) -> NoticeState | None:
    """Why what waits is settled without a mail; None when it is mailed.

    Arguments:
        holding: the ids of those that still matter, as their kind says.
    """
    if kind is None or notice.pk not in holding or not _may_still_read(notice, addressee):
        return NoticeState.OVER
    if not kind.is_obligation and kind.name in addressee.switched_off:
        return NoticeState.OFF
    return NoticeState.SEEN if is_seen(notice, addressee) else None


def is_seen(notice: Notice, addressee: Addressee) -> bool:
    """Whether somebody looked on the site since it was told, in the role in which it was."""
    looks = notice.membership or addressee.user
    return bool(looks and looks.looked_at and looks.looked_at > notice.created_at)


def _may_still_read(notice: Notice, addressee: Addressee) -> bool:
    """Nobody is mailed about an organisation where the access has ended, nor at an address that is
    not the school's any more.
    """
    if notice.membership is not None and not notice.membership.is_active:
        return False
    if addressee.user is not None:
        return addressee.user.is_active
    return (
        addressee.school is not None and addressee.email.lower() == addressee.school.email.lower()
    )


def _mail(notices: Sequence[Notice], addressees: dict[int, Addressee]) -> None:
    """Queue one mail for each addressee that something is left for."""
    lines: dict[int, list[tuple[Kind, Notice, object]]] = defaultdict(list)
    for kind, rows in by_kind(notices):
        assert kind is not None  # _settle leaves none out of the registry
        facts = kind.prepare(rows)
        for notice in rows:
            lines[notice.addressee_id].append((kind, notice, facts))
    mails, keys = [], {}
    for pk, told in lines.items():
        addressee = addressees[pk]
        keys[pk] = f"digest:{pk}:{addressee.mails_made + 1}"
        with translation.override(addressee.language):
            letter = digest_letter(addressee, told)
        mails.append(QueuedMail(keys[pk], addressee.address, letter, DIGEST, GOOD_FOR))
    queue_mails(mails)
    _note_mailed(lines, addressees, keys)


def _note_mailed(
    lines: dict[int, list[tuple[Kind, Notice, object]]],
    addressees: dict[int, Addressee],
    keys: dict[int, str],
) -> None:
    now = clock.now()
    mails = {mail.key: mail.pk for mail in OutgoingMail.objects.filter(key__in=keys.values())}
    told = []
    for pk, rows in lines.items():
        addressee = addressees[pk]
        addressee.mails_made += 1
        addressee.last_mail_on, addressee.last_mail_at = now.date(), clock.real_now()
        for _kind, notice, _facts in rows:
            notice.state, notice.settled_at = NoticeState.MAILED, now
            notice.mail_id = mails[keys[pk]]
            told.append(notice)
    Notice.objects.bulk_update(told, ["state", "settled_at", "mail"])
    fields = ["mails_made", "last_mail_on", "last_mail_at"]
    Addressee.objects.bulk_update([addressees[pk] for pk in lines], fields)
