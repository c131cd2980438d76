"""What a coordinator is told when a school does not answer: where else the request fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.other_schools import OtherSchool, other_schools
from notices.samples import example_proposal
from requests_app.enums import ProposalState
from requests_app.models import Proposal

IN_FULL = 10


@kind
class SchoolIsLate(Kind):
    """Three lesdagen after a school should have answered; with up to three other schools."""

    name = "school_is_late"
    label = gettext_lazy("Een school antwoordt te laat")
    heading = gettext_lazy("Nog zonder antwoord")
    roles = (Role.COORDINATOR,)
    is_obligation = True
    presses = True
    rank = 19

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that still wait for the answer."""
        return {
            notice.pk
            for notice in notices
            if notice.proposal is not None and notice.proposal.state == ProposalState.OPEN
        }

    def prepare(self, notices: Sequence[Notice]) -> Mapping[int, Sequence[OtherSchool]]:
        """The other schools that fit, of those that a mail tells in full: a digest tells ten, the
        longest due first. The page of a request shows them all.
        """
        told: dict[int, list[Proposal]] = defaultdict(list)
        for notice in notices:
            if notice.proposal is not None:
                told[notice.addressee_id].append(notice.proposal)
        turns = [
            (turn, proposal)
            for rows in told.values()
            for turn, proposal in enumerate(sorted(rows, key=lambda row: row.due_on)[:IN_FULL])
        ]
        return other_schools([proposal for _turn, proposal in sorted(turns, key=itemgetter(0))])

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which school, since when, and where else."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        asked = proposal.request
        told = {"school": proposal.school, "reference": asked.reference}
        others = (facts or {}).get(proposal.pk, ())
        phone = proposal.school.phone
        more = [_("Telefoon van de school: %(phone)s") % {"phone": phone}] if phone else []
        if others:
            more += [_("Andere scholen die passen:"), *(each.words for each in others)]
        return Line(
            text=_(
                "%(school)s antwoordde nog niet op deze stageaanvraag. Bel de school, of neem de "
                "aanvraag terug en zoek een andere."
            )
            % told,
            subject=_("Nog geen antwoord op stageaanvraag %(reference)s") % told,
            url=reverse("request", args=[asked.public_id]),
            action=_("Aanvraag bekijken"),
            reference=asked.reference,
            due_on=proposal.due_on,
            school_pk=proposal.school_id,
            more=more,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example with two schools."""
        proposal = example_proposal()
        proposal.pk = 0
        others = [
            OtherSchool(_("Voorbeeldschool Noord"), 42, (("Frans", 2),)),
            OtherSchool(_("Voorbeeldschool Zuid"), 118, (("Frans", 1),)),
        ]
        return Notice(kind=self.name, proposal=proposal), {0: others}
