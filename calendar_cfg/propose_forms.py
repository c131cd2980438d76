"""The form that shows a proposed year date by date, to change and to approve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.forms import EARLIEST, LATEST
from calendar_cfg.plan import PlannedMilestone, PlannedPhase, PlannedTrimester, YearPlan
from calendar_cfg.plan_rules import impossible_in
from calendar_cfg.propose import ProposedDate, ProposedPlan
from calendar_cfg.warnings import milestone_name


@dataclass(frozen=True)
class DateLine:
    """One date of the proposal: its field, what it is, and what was proposed."""

    field: str
    group: str
    label: str
    proposed: ProposedDate


@dataclass(frozen=True)
class ShownLine:
    """A line with its bound field, for the page."""

    line: DateLine
    bound: forms.BoundField


class ProposalForm(forms.Form):
    """One date field for each proposed date."""

    def __init__(self, proposal: ProposedPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.lines = list(date_lines(proposal))
        for line in self.lines:
            self.fields[line.field] = forms.DateField(
                label=f"{line.group}: {line.label}", initial=line.proposed.proposed
            )

    def groups(self) -> dict[str, list[ShownLine]]:
        """The lines with their fields, by group."""
        found: dict[str, list[ShownLine]] = {}
        for line in self.lines:
            found.setdefault(line.group, []).append(ShownLine(line, self[line.field]))
        return found

    def clean(self) -> dict[str, Any]:
        """What the database would refuse is refused here, in words."""
        data: dict[str, Any] = super().clean() or {}
        for name, day in list(data.items()):
            if not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Kies een datum tussen 2000 en 2100."))
        if not self.errors:
            self._require_school_year(data)
        if not self.errors:
            for problem in impossible_in(self.plan()):
                self.add_error(None, problem)
        return data

    def _require_school_year(self, data: dict[str, date]) -> None:
        start = self.proposal.start_year
        for name, year in (("first_school_day", start), ("last_school_day", start + 1)):
            if data[name].year != year:
                self.add_error(name, _("Deze dag moet in %(year)s vallen.") % {"year": year})

    def plan(self) -> YearPlan:
        """The plan with the dates as typed, or as proposed where the form was not posted."""
        if not self.is_bound:
            return self.proposal.plan
        data = self.cleaned_data
        return YearPlan(
            self.proposal.start_year,
            data["first_school_day"],
            data["last_school_day"],
            tuple(
                PlannedTrimester(
                    row.number,
                    data[f"trimester_{row.number}_first"],
                    data[f"trimester_{row.number}_last"],
                )
                for row in self.proposal.trimesters
            ),
            tuple(
                PlannedPhase(row.kind, data[f"{row.kind}_opens"], data[f"{row.kind}_last"])
                for row in self.proposal.phases
            ),
            tuple(
                PlannedMilestone(row.kind, row.trimester, data[_milestone_field(row)], row.lesweken)
                for row in self.proposal.milestones
            ),
        )


def date_lines(proposal: ProposedPlan) -> Iterator[DateLine]:
    """Every date of a proposal, in the order of the page."""
    school_year = _("Schooljaar")
    yield DateLine(
        "first_school_day", school_year, _("eerste schooldag"), proposal.first_school_day
    )
    yield DateLine("last_school_day", school_year, _("laatste schooldag"), proposal.last_school_day)
    yield from _phase_lines(proposal)
    yield from _trimester_lines(proposal)
    for milestone in proposal.milestones:
        label = milestone_name(MilestoneKind(milestone.kind), milestone.trimester)
        yield DateLine(_milestone_field(milestone), _("Mijlpalen"), label, milestone.date)


def _phase_lines(proposal: ProposedPlan) -> Iterator[DateLine]:
    group = _("Fasen")
    for row in proposal.phases:
        words = {"phase": PhaseKind(row.kind).label}
        opens, last = _("%(phase)s: opent op") % words, _("%(phase)s: laatste dag") % words
        yield DateLine(f"{row.kind}_opens", group, opens, row.opens_on)
        yield DateLine(f"{row.kind}_last", group, last, row.last_day)


def _trimester_lines(proposal: ProposedPlan) -> Iterator[DateLine]:
    group = _("Trimesters")
    for row in proposal.trimesters:
        words = {"number": row.number}
        first = _("Trimester %(number)s: eerste dag") % words
        last = _("Trimester %(number)s: laatste dag") % words
        yield DateLine(f"trimester_{row.number}_first", group, first, row.first_day)
        yield DateLine(f"trimester_{row.number}_last", group, last, row.last_day)


def _milestone_field(row: Any) -> str:
    return f"{row.kind}_{row.trimester or 'year'}"
