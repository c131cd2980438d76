"""Writes down what is done with a link. Of who asks only the sort of program is kept, no address.

That a link was opened is written at most once a minute for each sort of program, so that what
scans mail cannot fill the table.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from answer_links.enums import Use
from answer_links.models import AnswerLink, LinkUse
from calendar_cfg import clock

ONCE_IN = timedelta(minutes=1)


@transaction.atomic
def note_visit(link: AnswerLink, use: Use, client: str) -> None:
    """Write that a link was opened, or asked for when it no longer worked."""
    rows = AnswerLink.objects.select_for_update(of=("self",), skip_locked=True)
    if not rows.filter(pk=link.pk).exists():  # another visit is being written at this moment
        return
    since = clock.now() - ONCE_IN
    if not link.uses.filter(use=use, data__client=client, at__gt=since).exists():
        note_use(link, use, client=client)


def note_use(link: AnswerLink, use: Use, *, user: Any = None, **data: Any) -> LinkUse:
    """Write what was done with a link, in the caller's transaction."""
    return LinkUse.objects.create(link=link, use=use, user=user, data=data)
