"""What an institution is told: that a school answered, and what it said."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import UTC
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_proposal
from requests_app.enums import Onward, ProposalState, RefusalReason
from requests_app.models import PlacementRequest, Proposal


class Answered(Kind):
    """A school's answer; a corrected one is told again, and the one before it is over.

    `data` has the moment of the answer (`at`), whether it corrects another (`corrected`), and the
    reasons of a refusal.
    """

    heading = gettext_lazy("Nieuwe antwoorden")
    roles = (Role.COORDINATOR, Role.SUPERVISOR)
    state: ClassVar[ProposalState]
    answer: ClassVar[str | Promise]
    """What the school said, in a subject."""

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that are the answer still, told to who follows the request still."""
        return {
            notice.pk
            for notice in notices
            if notice.proposal is not None
            and notice.proposal.state == self.state
            and answered_at(notice.proposal) == notice.data.get("at")
            and still_follows(notice, notice.proposal.request)
        }

    @abstractmethod
    def words(self, notice: Notice, told: dict[str, Any]) -> str:
        """What the school said."""

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which school, and what it said."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        asked = proposal.request
        told = {
            "school": proposal.school,
            "reference": asked.reference,
            "what": str(self.answer).lower(),
        }
        text = self.words(notice, told)
        if notice.data.get("corrected"):
            text = _("Gecorrigeerd antwoord: %(text)s") % {"text": text}
        return Line(
            text=text,
            subject=_("Stageaanvraag %(reference)s: %(what)s") % told,
            url=reverse("request", args=[asked.public_id]),
            action=_("Antwoord bekijken"),
            reference=asked.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of an answer."""
        proposal = example_proposal()
        proposal.state = self.state
        return Notice(kind=self.name, proposal=proposal, data={"reasons": ["no_mentor"]}), None


def answered_at(proposal: Proposal) -> str:
    """When a school answered, as a notice keeps it."""
    return proposal.answered_at.astimezone(UTC).isoformat() if proposal.answered_at else ""


@kind
class AnswerRefused(Answered):
    """The school refused everything."""

    name = "answer_refused"
    label = gettext_lazy("Een school weigert een stageaanvraag")
    answer = gettext_lazy("Geweigerd")
    state = ProposalState.REFUSED
    rank = 20

    def words(self, notice: Notice, told: dict[str, Any]) -> str:
        """Why, to who may read that (decision 0005), and who does the next step."""
        text = _("%(school)s weigerde deze stageaanvraag.") % told
        if reasons := _reasons(notice):
            text = _("%(school)s weigerde deze stageaanvraag: %(why)s.") % {**told, "why": reasons}
        assert notice.proposal is not None
        if notice.proposal.request.onward == Onward.AUTOMATIC:
            return " ".join([text, _("De matching zoekt vanzelf een andere school.")])
        if _follows_alone(notice):
            return " ".join([text, _("De stagecoördinator kiest een andere school.")])
        return " ".join([text, _("Kies een andere school") + "."])


def still_follows(notice: Notice, request: PlacementRequest) -> bool:
    """Whether it is still for who was told: a stagebegeleider may be another one by now."""
    if not _follows_alone(notice):
        return True
    return notice.membership_id == request.supervisor_id


def _follows_alone(notice: Notice) -> bool:
    """Whether it is told to somebody who does not choose the schools."""
    return notice.membership is not None and notice.membership.role != Role.COORDINATOR


def _reasons(notice: Notice) -> str:
    """The reasons in words, each once; a stagebegeleider reads them on the page once opened."""
    if _follows_alone(notice):
        return ""
    labels = [str(RefusalReason(code).label) for code in notice.data.get("reasons", [])]
    return ", ".join(label[:1].lower() + label[1:] for label in labels)


@kind
class AnswerPartly(Answered):
    """The school accepted a part."""

    name = "answer_partly"
    label = gettext_lazy("Een school aanvaardt een deel van een stageaanvraag")
    answer = gettext_lazy("Gedeeltelijk aanvaard")
    state = ProposalState.PARTIALLY_ACCEPTED
    rank = 21

    def words(self, notice: Notice, told: dict[str, Any]) -> str:
        """That the rest looks on."""
        return (
            _(
                "%(school)s aanvaardde een deel van deze stageaanvraag. Voor de rest zoekt een "
                "vervolgaanvraag een andere school."
            )
            % told
        )


@kind
class AnswerAccepted(Answered):
    """The school accepted everything."""

    name = "answer_accepted"
    label = gettext_lazy("Een school aanvaardt een stageaanvraag geheel")
    answer = gettext_lazy("Geheel aanvaard")
    state = ProposalState.ACCEPTED
    rank = 22

    def words(self, notice: Notice, told: dict[str, Any]) -> str:
        """That there is a stage."""
        return _("%(school)s aanvaardde deze stageaanvraag geheel.") % told


ANSWERS: tuple[type[Answered], ...] = (AnswerAccepted, AnswerPartly, AnswerRefused)
