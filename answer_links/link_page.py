"""What the public pages of a link show: what is asked, or what became of it, and never a name.

Trainees are named as a school may read them, while the request waits for its answer. People of
the school are not: the mail may have come to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from answer_links.acting import actor_of, has_mentor
from answer_links.handing_on import MOST
from answer_links.models import SchoolRegistration
from answer_links.standing import Standing, standing_of
from answer_links.words import how_it_ended, what_was_answered
from calendar_cfg import clock
from placement_code.models import PlacementCode
from placement_code.selectors import code_in_force
from requests_app.enums import Decision
from requests_app.models import Proposal, ProposalLine
from requests_app.proposal_page import ProposalPage
from requests_app.proposal_reading import for_its_page


@dataclass(frozen=True)
class HandedTo:
    """A colleague who got a link of this one."""

    email: str
    at: datetime


class LinkPage:
    """One link, read with `link_reading.for_its_page`; the rest costs its query when shown."""

    def __init__(self, link: Any, token: str) -> None:
        self.link = link
        self.token = token
        found = for_its_page(Proposal.objects.filter(pk=link.proposal_id))
        self.proposal = found.get()
        self.actor = actor_of(link, self.proposal.school)
        self.asked = ProposalPage(self.proposal, self.actor)

    @cached_property
    def standing(self) -> Standing:
        """What the link is still good for."""
        return standing_of(self.link, self.proposal, self.asked.window)

    @property
    def works(self) -> bool:
        """Whether an answer can be given."""
        return self.standing == Standing.OPEN

    @cached_property
    def code(self) -> PlacementCode | None:
        """The Stagecode that one accepts with an answer."""
        return code_in_force(clock.today())

    @property
    def is_own_answer(self) -> bool:
        """Whether the answer that stands came through this very link."""
        return bool(self.link.was_answered)

    @cached_property
    def why_not(self) -> str:
        """Why there is nothing to answer any more: who did what, and when."""
        if self.standing == Standing.ANSWERED:
            return what_was_answered(self.proposal)
        if self.standing == Standing.ENDED:
            return self.asked.taken_back or how_it_ended(self.proposal)
        return self.asked.why_not

    @cached_property
    def said(self) -> list[dict[str, str]]:
        """What was answered, a row for each activity; vakmentors stay unnamed."""
        return [
            {"label": str(line.activity), "value": _said(line)}
            for line in self.asked.lines
            if line.decision
        ]

    @cached_property
    def handed_to(self) -> list[HandedTo]:
        """To whom this link was handed on."""
        return [
            HandedTo(row["email"], datetime.fromisoformat(row["at"])) for row in self.link.handed
        ]

    @property
    def hand_overs_left(self) -> int:
        """How often the request can still be handed on."""
        return max(MOST - int(self.link.times_handed_on), 0)

    @property
    def may_hand_on(self) -> bool:
        """Whether it can be handed on to (another) colleague."""
        return self.works and self.hand_overs_left > 0

    @property
    def waits_for_decision(self) -> bool:
        """Whether the registration of this address is still to be decided."""
        return bool(self.link.waits_for_decision)

    @cached_property
    def registration(self) -> SchoolRegistration | None:
        """The last time that somebody with this address registered the school."""
        rows = SchoolRegistration.objects.filter(school=self.proposal.school)
        return rows.filter(email__iexact=self.link.email).select_related("institution").first()

    @cached_property
    def may_register(self) -> bool:
        """Whether the school can begin to work here from this link."""
        good = self.standing in (Standing.OPEN, Standing.ANSWERED)
        return good and self.actor.user is None

    @cached_property
    def school_has_mentor(self) -> bool:
        """Whether the school works here already: then a schoolmentor invites."""
        return has_mentor(self.proposal.school)

    @property
    def asked_mentor(self) -> bool:
        """Whether the schoolmentor was asked for an invitation."""
        return bool(self.link.was_registered)


def _said(line: ProposalLine) -> str:
    if line.decision == Decision.ACCEPTED:
        return _("Aanvaard")
    why = ". ".join(filter(None, (line.get_reason_display(), line.reason_text)))
    return _("Geweigerd: %(why)s") % {"why": why}
