"""What the rest of the platform can hear of requests.

`looks_for_school` is sent, with `request_pk`, once the transaction is committed in which a request
started to look for a school after the release: it was filed and went to no school, a school
refused it, refused lines became a follow-up, its wishes changed, or it waits for another school
or for none any more. Who listens must read the request afresh: by then it may lie with a school.
A receiver that fails is logged and fails nothing (`send_robust`).

`state_changed` is sent inside the transaction of every change that `workflow.apply_many` makes,
with `action`, `items` (pairs of request and `Because`) and `actor`. What an app above keeps because
of it is written in that transaction, or the change does not happen: a receiver that fails fails it.

`answer_opened` is sent inside the transaction in which a coordinator opens an answer for the first
time, with `request` (locked) and `proposal_pk`: from then on the school cannot correct it by
itself, and it is an answer to the trainee too (decision 0005).
"""

from __future__ import annotations

from django.db import transaction
from django.dispatch import Signal

from requests_app.models import PlacementRequest

looks_for_school = Signal()
state_changed = Signal()
answer_opened = Signal()


def tell_that_it_looks(request: PlacementRequest) -> None:
    """Send `looks_for_school` for a request when this transaction commits."""
    pk = request.pk
    transaction.on_commit(
        lambda: looks_for_school.send_robust(PlacementRequest, request_pk=pk), robust=True
    )
