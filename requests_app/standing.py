"""Where a request stands, in one line: the word, by whom, and since when (look.md, Status)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from calendar_cfg import clock
from requests_app.enums import RequestState
from requests_app.models import Activity, PlacementRequest, Proposal


@dataclass(frozen=True)
class Standing:
    """For `{% status standing.state standing.label by=standing.by on=standing.on %}`."""

    request: PlacementRequest
    state: str
    label: str
    by: str = ""
    on: date | None = None


def with_standing(rows: QuerySet[PlacementRequest]) -> QuerySet[PlacementRequest]:
    """Requests with what `standing_of` and their lines in words read: two queries more."""
    return rows.prefetch_related(
        Prefetch("activities", Activity.objects.select_related("subject")),
        Prefetch("proposals", Proposal.objects.select_related("school")),
    )


def standing_of(request: PlacementRequest) -> Standing:
    """Where a request stands. For a list, see `with_standing`."""
    state, label = RequestState(request.state), str(RequestState(request.state).label)
    proposal = max(request.proposals.all(), key=lambda row: row.pk, default=None)
    if state == RequestState.DRAFT and request.offered_for_check_at:
        return Standing(request, "to_check", _("Te controleren"))
    if state == RequestState.SUBMITTED and request.filed_at:
        return Standing(request, state, label, on=_day(request.filed_at))
    if proposal is None:
        return Standing(request, state, label)
    if state == RequestState.PROPOSED:
        words = _("Ligt bij %(school)s") % {"school": proposal.school}
        return Standing(request, state, words, on=_day(proposal.released_at))
    return _answered(request, state, label, proposal)


def _answered(
    request: PlacementRequest, state: RequestState, label: str, proposal: Proposal
) -> Standing:
    answered = {RequestState.ACCEPTED, RequestState.PARTIALLY_ACCEPTED, RequestState.REFUSED}
    if state in answered and proposal.answered_at:
        by, on = str(proposal.school), _day(proposal.answered_at)
        return Standing(request, state, label, by=by, on=on)
    return Standing(request, state, label)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()
