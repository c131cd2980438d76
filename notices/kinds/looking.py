"""What a coordinator is told of requests that look for a school and wait for a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from institutions.enums import Role
from matching.enums import ResultStatus
from matching.models import MatchingResult
from notices.kind import Kind, Line, kind
from notices.kinds.phases import day_in, page_of
from notices.models import Notice
from notices.recipients import coordinating
from notices.samples import example_request, example_year
from notices.without_school import day_found, without_school
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


@kind
class NoSchoolFound(Kind):
    """The matching found no school for requests: one line for all of a day, not one for each.

    `data` has how many (`count`), and the `day` on which the matching said so.
    """

    name = "no_school_found"
    label = gettext_lazy("De matching vindt geen school")
    heading = gettext_lazy("Kies een school")
    roles = (Role.COORDINATOR,)
    is_obligation = True
    rank = 18

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those of which one request still looks, as it did; two queries, whatever the number."""
        years = {notice.year_id for notice in notices if notice.year_id}
        where = {
            notice.membership.institution_id
            for notice in notices
            if notice.membership and notice.membership.institution_id
        }
        rows = list(without_school(years).filter(institution__in=where)) if years else []
        people = coordinating(rows) if rows else {}
        looks = {
            (to.membership_id, row.year_id, day_found(row)) for row in rows for to in people[row.pk]
        }
        return {
            notice.pk
            for notice in notices
            if (notice.membership_id, notice.year_id, day_in(notice, "day")) in looks
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """How many, and the list of those that still look, each with why."""
        year, n = notice.year, notice.data.get("count", 1)
        assert year is not None  # told of a year
        found = ngettext(
            "Voor %(n)d stageaanvraag vond de matching geen school.",
            "Voor %(n)d stageaanvragen vond de matching geen school.",
            n,
        ) % {"n": n}
        return Line(
            text=" ".join([found, _("Kies zelf een school, of verruim wat u vraagt.")]),
            subject=found.rstrip("."),
            url=page_of("matching_outcome", year, toestand="zonder-plaats"),
            action=_("Bekijk wat nog een school zoekt"),
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of the day after the release."""
        data = {"count": 12, "day": "2017-06-15"}
        return Notice(kind=self.name, year=example_year(), data=data), None
