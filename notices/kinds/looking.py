"""What a coordinator is told of requests that look for a school and wait for a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from matching.enums import ResultStatus
from matching.models import MatchingResult
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_request
from requests_app.enums import Onward, RequestState

LOOKING = (RequestState.SUBMITTED, RequestState.REFUSED)


class ToChoose(Kind):
    """A request that gets no further without its coordinator.

    `data` has the `version` of the request: whatever was done with it since, was done.
    """

    heading = gettext_lazy("Kies een school")
    roles = (Role.COORDINATOR,)
    is_obligation = True

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that look as they did, and go on neither by themselves nor by waiting."""
        return {
            notice.pk
            for notice in notices
            if (asked := notice.request) is not None
            and asked.state in LOOKING
            and asked.onward == Onward.ASK
            and asked.waits_for_id is None
            and asked.version == notice.data.get("version")
        }

    def sample(self) -> tuple[Notice, Any]:
        """An example of a request."""
        return Notice(kind=self.name, request=example_request()), None


@kind
class NeedsSchool(ToChoose):
    """A follow-up that looks, or a refused request, for which nobody chose a school yet."""

    name = "needs_school"
    label = gettext_lazy("Een stageaanvraag wacht op uw keuze van een school")
    rank = 18

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """To the list of schools that fit."""
        asked = notice.request
        assert asked is not None  # told of a request
        text = _("Deze vervolgaanvraag zoekt een school. Kies er een, of laat de aanvraag wachten.")
        if asked.state == RequestState.REFUSED:
            text = _("Na de weigering koos nog niemand een andere school voor deze aanvraag.")
        return Line(
            text=text,
            subject=_("Stageaanvraag %(reference)s zoekt een school")
            % {"reference": asked.reference},
            url=reverse("shortlist", args=[asked.public_id]),
            action=_("Een school kiezen"),
            reference=asked.reference,
        )


@kind
class SchoolSuggested(ToChoose):
    """The matching found a school; its coordinator takes it or leaves it."""

    name = "school_suggested"
    label = gettext_lazy("De matching stelt een school voor")
    rank = 17

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those of which the suggestion stands; of several for one request the last."""
        kept = super().holding(notices)
        last: dict[tuple[int, int | None], Notice] = {}
        for notice in sorted((n for n in notices if n.pk in kept), key=lambda n: n.pk):
            last[notice.addressee_id, notice.request_id] = notice
        if not last:
            return set()
        results = {notice.data.get("result") for notice in last.values()}
        rows = MatchingResult.objects.filter(pk__in=results, status=ResultStatus.SUGGESTED)
        stands = set(rows.values_list("pk", flat=True))
        return {notice.pk for notice in last.values() if notice.data.get("result") in stands}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """To the page of the request, where the suggestion stands with its reasons."""
        asked = notice.request
        assert asked is not None  # told of a request
        told = {"reference": asked.reference, "school": notice.data.get("school", "")}
        return Line(
            text=_("De matching stelt %(school)s voor. U kiest.") % told,
            subject=_("Een school voor stageaanvraag %(reference)s") % told,
            url=reverse("request", args=[asked.public_id]),
            action=_("Het voorstel bekijken"),
            reference=asked.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a suggestion."""
        data = {"school": _("Voorbeeldschool")}
        return Notice(kind=self.name, request=example_request(), data=data), None
