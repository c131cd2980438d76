"""The locks of a stage: its request first, as everywhere (docs/architecture.md)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from placements.models import Placement
from placements.querysets import AGREED
from requests_app import workflow
from requests_app.models import Proposal


def lock_placement(pk: int, *, even_cancelled: bool = False) -> Placement:
    """The stage under a lock until the end of the transaction, with its request and proposal.

    Raises:
        DomainError: it was cancelled, or its school took the answer back, in the meantime.
    """
    request_pk = Placement.objects.values_list("proposal__request_id", flat=True).get(pk=pk)
    request = workflow.lock_request(request_pk)
    placement: Placement = Placement.objects.select_for_update(of=("self",)).get(pk=pk)
    proposal = Proposal.objects.select_related("school", "campus").get(pk=placement.proposal_id)
    proposal.request = request
    placement.proposal = proposal
    if proposal.state not in AGREED and not even_cancelled:
        raise DomainError(_("Deze stage gaat niet door: er valt niets meer te wijzigen."))
    return placement
