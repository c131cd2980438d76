"""A stage as a school reads it, in words for a row: names by the rule, vakmentors per subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calendar_cfg.dates import date_range
from institutions.actors import Actor
from institutions.models import Subject
from placements.enums import GuidanceRole, PlacementPhase
from placements.models import Guide, Placement
from placements.school_filters import CROSS_CLASS, CROSS_CLASS_WORDS
from placements.selectors import accepted_of, guides_of, people_of
from requests_app.names import may_read_names, names_or_number


@dataclass(frozen=True)
class SubjectOf:
    """A subject of a stage, and who guides it; `slug` as in addresses."""

    slug: str
    name: str
    subject: Subject | None
    hours: int
    guides: tuple[Guide, ...]

    @property
    def mentors(self) -> str:
        """Who guides it; empty for nobody yet."""
        return ", ".join(str(guide.member.user) for guide in self.guides)

    @property
    def has_mentor(self) -> bool:
        """Whether somebody who still works there guides it."""
        return any(guide.works_there for guide in self.guides)


@dataclass(frozen=True)
class SchoolRow:
    """One stage, in words."""

    placement: Placement
    phase: PlacementPhase
    who: str
    trainees: int
    days: str
    subjects: tuple[SubjectOf, ...]
    supervisor: str


def who_of(placement: Placement, actor: Actor) -> str:
    """The trainees by name, or how many they are (`requests_app.names`)."""
    names = [str(trainee) for trainee in people_of(placement)]
    return names_or_number(names, readable=may_read_names(actor, placement.proposal))


def subjects_of(placement: Placement) -> tuple[SubjectOf, ...]:
    """The accepted subjects of a stage read `with_facts`, in the order of its lines."""
    hours: dict[int | None, int] = {}
    subjects: dict[int | None, Subject | None] = {}
    for line in accepted_of(placement):
        pk = line.activity.subject_id
        subjects.setdefault(pk, line.activity.subject)
        hours[pk] = hours.get(pk, 0) + (line.activity.hours or 0)
    return tuple(
        SubjectOf(
            slug=subject.slug if subject else CROSS_CLASS,
            name=str(subject or CROSS_CLASS_WORDS),
            subject=subject,
            hours=hours[pk],
            guides=_guides(placement, pk),
        )
        for pk, subject in subjects.items()
    )


def school_row(placement: Placement, actor: Actor, today: date) -> SchoolRow:
    """A stage read `with_facts`, in words for its school."""
    supervisors = [row for row in guides_of(placement) if row.role == GuidanceRole.SUPERVISOR]
    return SchoolRow(
        placement=placement,
        phase=placement.phase_on(today),
        who=who_of(placement, actor),
        trainees=len(people_of(placement)),
        days=date_range(placement.period_start, placement.period_end),
        subjects=subjects_of(placement),
        supervisor=", ".join(str(row.member.user) for row in supervisors),
    )


def school_rows(placements: Iterable[Placement], actor: Actor, today: date) -> list[SchoolRow]:
    """Stages in words, in their order."""
    return [school_row(placement, actor, today) for placement in placements]


def _guides(placement: Placement, subject_id: int | None) -> tuple[Guide, ...]:
    return tuple(
        guide
        for guide in guides_of(placement)
        if guide.role == GuidanceRole.SUBJECT_MENTOR and guide.subject_id == subject_id
    )
