"""What coordinators are told of requests that others decide on before them or for them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_request
from requests_app.enums import RequestState


@kind
class ToCheck(Kind):
    """A draft that somebody prepared and that a coordinator checks and files."""

    name = "request_to_check"
    label = gettext_lazy("Een stageaanvraag is klaar om na te kijken")
    heading = gettext_lazy("Na te kijken en in te dienen")
    roles = (Role.COORDINATOR,)
    is_obligation = True
    overview = "requests_to_check"
    rank = 25

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that are still offered for the check."""
        return {
            notice.pk
            for notice in notices
            if notice.request is not None
            and notice.request.state == RequestState.DRAFT
            and notice.request.offered_for_check_at is not None
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """To the check itself."""
        asked = notice.request
        assert asked is not None  # told of a request
        told = {"reference": asked.reference}
        return Line(
            text=_("Een collega legde deze stageaanvraag voor om na te kijken en in te dienen."),
            subject=_("Stageaanvraag %(reference)s is klaar om na te kijken") % told,
            url=reverse("draft_check", args=[asked.public_id]),
            action=_("Nakijken en indienen"),
            reference=asked.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a draft."""
        return Notice(kind=self.name, request=example_request()), None


class PriorityDecided(Kind):
    """An administrator decided on the voorrang of a request; the reason stands on its page."""

    heading = gettext_lazy("Voorrang")
    roles = (Role.COORDINATOR,)
    rank = 45

    @abstractmethod
    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """What was decided, and as the subject of a mail."""

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What was decided."""
        asked = notice.request
        assert asked is not None  # told of a request
        text, subject = self.words({"reference": asked.reference})
        return Line(
            text=text,
            subject=subject,
            url=reverse("request", args=[asked.public_id]),
            action=_("Aanvraag bekijken"),
            reference=asked.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a request."""
        return Notice(kind=self.name, request=example_request()), None


@kind
class PriorityConfirmed(PriorityDecided):
    """It comes first."""

    name = "priority_confirmed"
    label = gettext_lazy("Voorrang is bevestigd")

    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """That it comes first."""
        text = _("De voorrang van deze stageaanvraag is bevestigd: de matching plaatst ze eerst.")
        return text, _("Voorrang bevestigd voor stageaanvraag %(reference)s") % told


@kind
class PriorityDeclined(PriorityDecided):
    """It comes no earlier than others."""

    name = "priority_declined"
    label = gettext_lazy("Voorrang is terzijde gelegd")

    def words(self, told: dict[str, Any]) -> tuple[str, str]:
        """That it does not."""
        text = _("Een beheerder legde de voorrang terzijde. Waarom, leest u bij de aanvraag.")
        return text, _("Voorrang terzijde gelegd voor stageaanvraag %(reference)s") % told
