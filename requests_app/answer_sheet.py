"""One answer on its way: the forms together, what they say, and what they would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Membership
from institutions.enums import SCHOOL_ROLES
from requests_app.answer_forms import LineAnswers, WholeAnswerForm
from requests_app.answering import Answer, LineAnswer
from requests_app.enums import Decision, RefusalReason
from requests_app.models import Proposal, ProposalLine
from requests_app.proposal_page import ProposalPage

LINES = "lijn"


class AnswerSheet:
    """The forms of an answer on one proposal, empty, as answered before, or as typed.

    Arguments:
        preset: the decision that each line begins with.
        names_mentors: whether vakmentors can be chosen, which tells who works at the school.
    """

    def __init__(
        self,
        page: ProposalPage,
        data: Mapping[str, Any] | None = None,
        *,
        preset: str = "",
        names_mentors: bool = True,
    ) -> None:
        self.page = page
        self.proposal: Proposal = page.proposal
        school = self.proposal.school
        mentors = Membership.objects.active().filter(school=school, role__in=SCHOOL_ROLES)
        known = mentors.select_related("user") if names_mentors else mentors.none()
        self.mentors = {str(row.public_id): row for row in known}
        self.lines = LineAnswers(
            data,
            prefix=LINES,
            initial=[_as_answered(line, preset) for line in page.lines],
            lines=page.lines,
            mentors=list(self.mentors.values()),
        )
        self.whole = WholeAnswerForm(
            data, campuses=list(school.campuses.filter(is_active=True)), initial=self._whole()
        )
        self.data = data

    def _whole(self) -> dict[str, Any]:
        campus = self.proposal.campus
        return {
            "note": self.proposal.answer_note,
            "version": self.proposal.version,
            "campus": str(campus.public_id) if campus else "",
        }

    def is_valid(self) -> bool:
        """Whether every line has its answer; both parts are checked, to show all errors."""
        return bool(self.lines.is_valid() & self.whole.is_valid())

    @property
    def has_errors(self) -> bool:
        """Whether something that was sent must be mended."""
        return self.data is not None and not self.is_valid()

    @property
    def version(self) -> int:
        """The version of the proposal that the mentor saw."""
        return int(self.whole.cleaned_data["version"])

    def answer(self) -> Answer:
        """The answer as the service takes it; the sheet is valid."""
        whole = self.whole.cleaned_data
        return Answer(
            lines={form.line.activity_id: self._line(form.cleaned_data) for form in self.lines},
            note=whole["note"],
            campus=self.whole.campuses.get(whole.get("campus", "")),
            over_offer_known=whole["over_offer_known"],
        )

    def _line(self, said: dict[str, Any]) -> LineAnswer:
        mentor = self.mentors.get(said["subject_mentor"])
        return LineAnswer(
            Decision(said["decision"]),
            reason=said["reason"],
            reason_text=said["reason_text"],
            subject_mentor_id=mentor.pk if mentor else None,
        )

    def shortages(self) -> list[str]:
        """Where this answer goes over the school's offer, in words."""
        accepted = self.accepted
        if not accepted:
            return []
        subjects = {line.activity.subject_id for line in accepted}
        names = {pk: name for pk, name in self.page.subjects.items() if pk in subjects}
        return self.page.shortages_for(names)

    @property
    def accepted(self) -> list[ProposalLine]:
        """The lines that this answer accepts."""
        return [f.line for f in self.lines if f.cleaned_data.get("decision") == Decision.ACCEPTED]

    def outcome(self) -> str:
        """What this answer is: "accept", "partial" or "refuse"."""
        if not self.accepted:
            return "refuse"
        return "accept" if len(self.accepted) == len(self.page.lines) else "partial"

    def summary(self) -> list[dict[str, str]]:
        """The answer in words, to check before it is sent."""
        rows = [
            {"label": form.row_label, "value": self._said(form.cleaned_data)} for form in self.lines
        ]
        whole = self.whole.cleaned_data
        if campus := self.whole.campuses.get(whole.get("campus", "")):
            rows.append({"label": _("Vestigingsplaats"), "value": str(campus)})
        if whole.get("note"):
            rows.append({"label": _("Boodschap"), "value": whole["note"]})
        return rows

    def _said(self, said: dict[str, Any]) -> str:
        if said.get("decision") == Decision.ACCEPTED:
            mentor = self.mentors.get(said.get("subject_mentor", ""))
            words = _("Aanvaard, vakmentor %(name)s") % {"name": mentor.user} if mentor else ""
            return words or _("Aanvaard")
        reason = RefusalReason(said["reason"]).label if said.get("reason") else ""
        parts = [str(reason), said.get("reason_text", "")]
        return _("Geweigerd: %(why)s") % {"why": ". ".join(part for part in parts if part)}

    def typed(self) -> list[tuple[str, str]]:
        """Everything that was typed, to carry along in hidden fields."""
        forms = [self.lines.management_form, *self.lines, self.whole]
        names = [field.html_name for form in forms for field in form]
        carried = [name for name in names if name != "over_offer_known"]
        data = self.data or {}
        return [(name, str(data.get(name, ""))) for name in carried]

    def add_error(self, field: str | None, message: str) -> None:
        """Show a service's refusal at the line it is about, or above the form."""
        for form in self.lines:
            if field == f"line-{form.line.activity_id}":
                form.add_error(None, message)
                return
        self.whole.add_error(None, message)


def _as_answered(line: ProposalLine, preset: str) -> dict[str, Any]:
    mentor = line.subject_mentor
    return {
        "decision": line.decision or preset,
        "reason": line.reason,
        "reason_text": line.reason_text,
        "subject_mentor": str(mentor.public_id) if mentor else "",
    }


def everything_accepted(page: ProposalPage, sent: QueryDict) -> QueryDict:
    """The form as if each activity were ticked "aanvaarden": one button does it.

    `sent` holds the version of the proposal that the page with the button showed.
    """
    data = QueryDict(mutable=True)
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data[f"{LINES}-{name}"] = str(len(page.lines))
    for number, _line in enumerate(page.lines):
        data[f"{LINES}-{number}-decision"] = Decision.ACCEPTED
    data["version"] = sent.get("version", "")
    return data
