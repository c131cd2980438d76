"""When somebody last looked, so that a page can say what changed, and a mail need not.

Looking is bookkeeping of reading, like the last login: the one thing that a GET of these pages
writes (decision 0028). A visit is a row of looks with less than half an hour between them; what
changed is counted from the visit before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.http import ActorRequest
from accounts.models import Membership, User
from calendar_cfg import clock

VISIT = timedelta(minutes=30)
FINE = timedelta(minutes=5)
"""Looks that follow each other sooner are not written again."""


def note_look(request: ActorRequest) -> datetime | None:
    """Write down that who asks looks now; a page that a browser fetches ahead is no look.

    Returns:
        The moment since which things are new to them: the end of the visit before; None the
        first time.
    """
    row = _own_row(request)
    now, last = clock.now(), row.looked_at
    if (last is not None and timedelta(0) <= now - last < FINE) or _is_ahead(request):
        return row.looked_before
    if last is None or not timedelta(0) <= now - last < VISIT:
        row.looked_before = last
    row.looked_at = now
    rows = row.__class__._default_manager  # the account may come wrapped
    rows.filter(pk=row.pk).update(looked_at=now, looked_before=row.looked_before)
    return row.looked_before


def _own_row(request: ActorRequest) -> Membership | User:
    """The membership that is acted through, as it was read; an administrator's account."""
    through = request.actor.membership_id  # asking who acts reads the memberships
    memberships: list[Membership] = getattr(request, "memberships", [])
    acting = [row for row in memberships if row.pk == through]
    return acting[0] if acting else request.user


def _is_ahead(request: ActorRequest) -> bool:
    return "prefetch" in request.headers.get("Sec-Purpose", "")
