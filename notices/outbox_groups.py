"""What waits for an administrator, in groups that are sent or dropped in one action.

A group has a key, which its buttons carry: `withheld:invitation:2017-09-04` (mails by kind and
day), `failed:address` (mails by why they failed), `notice:phase_opens:2017-09-04` (notices by kind
and day).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailFault
from accounts.mail_decisions import drop_mails, send_mails
from accounts.models import MailState, OutgoingMail
from institutions.actors import Actor
from notices.kind import KINDS
from notices.withheld import drop_withheld, mail_withheld, withheld_notices

MAIL_KINDS = {
    "account": gettext_lazy("Account en wachtwoord"),
    "digest": gettext_lazy("Berichten"),
    "handed_on": gettext_lazy("Doorgegeven stageaanvragen"),
    "invitation": gettext_lazy("Uitnodigingen"),
    "registration_declined": gettext_lazy("Scholen die niet aangemeld zijn"),
}


@dataclass(frozen=True)
class Group:
    """So many mails or notices that are decided about together."""

    key: str
    label: str
    count: int
    day: date | None = None
    are_notices: bool = False


@dataclass(frozen=True)
class _Key:
    what: str
    kind: str
    day: date | None


def withheld_groups() -> list[Group]:
    """Withheld mails and notices, by kind and day; two queries."""
    mails: Any = OutgoingMail.objects.filter(state=MailState.WITHHELD).order_by()
    grouped = mails.values("kind", day=TruncDate("created_at")).annotate(n=Count("pk"))
    found = [
        Group(f"withheld:{row['kind']}:{row['day']}", mail_kind(row["kind"]), row["n"], row["day"])
        for row in grouped.order_by("day", "kind")
    ]
    return found + [
        Group(f"notice:{row.kind}:{row.day}", notice_kind(row.kind), row.count, row.day, True)
        for row in withheld_notices()
    ]


def failed_groups() -> list[Group]:
    """Failed mails, by why they failed; one query."""
    mails: Any = OutgoingMail.objects.filter(state=MailState.FAILED).order_by()
    grouped = mails.values("fault").annotate(n=Count("pk")).order_by("-n", "fault")
    return [Group(f"failed:{row['fault']}", fault_words(row["fault"]), row["n"]) for row in grouped]


def find_group(key: str) -> Group | None:
    """The group of that key as it is now; None when nothing of it is left."""
    return next((group for group in _all_groups() if group.key == key), None)


def send_group(key: str, *, actor: Actor) -> int:
    """Let all of a group be sent, or be told in the next mail.

    Returns:
        How many there were; 0 for a group that is no more.
    """
    asked = _read(key)
    if asked is None:
        return 0
    if asked.what == "notice" and asked.day:
        return mail_withheld(asked.kind, asked.day, actor=actor)
    return send_mails(_mails(asked), about=key, actor=actor)


def drop_group(key: str, *, actor: Actor) -> int:
    """Never send any of a group.

    Returns:
        How many there were; 0 for a group that is no more.
    """
    asked = _read(key)
    if asked is None:
        return 0
    if asked.what == "notice" and asked.day:
        return drop_withheld(asked.kind, asked.day, actor=actor)
    return drop_mails(_mails(asked), about=key, actor=actor)


def mail_kind(kind: str) -> str:
    """What sort of mail it is, in words."""
    return str(MAIL_KINDS.get(kind, kind or _("Andere mails")))


def notice_kind(kind: str) -> str:
    """What sort of notice it is, in words."""
    return str(KINDS[kind].label) if kind in KINDS else kind


def fault_words(fault: str) -> str:
    """Why a mail did not leave, in words."""
    known = fault in MailFault.values
    return str(MailFault(fault).label if known else MailFault.UNKNOWN.label)


def _all_groups() -> Sequence[Group]:
    return [*withheld_groups(), *failed_groups()]


def _read(key: str) -> _Key | None:
    """A key in its parts; None for one that no group can have."""
    what, _colon, rest = key.partition(":")
    if what == "failed":
        return _Key(what, rest, None)
    kind, _colon, day = rest.rpartition(":")
    try:
        return _Key(what, kind, date.fromisoformat(day)) if what in {"withheld", "notice"} else None
    except ValueError:
        return None


def _mails(asked: _Key) -> QuerySet[OutgoingMail]:
    if asked.day is None:
        return OutgoingMail.objects.filter(state=MailState.FAILED, fault=asked.kind)
    return OutgoingMail.objects.filter(
        state=MailState.WITHHELD, kind=asked.kind, created_at__date=asked.day
    )
