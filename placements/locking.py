"""The locks of a stage: its request first, as everywhere (docs/architecture.md)."""

from __future__ import annotations

from django.db.models import Subquery
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from placements.models import Placement
from placements.querysets import AGREED
from requests_app import workflow


def lock_placement(pk: int, *, even_cancelled: bool = False) -> Placement:
    """The stage under a lock until the end of the transaction, with its request and proposal.

    Raises:
        DomainError: it was cancelled, or its school took the answer back, in the meantime.
    """
    asked = Placement.objects.filter(pk=pk).values("proposal__request")
    request = workflow.lock_request(Subquery(asked))
    rows = Placement.objects.select_related("proposal__school", "proposal__campus")
    placement: Placement = rows.select_for_update(of=("self",)).get(pk=pk)
    placement.proposal.request = request
    if placement.proposal.state not in AGREED and not even_cancelled:
        raise DomainError(_("Deze stage gaat niet door: er valt niets meer te wijzigen."))
    return placement
