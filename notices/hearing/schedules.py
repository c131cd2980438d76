"""Hears of plannings: who has to approve, what was approved; and reminds of what is to be made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from calendar_cfg import clock
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.models import Subject
from notices.daily import daily
from notices.kind import Kind
from notices.kinds.schedules import (
    ApprovalFell,
    PlanningApproved,
    PlanningToApprove,
    PlanningToMake,
)
from notices.recipients import Recipient, answering_members, of_membership, trainees_of, without
from notices.stage_people import people_of_stages
from notices.telling import Told, tell
from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from schedules.changes import approval_fell, approvals_wait, approved
from schedules.models import Approval, PlannedActivity, Schedule
from schedules.parts import NO_SUBJECT, part_id

BEFORE = 10
"""In lesdagen before the stageperiode: when nothing is planned by then, the trainee is told."""


@receiver(approvals_wait)
def to_approve(
    schedule: Schedule, subjects: Collection[Subject | None], actor: Actor, **_kwargs: Any
) -> None:
    """Who guides the part is told, or who answers for the school when nobody does; once each time
    it begins to wait.
    """
    placement = schedule.placement
    people = _who_approve(placement, subjects)
    since = clock.now().isoformat()
    tell(
        PlanningToApprove,
        [
            Told(
                to,
                f"{schedule.pk}:{part_id(subject)}:{since}",
                placement=placement,
                data=_part(subject),
            )
            for subject in subjects
            for to in without(people[part_id(subject)], actor.user)
        ],
    )


@receiver(approved)
def found_good(approval: Approval, actor: Actor, **_kwargs: Any) -> None:
    """The trainees are told that a part was approved."""
    data = _part(approval.subject) | {"approval": approval.pk}
    _tell_trainees(PlanningApproved, approval.schedule, str(approval.pk), data, actor)


@receiver(approval_fell)
def not_good_any_more(
    schedule: Schedule, subject: Subject | None, actor: Actor, **_kwargs: Any
) -> None:
    """The trainees are told that an approval fell; not who let it fall."""
    data = _part(subject)
    about = f"{schedule.pk}:{data['part']}:{clock.now().isoformat()}"
    _tell_trainees(ApprovalFell, schedule, about, data, actor)


@daily
def to_plan(day: date) -> int:
    """Remind the trainees of stages that begin within ten lesdagen and have no planning."""
    until = school_calendar().add_lesdagen(day, BEFORE)
    planned = PlannedActivity.objects.standing().filter(schedule__placement=OuterRef("pk"))
    stages = Placement.objects.live().filter(
        ~Exists(planned),
        proposal__seen_at__isnull=False,
        proposal__request__period_start__gt=day,
        proposal__request__period_start__lte=until,
    )
    placements = list(stages.select_related("proposal__request").order_by("pk"))
    people = people_of_stages(placements)
    return tell(
        PlanningToMake,
        [
            Told(to, f"{placement.pk}:{begins}", placement=placement, data={"begins": begins})
            for placement in placements
            for begins in (placement.period_start.isoformat(),)
            for to in people[placement.pk].trainees
        ],
    )


def _part(subject: Subject | None) -> dict[str, Any]:
    return {"part": part_id(subject), "subject": subject.name if subject else ""}


def _who_approve(
    placement: Placement, subjects: Iterable[Subject | None]
) -> dict[int, list[Recipient]]:
    """By part; one query, and another for parts that nobody guides."""
    guides = (
        Guide.objects.current()
        .still_there()
        .filter(placement=placement, role=GuidanceRole.SUBJECT_MENTOR)
    )
    found: dict[int, list[Recipient]] = defaultdict(list)
    for guide in guides.select_related("member__user__addressee").order_by("pk"):
        found[guide.subject_id or NO_SUBJECT].append(of_membership(guide.member))
    if unguided := {part_id(subject) for subject in subjects} - set(found):
        school = placement.proposal.school_id
        answering = answering_members([school]).get(school, [])
        found |= dict.fromkeys(unguided, answering)
    return found


def _tell_trainees(
    kind: type[Kind], schedule: Schedule, about: str, data: dict[str, Any], actor: Actor
) -> None:
    placement = schedule.placement
    if placement.proposal.seen_at is None:  # they do not know of the stage yet
        return
    people = trainees_of([placement.request]).get(placement.request.pk, [])
    tell(
        kind,
        [Told(to, about, placement=placement, data=data) for to in without(people, actor.user)],
    )
