"""What the other side is told when a stage is cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.kinds.answering import goes_to_address
from notices.kinds.answers import still_follows
from notices.models import Notice
from notices.samples import example_proposal
from requests_app.enums import ProposalState


class Cancelled(Kind):
    """A stage that was accepted does not go on; why stands on its page."""

    heading = gettext_lazy("Geannuleerde stages")
    presses = True
    rank = 14

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that stayed cancelled."""
        return {
            notice.pk
            for notice in notices
            if notice.proposal is not None and notice.proposal.state == ProposalState.CANCELLED
        }

    def sample(self) -> tuple[Notice, Any]:
        """An example of a stage."""
        proposal = example_proposal()
        proposal.state = ProposalState.CANCELLED
        return Notice(kind=self.name, proposal=proposal), None


@kind
class CancelledBySchool(Cancelled):
    """The school cancelled: the institution looks further."""

    name = "stage_cancelled_by_school"
    label = gettext_lazy("Een school annuleert een stage")
    roles = (Role.COORDINATOR, Role.SUPERVISOR)

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """The same, told to who follows the request still."""
        kept = super().holding(notices)
        return {
            notice.pk
            for notice in notices
            if notice.pk in kept
            and notice.proposal is not None
            and still_follows(notice, notice.proposal.request)
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which school, and what can be done."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        asked = proposal.request
        told = {"school": proposal.school, "reference": asked.reference}
        return Line(
            text=_("%(school)s annuleerde deze stage. U kunt er een andere school voor zoeken.")
            % told,
            subject=_("De stage van stageaanvraag %(reference)s is geannuleerd") % told,
            url=reverse("request", args=[asked.public_id]),
            action=_("Bekijk de aanvraag"),
            reference=asked.reference,
        )


@kind
class CancelledByInstitution(Cancelled):
    """The institution cancelled: the school, and who was to guide it, need not prepare."""

    name = "stage_cancelled_by_institution"
    label = gettext_lazy("Een lerarenopleiding annuleert een stage bij uw school")
    roles = (Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which institution."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        asked = proposal.request
        told = {"institution": asked.institution, "reference": asked.reference}
        return Line(
            text=_("%(institution)s annuleerde deze stage bij uw school.") % told,
            subject=_("De stage van stageaanvraag %(reference)s is geannuleerd") % told,
            url=reverse("proposal", args=[proposal.public_id]),
            mail_url=reverse("front") if goes_to_address(notice) else "",
            action=_("Bekijk de stageaanvraag"),
            reference=asked.reference,
        )
