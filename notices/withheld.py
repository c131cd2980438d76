"""Notices that an effect told too late: an administrator has them mailed, or not (trust.md, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.enums import OutboxAct
from accounts.mail_decisions import note_decision
from calendar_cfg import clock
from calendar_cfg.tasks_base import enqueue
from institutions.actors import Actor
from notices.enums import NoticeState
from notices.models import Notice


@dataclass(frozen=True)
class Withheld:
    """So many notices of one kind, told on one day."""

    kind: str
    day: date
    count: int


def withheld_notices() -> Sequence[Withheld]:
    """All that are withheld, by kind and day, the oldest first; one query."""
    rows: Any = Notice.objects.filter(state=NoticeState.WITHHELD).order_by()
    grouped = rows.values("kind", day=TruncDate("created_at")).annotate(n=Count("pk"))
    return [Withheld(r["kind"], r["day"], r["n"]) for r in grouped.order_by("day", "kind")]


@transaction.atomic
def mail_withheld(kind: str, day: date, *, actor: Actor) -> int:
    """Let those of a kind and day wait for the next mail of each addressee, in their rhythm.

    What does not matter any more by then, or was seen on the site, is still left out.

    Returns:
        How many there were.
    """
    count = _withheld(kind, day, actor).update(state=NoticeState.WAITING)
    if count:
        _note(OutboxAct.SEND, kind, day, count, actor)
        _collect_after_commit()
    return count


@transaction.atomic
def drop_withheld(kind: str, day: date, *, actor: Actor) -> int:
    """Never mail those of a kind and day; they stay on the page "Berichten".

    Returns:
        How many there were.
    """
    rows = _withheld(kind, day, actor)
    count = rows.update(state=NoticeState.DROPPED, settled_at=clock.now())
    if count:
        _note(OutboxAct.DROP, kind, day, count, actor)
    return count


def _withheld(kind: str, day: date, actor: Actor) -> QuerySet[Notice]:
    if not actor.is_admin:
        raise PermissionDenied(_("Alleen een beheerder kan dit doen."))
    rows: QuerySet[Notice] = Notice.objects.filter(
        state=NoticeState.WITHHELD, kind=kind, created_at__date=day
    )
    return rows


def _note(act: OutboxAct, kind: str, day: date, count: int, actor: Actor) -> None:
    note_decision(act, actor=actor, about=f"notice:{kind}:{day}", mails=count)


def _collect_after_commit() -> None:
    from notices.tasks import collect_notices

    enqueue(collect_notices)
