"""What was told to somebody since they last looked, on the dashboard "Waar staan we nu?"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from notices.enums import NoticeState
from notices.kind import KINDS
from notices.models import Notice
from requests_app.dashboards import Asking, Change, Changes
from requests_app.page_sections import tells_what_changed

SHOWN = 8
READ = 4 * SHOWN
"""A thing that was asked, and three reminders of it, are one line."""


@tells_what_changed
def told(asking: Asking, since: datetime) -> Changes:
    """The newest that was told in the role acted in, whatever the year; one query.

    Not what waits for an administrator, nor what one decided not to send, nor what was over before
    it was mailed: its page may no longer be the actor's to see.
    """
    rows = Notice.objects.visible_to(asking.actor).filter(kind__in=KINDS, created_at__gt=since)
    rows = rows.exclude(state__in=[NoticeState.WITHHELD, NoticeState.DROPPED, NoticeState.OVER])
    newest = rows.for_lines().order_by("-created_at", "-pk")[:READ]
    return Changes(
        since=since,
        rows=_once(newest)[:SHOWN],
        more_url=reverse("notices"),
    )


def _once(newest: Iterable[Notice]) -> list[Change]:
    """What was asked again and again stands there once, as it was asked last."""
    found: dict[object, Change] = {}
    for notice in newest:
        change = _change(notice)
        is_asked = KINDS[notice.kind].is_obligation and change.reference
        found.setdefault((change.url, change.reference) if is_asked else notice.pk, change)
    return list(found.values())


def _change(notice: Notice) -> Change:
    line = KINDS[notice.kind].line(notice)
    return Change(line.text, line.url, notice.created_at, line.reference)
