"""What the page of one stage shows, to each role that may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.calendar_facts import calendar_from
from institutions.actors import Actor
from institutions.models import Campus, Subject
from placements.enums import GuidanceRole, PlacementPhase
from placements.history import history_of, subject_words
from placements.models import Guide
from placements.page_sections import Section, next_steps, sections_of
from placements.selectors import accepted_of, guides_from, people_of, place_of
from placements.step_tasks import tasks_of
from requests_app.dashboards import Task
from requests_app.enums import Action, RequestState
from requests_app.history import Happening
from requests_app.lesdagen_left import Countdown
from requests_app.looking_again import why_not_again
from requests_app.models import ProposalLine, Trainee
from requests_app.names import may_read_names, names_or_number
from requests_app.request_tables import period_words


@dataclass(frozen=True)
class Guided:
    """Who guides a part of the stage, and who did before."""

    label: str
    now: list[Guide]
    before: list[Guide]


@dataclass(frozen=True)
class Link:
    """Something that can be done on a page of its own."""

    label: str
    url: str


@dataclass(frozen=True)
class Cancelled:
    """Who cancelled the stage, when and why."""

    by: str
    by_school: bool
    at: datetime
    why: str


class PlacementPage:
    """One stage, read by its template and by what other apps add to it."""

    def __init__(self, placement: Any, actor: Actor) -> None:
        self.placement = placement
        self.proposal = placement.proposal
        self.request = placement.request
        self.actor = actor

    @cached_property
    def phase(self) -> PlacementPhase:
        """Planned, running, completed or cancelled, today."""
        found: PlacementPhase = self.placement.phase_on(clock.today())
        return found

    @cached_property
    def is_live(self) -> bool:
        """Whether neither side cancelled it."""
        return self.phase != PlacementPhase.CANCELLED

    @cached_property
    def cancelled(self) -> Cancelled | None:
        """Who cancelled it; None while nobody did."""
        rows = [row for row in self.placement.happened if row["action"] == Action.CANCEL]
        if not rows:
            return None
        last = rows[-1]
        by_school = last["school"] is not None
        by = last["school"] or last["institution"] or ""
        at = datetime.fromisoformat(last["at"])
        return Cancelled(by, by_school, at, last["reason"])

    @cached_property
    def names_readable(self) -> bool:
        """Whether the actor may read the trainees' names today."""
        return may_read_names(self.actor, self.proposal)

    @cached_property
    def trainees(self) -> list[Trainee]:
        """The trainees, while they may be named."""
        return people_of(self.placement) if self.names_readable else []

    @cached_property
    def who(self) -> str:
        """The trainees by name, or how many they are."""
        names = [str(trainee) for trainee in people_of(self.placement)]
        return names_or_number(names, readable=self.names_readable)

    @cached_property
    def period(self) -> str:
        """ "T1, ma 16 oktober – vr 27 oktober 2017"."""
        return period_words(self.request)

    @cached_property
    def place(self) -> Campus | None:
        """The vestigingsplaats of the stage, or else the main one of the school."""
        return place_of(self.placement)

    @cached_property
    def lines(self) -> list[ProposalLine]:
        """The accepted lines."""
        return accepted_of(self.placement)

    @cached_property
    def hours(self) -> int:
        """All lesuren together."""
        return sum(line.activity.hours or 0 for line in self.lines)

    @cached_property
    def guides(self) -> list[Guide]:
        """Everybody who guides or guided it, in the order in which they began."""
        return guides_from(self.placement, self.placement.guided)

    @cached_property
    def mentors(self) -> list[Guided]:
        """The vakmentors per subject, in the order of the lines."""
        subjects: dict[int | None, Subject | None] = {
            line.activity.subject_id: line.activity.subject for line in self.lines
        }
        return [
            self._guided(subject_words(subject), GuidanceRole.SUBJECT_MENTOR, pk)
            for pk, subject in subjects.items()
        ]

    @cached_property
    def supervisor(self) -> Guided:
        """The stagebegeleider."""
        role = GuidanceRole.SUPERVISOR
        return self._guided(str(role.label), role, None)

    def _guided(self, label: str, role: GuidanceRole, subject_id: int | None) -> Guided:
        rows = [row for row in self.guides if (row.role, row.subject_id) == (role, subject_id)]
        now = [row for row in rows if row.until is None]
        return Guided(label, now, [row for row in rows if row.until is not None])

    @cached_property
    def schoolmentors(self) -> str:
        """Who answers for the school, by name."""
        return _full_names(self.placement.answering)

    @cached_property
    def coordinators(self) -> str:
        """The coordinators of the institution, by name."""
        return _full_names(self.placement.coordinating)

    @cached_property
    def origin(self) -> Link | None:
        """Where it came from: the request for its institution, the proposal for its school."""
        if self.actor.is_institution_staff or self.actor.is_admin:
            url = reverse("request", args=[self.request.public_id])
            return Link(_("Stageaanvraag %(ref)s") % {"ref": self.request.reference}, url)
        if self.actor.school is not None:
            url = reverse("proposal", args=[self.proposal.public_id])
            return Link(_("Stageaanvraag %(ref)s") % {"ref": self.request.reference}, url)
        return None

    @cached_property
    def links_trainees(self) -> bool:
        """Whether the actor has a page for each trainee."""
        return self.actor.is_institution_staff

    @cached_property
    def reads_school(self) -> bool:
        """Whether the actor has a page for the school."""
        return self.actor.is_institution_staff or self.actor.is_admin

    @cached_property
    def may_change(self) -> bool:
        """Whether the actor may change the terms, or cancel."""
        return self.is_live and (self.actor.is_coordinator or self.actor.may_answer)

    @cached_property
    def may_look_again(self) -> bool:
        """Whether the actor can let it look for another school."""
        waits = self.cancelled is not None and not self.looking and not why_not_again(self.request)
        return waits and self.actor.is_coordinator

    @property
    def look_again_url(self) -> str:
        """Where it is confirmed that it looks again."""
        return self.address("placement_look_again")

    @cached_property
    def looking(self) -> dict[str, Any] | None:
        """The request that looks for another school, for who may read that."""
        reads = self.actor.is_institution_staff or self.actor.is_admin
        row = self.placement.looking if reads else None
        return {**row, "label": RequestState(row["state"]).label} if row else None

    @cached_property
    def actions(self) -> list[Link]:
        """What can be changed, each on a page of its own."""
        if not self.may_change:
            return []
        guides = (
            (_("Stagebegeleider wijzigen"), "placement_supervisor")
            if self.actor.is_coordinator
            else (_("Vakmentoren wijzigen"), "placement_mentors")
        )
        names = [
            (_("Stageperiode wijzigen"), "placement_period"),
            (_("Lesuren wijzigen"), "placement_hours"),
            guides,
        ]
        if self.phase != PlacementPhase.COMPLETED:  # then it did take place
            names.append((_("Stage annuleren"), "placement_cancel"))
        return [Link(label, self.address(name)) for label, name in names]

    def address(self, name: str) -> str:
        """The address of one of the pages of this stage."""
        return reverse(name, args=[self.placement.public_id])

    @cached_property
    def steps(self) -> list[Task]:
        """What the actor has to do next."""
        found = next_steps([self.placement], self.actor).get(self.placement.pk, [])
        return tasks_of(found, self.countdown)

    @cached_property
    def countdown(self) -> Countdown:
        """The lesweek clock, from the calendar that was read with the stage."""
        return Countdown(lambda: calendar_from(self.placement.calendar_facts), clock.today())

    @cached_property
    def sections(self) -> list[Section]:
        """What other apps add."""
        return sections_of(self)

    @cached_property
    def primary_below(self) -> bool:
        """Whether the one thing to do on the page stands in a section."""
        return any(section.has_primary for section in self.sections)

    @cached_property
    def history(self) -> list[Happening]:
        """What happened since the school's answer."""
        happened = self.placement.happened
        return history_of(self.placement, happened, self.guides, self.lines, self.actor)


def _full_names(rows: list[dict[str, str]]) -> str:
    return ", ".join(f"{row['first']} {row['last']}".strip() for row in rows)
