"""Who is invited: derived from the stages as they are now, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from intromoments.enums import Coming
from intromoments.models import Attendance, Intromoment
from intromoments.querysets import invited
from placements.models import Placement
from placements.selectors import accepted_of, people_of, with_facts
from requests_app.models import Trainee
from requests_app.names import how_many_trainees, may_read_names


@dataclass(frozen=True)
class Guest:
    """An invited trainee, as a school's list shows one.

    Attributes:
        name: by the rule of names; only that it is one trainee once names may not be read.
        is_named: whether the name may be read today.
        subjects: of the accepted lines, in words.
        was_there: None while nobody marked it.
    """

    trainee: Trainee
    name: str
    is_named: bool
    institution: str
    references: str
    subjects: str
    coming: str = ""
    note: str = ""
    answered_at: datetime | None = None
    was_there: bool | None = None

    @property
    def coming_words(self) -> str:
        """ "Ik kom", as the trainee answered; empty without an answer."""
        return str(Coming(self.coming).label) if self.coming else ""


def invited_stages(row: Intromoment, actor: Actor) -> QuerySet[Placement]:
    """The stages that the actor may see and whose trainees are invited."""
    return invited(
        Placement.objects.visible_to(actor),
        school=row.school_id,
        year=row.year_id,
        trimester=row.trimester,
    )


def invited_trainee(row: Intromoment, actor: Actor) -> Trainee | None:
    """The trainee that the actor is, when invited."""
    stages = invited_stages(row, actor).values("proposal__request")
    found: Trainee | None = (
        Trainee.objects.filter(user=actor.user, placement_requests__in=stages)
        .order_by("pk")
        .first()
    )
    return found


def guests_of(row: Intromoment, actor: Actor) -> list[Guest]:
    """Everybody who is invited and whom the actor may see, by name; in five queries."""
    stages: dict[int, list[Placement]] = {}
    people: dict[int, Trainee] = {}
    for stage in with_facts(invited_stages(row, actor)):
        for trainee in people_of(stage):
            people.setdefault(trainee.pk, trainee)
            stages.setdefault(trainee.pk, []).append(stage)
    said = _said(row)
    guests = [_guest(people[pk], rows, said.get(pk), actor) for pk, rows in stages.items()]
    return sorted(guests, key=_order)


def _order(guest: Guest) -> tuple[str, str]:
    """By name; by reference where there is none to read."""
    trainee = guest.trainee
    name = f"{trainee.last_name} {trainee.first_name}".lower() if guest.is_named else ""
    return name, guest.references


def _said(row: Intromoment) -> Mapping[int, Attendance]:
    return {said.trainee_id: said for said in Attendance.objects.filter(intromoment=row)}


def _guest(
    trainee: Trainee, stages: Iterable[Placement], said: Attendance | None, actor: Actor
) -> Guest:
    rows = list(stages)
    is_named = any(may_read_names(actor, stage.proposal) for stage in rows)
    return Guest(
        trainee=trainee,
        name=str(trainee) if is_named else how_many_trainees(1),
        is_named=is_named,
        institution=str(rows[0].institution),
        references=", ".join(sorted(stage.reference for stage in rows)),
        subjects=_subjects(rows),
        coming=said.coming if said else "",
        note=said.note if said and is_named else "",
        answered_at=said.answered_at if said else None,
        was_there=said.was_there if said else None,
    )


def _subjects(stages: Iterable[Placement]) -> str:
    lines = [line.activity for stage in stages for line in accepted_of(stage)]
    return ", ".join(sorted({str(line.subject or line.get_kind_display()) for line in lines}))


def invitations_of(actor: Actor, year: AcademicYear) -> list[Any]:
    """A trainee's invitations in a year by day, with `own`: a list of the own answer, or empty."""
    mine = Attendance.objects.filter(trainee__user=actor.user)
    rows = Intromoment.objects.visible_to(actor).filter(year=year).select_related("school")
    return list(rows.prefetch_related(Prefetch("attendances", mine, to_attr="own")))


def own_answer(row: Intromoment, actor: Actor) -> Attendance | None:
    """What the trainee that the actor is answered before."""
    return Attendance.objects.filter(intromoment=row, trainee__user=actor.user).first()
