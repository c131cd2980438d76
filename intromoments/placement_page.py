"""What the page of a stage says of its intromoment, and the next step of its trainee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg import clock
from institutions.actors import Actor
from institutions.enums import Role
from intromoments.enums import Coming
from intromoments.models import Attendance, Intromoment
from placements.facts import from_json
from placements.models import Placement
from placements.page_sections import (
    Section,
    Step,
    adds_next_steps,
    adds_to_placement_page,
)
from placements.selectors import people_of
from requests_app.names import how_many_trainees, may_read_names

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """What one trainee of the stage answered, and whether the trainee was there."""

    name: str
    coming: str
    coming_words: str
    was_there: bool | None


@dataclass(frozen=True)
class OfStage:
    """The intromoment of a stage for one reader.

    Attributes:
        answers: of the stage's trainees, without their messages: those are for the school.
    """

    intromoment: Any
    answers: Sequence[Answer]
    is_trainee: bool
    is_school: bool

    @property
    def may_answer(self) -> bool:
        """Whether the reader is a trainee who may still answer."""
        row = self.intromoment
        return self.is_trainee and not row.is_cancelled and not row.has_begun


@adds_to_placement_page(order=30)
def intromoment_of_stage(page: Any) -> Section | None:
    """When and where, and what its trainees answered; nothing while none is planned.

    Trainees are invited once their institution opened the school's answer, and no longer when the
    stage was cancelled.
    """
    placement, actor, facts = page.placement, page.actor, page.placement.intromoment
    if facts is None or placement.is_cancelled or placement.proposal.seen_at is None:
        return None
    is_trainee = actor.role == Role.TRAINEE
    people = [p for p in people_of(placement) if not is_trainee or p.user_id == actor.user.pk]
    is_named = may_read_names(actor, placement.proposal)
    said = {answer["trainee_id"]: answer for answer in facts["said"]}
    answers = [_answer(person, said.get(person.pk), is_named=is_named) for person in people]
    row = from_json(Intromoment, facts, placement._state.db)
    content = OfStage(row, answers, is_trainee, actor.school is not None)
    return Section("intromoments/_placement.html", content)


def _answer(person: Any, said: Mapping[str, Any] | None, *, is_named: bool) -> Answer:
    coming = said["coming"] if said else ""
    return Answer(
        name=str(person) if is_named else how_many_trainees(1),
        coming=coming,
        coming_words=_words(coming),
        was_there=said["was_there"] if said else None,
    )


def _words(coming: str) -> str:
    words = {Coming.YES: _("Komt"), Coming.NO: _("Kan niet komen")}
    return words[Coming(coming)] if coming else _("Nog geen antwoord")


@adds_next_steps
def invitations_to_answer(
    placements: Sequence[Placement], actor: Actor
) -> Mapping[int, Sequence[Step]]:
    """A trainee answers the invitation of the school, before the day; one query."""
    if actor.role != Role.TRAINEE:
        return {}
    wanted: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for stage in placements:
        if not stage.is_cancelled and stage.proposal.seen_at is not None:
            wanted[_invitation_of(stage)].append(stage.pk)
    found: dict[int, list[Step]] = defaultdict(list)
    for row in _unanswered(actor, {school for school, _year, _number in wanted}):
        for pk in wanted.get((row.school_id, row.year_id, row.trimester), ()):
            found[pk].append(_step(row))
    return found


def _invitation_of(stage: Placement) -> tuple[int, int, int]:
    return stage.school.pk, stage.year.pk, int(stage.request.trimester or 0)


def _unanswered(actor: Actor, schools: set[int]) -> list[Intromoment]:
    """What these schools planned and has not begun, to which the trainee did not answer."""
    answered = Attendance.objects.filter(intromoment=OuterRef("pk"), trainee__user=actor.user)
    rows = Intromoment.objects.on().filter(school__in=schools, day__gte=clock.today())
    rows = rows.exclude(Exists(answered.exclude(coming="")))
    return [row for row in rows if not row.has_begun]


def _step(row: Intromoment) -> Step:
    """To do at the latest the day before."""
    return Step(
        title=_("Antwoord op de uitnodiging voor het intromoment"),
        url=reverse("intromoment_answer", args=[row.public_id]),
        due=max(row.day - ONE_DAY, clock.today()),
    )
