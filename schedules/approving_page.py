"""The page on which a vakmentor approves: what is planned for each subject, and what stands."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from calendar_cfg import clock
from institutions.actors import Actor
from placements.models import Placement
from requests_app.names import may_read_names
from schedules.approving import may_approve
from schedules.approving_parts import Part, parts_of
from schedules.approving_warnings import warnings_of
from schedules.models import PlannedActivity, Schedule
from schedules.output import trainees_of
from schedules.output_rows import Row, count_words
from schedules.totals import LineTotal, Totals, planned_of, totals_of


class ApprovingPage:
    """A stage read `with_facts`, as somebody of its school approves it.

    `shown_at` of the old page, when a form came too late: what changed since is marked.
    """

    def __init__(
        self,
        placement: Placement,
        schedule: Schedule | None,
        actor: Actor,
        shown_before: datetime | None = None,
    ) -> None:
        self.placement = placement
        self.version = schedule.version if schedule else 0
        self.actor = actor
        self.shown_before = shown_before

    @cached_property
    def planned(self) -> list[PlannedActivity]:
        """All that is planned."""
        return planned_of(self.placement)

    @cached_property
    def totals(self) -> Totals:
        """Lesuren against what was agreed."""
        return totals_of(self.placement, self.planned)

    @cached_property
    def warnings(self) -> dict[int, list[str]]:
        """What stands against each planned activity, by its id."""
        return warnings_of(self.placement, self.planned)

    @cached_property
    def parts(self) -> list[ApprovedPart]:
        """The parts, those that the actor approves first."""
        readable = may_read_names(self.actor, self.placement.proposal)
        found = parts_of(self.placement, self.planned, with_reasons=readable)
        rows = [ApprovedPart(part, self) for part in found]
        return sorted(rows, key=lambda row: not row.may_approve)

    @property
    def trainees(self) -> str:
        """Who does the stage, as far as the actor may read that."""
        return trainees_of(self.placement, self.actor)

    @property
    def now(self) -> str:
        """When this page was shown, for the form."""
        return clock.now().isoformat()

    def part_named(self, key: str) -> ApprovedPart | None:
        """The part that a form names."""
        return next((part for part in self.parts if part.key == key), None)


class ApprovedPart:
    """A part on the page, with what the actor may do about it."""

    def __init__(self, part: Part, page: ApprovingPage) -> None:
        self.part = part
        self.page = page
        self.key = part.key
        self.may_approve = may_approve(page.placement, part.subject, page.actor)

    @property
    def lines(self) -> list[LineTotal]:
        """Its lines, with the lesuren planned."""
        subject = self.part.subject
        return [row for row in self.page.totals.lines if row.line.subject == subject]

    @property
    def may_be_approved(self) -> bool:
        """Whether the button is there."""
        return self.may_approve and self.part.waits

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the actor can take the approval back."""
        return self.may_approve and self.part.is_approved

    @property
    def is_first_to_approve(self) -> bool:
        """Whether its button is the one of the page."""
        return self is next((part for part in self.page.parts if part.may_be_approved), None)

    @property
    def rows(self) -> list[Row]:
        """What is planned; what changed since the page that was shown before says so."""
        before = self.page.shown_before
        return [
            Row(row, is_changed=before is not None and row.changed_at >= before)
            for row in self.part.planned
        ]

    @property
    def warnings(self) -> list[str]:
        """What stands against it, each sentence once."""
        found = (text for row in self.part.planned for text in self.page.warnings[row.pk])
        return list(dict.fromkeys(found))

    @property
    def caption(self) -> str:
        """ "3 activiteiten, 4,5 lesuren"."""
        return count_words(self.part.planned)


def shown_before(posted: QueryDict) -> datetime | None:
    """When the page that a form came from was shown, as the form says."""
    try:
        moment = parse_datetime(posted.get("shown", ""))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
