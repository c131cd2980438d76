"""Writes down what is done with a link. Of who asks only the sort of program is kept, no address.

That a link was opened is written at most once a minute for each sort of program, so that what
scans mail cannot fill the table.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from answer_links.enums import Use
from answer_links.models import AnswerLink, LinkUse
from calendar_cfg import clock

ONCE_IN = timedelta(minutes=1)


@transaction.atomic
def note_visit(link: AnswerLink, use: Use, client: str) -> None:
    """Write that a link was opened, or asked for when it no longer worked."""
    same = LinkUse.objects.filter(
        link=OuterRef("pk"), use=use, data__client=client, at__gt=clock.now() - ONCE_IN
    )
    # Two visits at once: one is written, as the other finds the row locked.
    rows = AnswerLink.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.filter(pk=link.pk).annotate(was_noted=Exists(same)).order_by()
    if False in found.values_list("was_noted", flat=True):
        note_use(link, use, client=client)


def note_use(link: AnswerLink, use: Use, *, user: Any = None, **data: Any) -> LinkUse:
    """Write what was done with a link, in the caller's transaction."""
    return LinkUse.objects.create(link=link, use=use, user=user, data=data)
