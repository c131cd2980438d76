"""What a link tells of an answer: organisations, never people."""

from __future__ import annotations

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_moment
from requests_app.enums import ProposalState
from requests_app.models import Proposal


def what_was_answered(proposal: Proposal) -> str:
    """Which school answered, what and when."""
    return _("%(school)s antwoordde op %(when)s: %(what)s.") % {
        "school": proposal.school,
        "when": long_moment(proposal.answered_at or proposal.released_at),
        "what": str(proposal.get_state_display()).lower(),
    }


def how_it_ended(proposal: Proposal) -> str:
    """Why a request asks nothing of the school any more. What came after it is not told."""
    if proposal.state == ProposalState.WITHDRAWN:
        words = _("%(institution)s trok deze stageaanvraag in.")
        return words % {"institution": proposal.request.institution}
    if proposal.state == ProposalState.CANCELLED:
        return _("Deze stage is geannuleerd.")
    return _("Deze stageaanvraag is vervallen.")
