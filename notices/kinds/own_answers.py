"""What a trainee is told of their own request, once their institution opened the answer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.kinds.answers import answered_at
from notices.models import Notice
from notices.samples import example_proposal
from requests_app.enums import ProposalState, RequestState


class OwnAnswer(Kind):
    """The answer to the trainee's own request. Until a coordinator opens it, it may still change
    (decision 0005), so the trainee hears of it from then on.
    """

    heading = gettext_lazy("Uw stageaanvraag")
    roles = (Role.TRAINEE,)
    state: ClassVar[ProposalState]
    rank = 20

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that are the answer still."""
        return {
            notice.pk
            for notice in notices
            if notice.proposal is not None
            and notice.proposal.state == self.state
            and answered_at(notice.proposal) == notice.data.get("at")
        }

    @abstractmethod
    def words(self, told: dict[str, Any]) -> str:
        """What the school said, to a trainee."""

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """The school is named only where the trainee goes (domain.md, 7)."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        told = {"school": proposal.school, "reference": proposal.request.reference}
        return Line(
            text=self.words(told),
            subject=_("Uw stageaanvraag %(reference)s heeft een antwoord") % told,
            url=reverse("my_requests"),
            action=_("Uw stage bekijken"),
            reference=proposal.request.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of an answer."""
        proposal = example_proposal()
        proposal.state = self.state
        return Notice(kind=self.name, proposal=proposal), None


@kind
class OwnAccepted(OwnAnswer):
    """The school accepted."""

    name = "own_answer_accepted"
    label = gettext_lazy("Uw stageaanvraag is aanvaard")
    state = ProposalState.ACCEPTED

    def words(self, told: dict[str, Any]) -> str:
        """That there is a stage, and where."""
        return _("%(school)s aanvaardde uw stage. De overeenkomst en de planning volgen.") % told


@kind
class OwnPartly(OwnAnswer):
    """The school accepted a part."""

    name = "own_answer_partly"
    label = gettext_lazy("Uw stageaanvraag is gedeeltelijk aanvaard")
    state = ProposalState.PARTIALLY_ACCEPTED

    def words(self, told: dict[str, Any]) -> str:
        """That a part is settled."""
        text = _(
            "%(school)s aanvaardde een deel van uw stage. Voor de rest zoekt uw opleiding een "
            "andere school."
        )
        return text % told


@kind
class OwnRefused(OwnAnswer):
    """The school had no place."""

    name = "own_answer_refused"
    label = gettext_lazy("Een school heeft geen plaats voor u")
    state = ProposalState.REFUSED

    def words(self, told: dict[str, Any]) -> str:
        """That another school is looked for."""
        return _("De school had geen plaats. Uw opleiding zoekt een andere school.")


@kind
class OwnEnded(Kind):
    """The trainee's stage does not go on, or the request expired; what to do now."""

    name = "own_request_ended"
    label = gettext_lazy("Uw stage gaat niet door, of uw aanvraag vervalt")
    heading = gettext_lazy("Uw stageaanvraag")
    roles = (Role.TRAINEE,)
    rank = 15
    ENDS = (RequestState.CANCELLED, RequestState.EXPIRED)

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those whose request ended and stayed so."""
        return {n.pk for n in notices if n.request is not None and n.request.state in self.ENDS}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """That it ended, and whom to ask."""
        asked = notice.request
        assert asked is not None  # told of a request
        told = {"reference": asked.reference, "year": asked.year}
        text = _("Uw stage gaat niet door. Neem contact op met uw opleiding.")
        subject = _("Uw stage %(reference)s gaat niet door") % told
        if asked.state == RequestState.EXPIRED:
            text = _(
                "Het aanvragen voor %(year)s is afgesloten en uw aanvraag is vervallen. "
                "Neem contact op met uw opleiding."
            )
            subject = _("Uw stageaanvraag %(reference)s is vervallen") % told
        return Line(
            text=text % told,
            subject=subject,
            url=reverse("my_requests"),
            action=_("Uw stage bekijken"),
            reference=asked.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a stage that was cancelled."""
        request = example_proposal().request
        request.state = RequestState.CANCELLED
        return Notice(kind=self.name, request=request), None


@kind
class OwnWithoutStage(Kind):
    """The year closed, and no school was found for the trainee's request."""

    name = "own_year_without_stage"
    label = gettext_lazy("Het jaar is afgesloten zonder stage voor u")
    heading = gettext_lazy("Uw stageaanvraag")
    roles = (Role.TRAINEE,)
    rank = 16

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those whose request is refused still."""
        refused = RequestState.REFUSED
        return {n.pk for n in notices if n.request is not None and n.request.state == refused}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """That there is none, and who helps."""
        asked = notice.request
        assert asked is not None  # told of a request
        told = {"reference": asked.reference, "year": asked.year}
        text = _(
            "Het aanvragen voor %(year)s is afgesloten en voor deze aanvraag is geen school met "
            "plaats gevonden. Uw opleiding bekijkt samen met u wat nu kan: neem gerust contact op."
        )
        return Line(
            text=text % told,
            subject=_("Over uw stageaanvraag %(reference)s") % told,
            url=reverse("my_requests"),
            action=_("Uw aanvraag bekijken"),
            reference=asked.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a request that was refused."""
        request = example_proposal().request
        request.state = RequestState.REFUSED
        return Notice(kind=self.name, request=request), None


OWN_ANSWERS = {each.state: each for each in (OwnAccepted, OwnPartly, OwnRefused)}
