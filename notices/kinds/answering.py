"""What a school is told: that a request reached it, that its answer is due, that it is gone."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answer_links.issuing import links_for
from calendar_cfg.dates import date_range
from institutions.enums import ActivityKind, Role
from institutions.models import Subject
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_proposal
from requests_app.enums import ProposalState
from requests_app.models import Activity, Proposal

Links = dict[tuple[int, str], str]


@dataclass(frozen=True)
class Asked:
    """What the lines of a mail need: the links by proposal and address, what each request asks."""

    links: Links = field(default_factory=dict)
    activities: Mapping[int, Sequence[Activity]] = field(default_factory=dict)


class ToAnswer(Kind):
    """A request that lies with a school and waits for its answer.

    A reminder takes the place of what was told before about the same request: in one mail there
    is one line about it.
    """

    heading = gettext_lazy("Wacht op uw antwoord")
    roles = (Role.SCHOOL_MENTOR,)
    is_obligation = True
    overview = "inbox"

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that are still open, as they were read now, that no reminder replaced, and that
        are still up to who was told.
        """
        return {
            notice.pk
            for notice in notices
            if notice.proposal is not None
            and notice.proposal.state == ProposalState.OPEN
            and not getattr(notice, "is_replaced", False)
            and (notice.membership is None or notice.membership.handles_requests)
        }

    def prepare(self, notices: Sequence[Notice]) -> Asked:
        """The links with which each can answer without an account, made where there is none; and
        what is asked, so that who reads the mail first knows to whom to hand it on.
        """
        pairs = [
            (notice.proposal, notice.addressee.address.lower())
            for notice in notices
            if notice.proposal is not None
        ]
        requests = {proposal.request_id for proposal, _address in pairs}
        found: dict[int, list[Activity]] = defaultdict(list)
        for row in Activity.objects.filter(request__in=requests).select_related("subject"):
            found[row.request_id].append(row)
        return Asked(links_for(pairs), found)

    @abstractmethod
    def words(self, proposal: Proposal) -> tuple[str, str]:
        """What it says in a sentence, and as the subject of a mail."""

    def subject_of(self, count: int) -> str:
        """How many wait."""
        return ngettext(
            "%(n)d stageaanvraag wacht op uw antwoord",
            "%(n)d stageaanvragen wachten op uw antwoord",
            count,
        ) % {"n": count}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """From whom, and until when."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        text, subject = self.words(proposal)
        asked: Asked = facts or Asked()
        address = notice.addressee.address.lower() if asked.links else ""
        return Line(
            text=text,
            subject=subject,
            url=reverse("proposal", args=[proposal.public_id]),
            mail_url=asked.links.get((proposal.pk, address), ""),
            action=_("Aanvraag bekijken en beantwoorden"),
            reference=proposal.request.reference,
            due_on=proposal.due_on,
            school_pk=proposal.school_id,
            more=[
                *_activities(asked.activities.get(proposal.request_id or 0, ())),
                *_period(proposal),
            ],
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a request that was put to a school."""
        proposal = example_proposal()
        activities = [Activity(kind=ActivityKind.ACTIVE, subject=Subject(name="Frans"), hours=20)]
        return Notice(kind=self.name, proposal=proposal), Asked(activities={0: activities})


def _activities(rows: Sequence[Activity]) -> list[str]:
    """ "Gevraagd: Actieve stage Frans (20 lesuren)", a line for each."""
    return [
        _("Gevraagd: %(activity)s (%(hours)s lesuren)") % {"activity": row, "hours": row.hours}
        if row.hours
        else _("Gevraagd: %(activity)s") % {"activity": row}
        for row in rows
    ]


def _period(proposal: Proposal) -> list[str]:
    """When the stage is to be, which tells requests of one institution apart."""
    asked = proposal.request
    if asked.period_start is None or asked.period_end is None:
        return []
    return [
        _("Stageperiode: %(days)s") % {"days": date_range(asked.period_start, asked.period_end)}
    ]


def _about(proposal: Proposal) -> dict[str, Any]:
    asked = proposal.request
    return {"institution": asked.institution, "reference": asked.reference}


@kind
class RequestReached(ToAnswer):
    """A request reached the school."""

    name = "request_reached"
    label = gettext_lazy("Een stageaanvraag bereikt uw school")
    rank = 13

    def words(self, proposal: Proposal) -> tuple[str, str]:
        """That somebody asks."""
        told = _about(proposal)
        return (
            _("Een stageaanvraag van %(institution)s wacht op uw antwoord.") % told,
            _("Stageaanvraag %(reference)s wacht op uw antwoord") % told,
        )


@kind
class AnswerDueSoon(ToAnswer):
    """Three lesdagen before the answer is due."""

    name = "answer_due_soon"
    label = gettext_lazy("Nog 3 lesdagen om te antwoorden")
    presses = True
    rank = 12

    def words(self, proposal: Proposal) -> tuple[str, str]:
        """That little time is left."""
        told = _about(proposal)
        return (
            _("De stageaanvraag van %(institution)s wacht nog op uw antwoord.") % told,
            _("Nog enkele dagen om op stageaanvraag %(reference)s te antwoorden") % told,
        )


@kind
class AnswerDueToday(ToAnswer):
    """On the day itself."""

    name = "answer_due_today"
    label = gettext_lazy("Vandaag wordt uw antwoord verwacht")
    presses = True
    rank = 11

    def words(self, proposal: Proposal) -> tuple[str, str]:
        """That it is due today; by the time that it is read it may have been."""
        told = _about(proposal)
        return (
            _("%(institution)s rekent op uw antwoord op deze stageaanvraag.") % told,
            _("Uw antwoord op stageaanvraag %(reference)s wordt vandaag verwacht") % told,
        )


@kind
class AnswerOverdue(ToAnswer):
    """Three lesdagen after it was due."""

    name = "answer_overdue"
    label = gettext_lazy("Uw antwoord is te laat")
    presses = True
    rank = 10

    def words(self, proposal: Proposal) -> tuple[str, str]:
        """That it is late, and what happens next."""
        told = _about(proposal)
        text = _(
            "%(institution)s wacht op uw antwoord op deze stageaanvraag. De opleiding weet dat het "
            "laat is en kijkt welke andere scholen passen. U kunt nog antwoorden."
        )
        return text % told, _("Uw antwoord op stageaanvraag %(reference)s is te laat") % told


def goes_to_address(notice: Notice) -> bool:
    """Whether it is told at an address of a school, where nobody logs in."""
    return bool(notice.addressee_id) and notice.membership_id is None


ANSWERING = (RequestReached, AnswerDueSoon, AnswerDueToday, AnswerOverdue)
"""All that ask for an answer."""


@kind
class RequestTakenAway(Kind):
    """A request that lay with the school was withdrawn, or taken back, before it answered."""

    name = "request_taken_away"
    label = gettext_lazy("Een stageaanvraag bij uw school is ingetrokken")
    heading = gettext_lazy("Hoeft niet meer")
    roles = (Role.SCHOOL_MENTOR,)
    rank = 40

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which one; the reason is the institution's own business."""
        proposal = notice.proposal
        assert proposal is not None  # told of a proposal
        told = _about(proposal)
        text = _("%(institution)s trok deze stageaanvraag in. U hoeft niet te antwoorden.")
        subject = _("Stageaanvraag %(reference)s is ingetrokken")
        if notice.data.get("was_late"):
            text = _(
                "%(institution)s nam deze stageaanvraag terug, omdat er nog geen antwoord was. U "
                "hoeft niet meer te antwoorden."
            )
            subject = _("Stageaanvraag %(reference)s is teruggenomen")
        return Line(
            text=text % told,
            subject=subject % told,
            url=reverse("proposal", args=[proposal.public_id]),
            mail_url=reverse("front") if goes_to_address(notice) else "",
            action=_("Bekijk de stageaanvraag"),
            reference=proposal.request.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a request that was taken away."""
        proposal = example_proposal()
        proposal.state = ProposalState.WITHDRAWN
        return Notice(kind=self.name, proposal=proposal), None
