"""What a school is told: that a request reached it, and that its answer is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_proposal
from requests_app.enums import ProposalState


class ToAnswer(Kind):
    """A request that lies with a school and waits for its answer."""

    heading = gettext_lazy("Wacht op uw antwoord")
    roles = (Role.SCHOOL_MENTOR,)
    is_obligation = True

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that are still open, as they were read now."""
        return {
            notice.pk
            for notice in notices
            if notice.proposal is not None and notice.proposal.state == ProposalState.OPEN
        }

    def sample(self) -> tuple[Notice, Any]:
        """An example of a request that was put to a school."""
        return Notice(kind=self.name, proposal=example_proposal()), None


@kind
class RequestReached(ToAnswer):
    """A request reached the school."""

    name = "request_reached"
    label = gettext_lazy("Een stageaanvraag bereikt uw school")
    rank = 10

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """From whom, and until when."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        asked = proposal.request
        told = {"institution": asked.institution, "reference": asked.reference}
        return Line(
            text=_("Een stageaanvraag van %(institution)s wacht op uw antwoord.") % told,
            subject=_("Stageaanvraag %(reference)s wacht op uw antwoord") % told,
            url=reverse("proposal", args=[proposal.public_id]),
            action=_("Aanvraag bekijken en beantwoorden"),
            reference=asked.reference,
            due_on=proposal.due_on,
            school_pk=proposal.school_id,
        )
