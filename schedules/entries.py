"""What somebody asks to plan, and whether it belongs to the stage at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership
from calendar_cfg import clock
from institutions.actors import Actor
from institutions.enums import ActivityKind, Role
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import accepted_of, guides_of
from requests_app.models import Activity
from schedules.checks import Asked, span_of
from schedules.lesuren import Lesuren
from schedules.models import PlannedActivity, Schedule


@dataclass(frozen=True)
class Entry:
    """An activity as typed: by lesuren (then without a clock time), or by the clock."""

    line: Activity
    day: date
    start: time | None = None
    end: time | None = None
    first_lesuur: int | None = None
    last_lesuur: int | None = None
    class_name: str = ""
    room: str = ""
    mentor: Membership | None = None
    functional_wholes: tuple[int, ...] = ()
    note: str = ""

    @property
    def is_teaching(self) -> bool:
        """Whether it is a lesson, and not a klasoverstijgende activiteit."""
        return self.line.kind != ActivityKind.CROSS_CLASS

    @property
    def asked(self) -> Asked:
        """What the checks want to know of it."""
        return Asked(
            day=self.day,
            start=self.start,
            end=self.end,
            first_lesuur=self.first_lesuur,
            last_lesuur=self.last_lesuur,
            is_teaching=self.is_teaching,
            class_name=self.class_name,
            mentor=self.mentor.user_id if self.mentor else None,
            line=str(self.line),
        )


def entry_of(row: PlannedActivity) -> Entry:
    """What was asked when a row was written."""
    by_lesuur = row.first_lesuur is not None
    return Entry(
        line=row.line,
        day=row.day,
        start=None if by_lesuur else row.start,
        end=None if by_lesuur else row.end,
        first_lesuur=row.first_lesuur,
        last_lesuur=row.last_lesuur,
        class_name=row.class_name,
        room=row.room,
        mentor=row.mentor,
        functional_wholes=tuple(row.functional_wholes),
        note=row.note,
    )


def write_entry(row: PlannedActivity, entry: Entry, lesuren: Lesuren, actor: Actor) -> None:
    """Let a row, not saved yet, say what was asked; it has been checked."""
    span = span_of(entry.asked, lesuren)
    assert span is not None  # checked: both hours, or lesuren that exist
    row.line, row.day = entry.line, entry.day
    row.start, row.end = span
    row.first_lesuur = entry.first_lesuur
    row.last_lesuur = entry.last_lesuur or entry.first_lesuur
    row.class_name, row.room, row.note = entry.class_name, entry.room, entry.note
    row.mentor = entry.mentor
    row.functional_wholes = [] if entry.is_teaching else sorted(entry.functional_wholes)
    row.changed_at, row.changed_by = clock.now(), actor.user


def new_row(schedule: Schedule, form_key: UUID | None) -> PlannedActivity:
    """An empty row of a schedule, not saved yet."""
    return PlannedActivity(schedule=schedule, form_key=form_key)


def who_may_guide(placement: Placement) -> QuerySet[Membership]:
    """Who may be named as vakmentor: who guides the stage now, and the school's schoolmentors."""
    guides = Q(
        guided__placement=placement,
        guided__role=GuidanceRole.SUBJECT_MENTOR,
        guided__until=None,
    )
    schoolmentors = Q(role=Role.SCHOOL_MENTOR)
    rows = Membership.objects.active().filter(guides | schoolmentors, school=placement.school)
    return (
        rows.select_related("user").order_by("user__last_name", "user__first_name", "pk").distinct()
    )


def keys_of_guides(placement: Placement) -> set[str]:
    """Keys of who guides a stage read `with_facts` now; schoolmentors only when they do."""
    return {
        str(guide.member.public_id)
        for guide in guides_of(placement)
        if guide.role == GuidanceRole.SUBJECT_MENTOR and guide.works_there
    }


@dataclass(frozen=True)
class Misfit:
    """Why an entry does not belong to a stage, and at which field."""

    field: str
    sentence: str


def why_unfit(entry: Entry, lines: Collection[int], strangers: Collection[int]) -> Misfit | None:
    """What is wrong with an entry, whatever the days; None when it fits.

    Arguments:
        lines: ids of the accepted lines of the stage.
        strangers: ids of who may not be named as vakmentor (`not_guiding`).
    """
    if entry.line.pk not in lines:
        return Misfit("line", _("Deze stageactiviteit hoort niet (meer) bij de stage."))
    if entry.mentor is not None and entry.mentor.pk in strangers:
        return Misfit(
            "mentor", _("Kies een vakmentor die deze stage begeleidt, of een schoolmentor.")
        )
    if not entry.is_teaching and not entry.functional_wholes:
        return Misfit(
            "functional_wholes",
            _("Kies bij een klasoverstijgende activiteit minstens één functioneel geheel."),
        )
    return None


def accepted_line_ids(placement: Placement) -> set[int]:
    """The lines that the school accepted, of a stage read `with_facts`."""
    return {row.activity_id for row in accepted_of(placement)}


def not_guiding(placement: Placement, members: Iterable[Membership]) -> set[int]:
    """The ids of those who may not be named as vakmentor; for who guides it asks nothing more.

    Arguments:
        placement: read `with_facts`.
    """
    named = {member.pk for member in members}
    guides = {
        row.member_id
        for row in guides_of(placement)
        if row.role == GuidanceRole.SUBJECT_MENTOR and row.works_there
    }
    others = named - guides
    return others - {member.pk for member in who_may_guide(placement)} if others else set()
