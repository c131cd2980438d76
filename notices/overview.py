"""What was told to somebody, as the page "Berichten" shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from institutions.actors import Actor
from notices.calendars import Calendars
from notices.collecting import by_kind, is_seen
from notices.enums import NoticeState
from notices.kind import KINDS, Kind, Line
from notices.mail_words import mail_words
from notices.models import Notice
from notices.querysets import NoticeQuerySet
from requests_app.lesdagen_left import TimeLeft

PER_PAGE = 50
MOST_TO_DO = 2000
"""Of the obligations that were ever told, the newest so many are asked whether they still hold."""


@dataclass(frozen=True)
class Chosen:
    """What of it to show: all, or what is still to do; of all kinds, or of one."""

    to_do: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Row:
    """One notice: its line, and in words what became of it.

    Arguments:
        leads_on: whether its page is offered. Of what asked nothing and is over it is not: it may
            no longer be the reader's to see, such as a stage that somebody else guides now.
    """

    line: Line
    leads_on: bool
    told_on: date
    is_new: bool
    is_to_do: bool
    is_done: bool
    due: TimeLeft | None
    mail: str


@dataclass(frozen=True)
class Group:
    """Rows under one heading: a day."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Overview:
    """One page of what was told."""

    page: Page[Notice]
    groups: Sequence[Group]
    new: int

    @property
    def count(self) -> int:
        """How many there are on all pages."""
        return self.page.paginator.count


def overview(
    actor: Actor, chosen: Chosen, *, number: str | None, since: datetime | None
) -> Overview:
    """A page of what was told to the actor in this role: by day, the newest first.

    What is still to do comes by the day on which it is due instead.

    Arguments:
        number: the page that is asked for, as it was typed.
        since: the moment since which things are new; None when all of it is.
    """
    kinds = [chosen.kind] if chosen.kind else list(KINDS)
    told = Notice.objects.visible_to(actor).filter(kind__in=kinds)
    if chosen.to_do:
        return _to_do(told, number, since)
    is_new = Q(created_at__gt=since) if since else Q(pk=None)
    counts = told.aggregate(all=Count("pk"), new=Count("pk", filter=is_new))
    page = _page(told.for_lines(), number, count=counts["all"])
    rows = _rows(page.object_list, _holding(page.object_list), since)
    groups = _by_day(rows, [row.told_on for row in rows])
    return Overview(page, groups, counts["new"])


def _to_do(told: NoticeQuerySet, number: str | None, since: datetime | None) -> Overview:
    asking = [name for name, kind in KINDS.items() if kind.is_obligation]
    found = told.filter(kind__in=asking).exclude(state=NoticeState.OVER)
    newest = list(found.for_lines()[:MOST_TO_DO])
    holding = _holding(newest)
    lines = _once((notice, _kind(notice).line(notice)) for notice in newest if notice.pk in holding)
    lines.sort(key=lambda pair: pair[1].due_on or date.max)
    page = _page([notice for notice, _line in lines], number, count=len(lines))
    rows = _rows(page.object_list, holding, since)
    groups = _by_day(rows, [row.line.due_on for row in rows])
    return Overview(page, groups, 0)


def _once(lines: Iterable[tuple[Notice, Line]]) -> list[tuple[Notice, Line]]:
    """What was reminded of stands there once: the newest line about one page and one kenmerk."""
    found: dict[tuple[str, str], tuple[Notice, Line]] = {}
    for notice, line in lines:
        about = (line.url, line.reference or notice.kind)
        found.setdefault(about, (notice, line))
    return list(found.values())


def _page(rows: Any, number: str | None, *, count: int) -> Page[Notice]:
    """A page that is no number is the first, one that does not exist the last."""
    paginator: Paginator[Notice] = Paginator(rows, PER_PAGE)
    paginator.count = count
    try:
        return paginator.page(number or 1)
    except PageNotAnInteger:
        return paginator.page(1)
    except EmptyPage:
        return paginator.page(paginator.num_pages)


def _kind(notice: Notice) -> Kind:
    return KINDS[notice.kind]


def _holding(notices: Iterable[Notice]) -> set[int]:
    """The ids of those that still matter; of what asks nothing, only what waits is looked up."""
    found: set[int] = set()
    asked: dict[str, tuple[Kind, list[Notice]]] = {}
    for kind, rows in by_kind(notice for notice in notices if notice.state != NoticeState.OVER):
        if kind is None:
            continue
        to_ask = [row for row in rows if kind.is_obligation or _waits(row)]
        found |= {row.pk for row in rows} - {row.pk for row in to_ask}
        asked.setdefault(kind.holds_with or kind.name, (kind, []))[1].extend(to_ask)
    for kind, rows in asked.values():
        found |= kind.holding(rows) if rows else set()
    return found


def _waits(notice: Notice) -> bool:
    """Whether it is still to be mailed, as far as can be told without a query."""
    return notice.state == NoticeState.WAITING and not is_seen(notice, notice.addressee)


def _rows(notices: Iterable[Notice], holding: set[int], since: datetime | None) -> list[Row]:
    notices = list(notices)
    lines = [_kind(notice).line(notice) for notice in notices]
    calendars = Calendars(lines)
    return [
        _row(notice, line, holding, calendars, since)
        for notice, line in zip(notices, lines, strict=True)
    ]


def _row(
    notice: Notice, line: Line, holding: set[int], calendars: Calendars, since: datetime | None
) -> Row:
    kind = _kind(notice)
    is_over = notice.pk not in holding
    return Row(
        line=line,
        leads_on=kind.is_obligation or not is_over,
        told_on=notice.created_at.astimezone(clock.BRUSSELS).date(),
        is_new=since is not None and notice.created_at > since,
        is_to_do=kind.is_obligation and not is_over,
        is_done=kind.is_obligation and is_over,
        due=None if is_over else calendars.time_left(line),
        mail=mail_words(notice, kind, holding),
    )


def _by_day(rows: Sequence[Row], days: Sequence[date | None]) -> list[Group]:
    """Rows in their order, under the day that belongs to each."""
    pairs = groupby(zip(rows, days, strict=True), key=lambda pair: pair[1])
    return [
        Group(long_date(day) if day else _("Zonder vaste dag"), [row for row, _day in group])
        for day, group in pairs
    ]
