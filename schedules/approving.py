"""Approving the planning of a stage, subject by subject (docs/decisions/0024).

A vakmentor who guides a subject now approves what is planned for it; a schoolmentor who answers for
the school may do it for any. A change of a planned activity of that subject makes the approval
void. Nothing else is kept: a subject without a standing approval waits for one.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError
from calendar_cfg.together import together
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.models import Subject
from placements.enums import GuidanceRole
from placements.guides import accepted_lines
from placements.locking import lock_placement
from placements.models import Placement
from requests_app.exceptions import StaleForm
from schedules.changes import approval_fell, approvals_wait, approved
from schedules.models import Approval, PlannedActivity, Schedule


def may_approve(placement: Any, subject: Subject | None, actor: Actor) -> bool:
    """Whether an actor approves a subject of a stage read `with_facts`; None: klasoverstijgend."""
    if actor.school is None or actor.school != placement.school:
        return False
    return actor.may_answer or any(
        guide.member_id == actor.membership_id
        and guide.role == GuidanceRole.SUBJECT_MENTOR
        and guide.subject_id == (subject.pk if subject else None)
        for guide in placement.current_guides
    )


@transaction.atomic
def approve(
    *, placement_pk: int, subject: Subject | None, expected_version: int, actor: Actor
) -> Approval:
    """Find good what is planned for a subject; what is approved already stays as it is.

    Arguments:
        subject: None for the klasoverstijgende activiteiten.
        expected_version: of the schedule that was shown.

    Raises:
        PermissionDenied: the actor neither guides the subject now nor answers for the school.
        StaleForm: the planning changed since; nothing was approved.
        DomainError: nothing is planned for it, the stage has no such subject or was cancelled.
    """
    placement = lock_placement(placement_pk)
    _need_guide(placement, subject, actor)
    schedule = Schedule.objects.filter(placement=placement).first()
    if schedule is None or not planned_for(schedule, subject).exists():
        raise DomainError(_("Er is nog niets gepland: er valt nog niets goed te keuren."))
    if (standing := standing_approvals(schedule, subject).first()) is not None:
        return standing
    if schedule.version != expected_version:
        raise StaleForm(
            _("De planning is gewijzigd sinds u ze opende. Er is nog niets goedgekeurd.")
        )
    with logged_as(actor):
        approval: Approval = Approval.objects.create(
            schedule=schedule,
            subject=subject,
            member_id=_member_of(actor),
            approved_at=clock.now(),
        )
    schedule.placement = placement
    approved.send(Approval, approval=approval, actor=actor)
    return approval


@transaction.atomic
def withdraw_approval(*, placement_pk: int, subject: Subject | None, actor: Actor) -> None:
    """Take an approval back; harmless when there is none (any more).

    Raises:
        PermissionDenied: the actor neither guides the subject now nor answers for the school.
        DomainError: the stage has no such subject or was cancelled.
    """
    placement = lock_placement(placement_pk)
    _need_guide(placement, subject, actor)
    schedule = Schedule.objects.filter(placement=placement).first()
    if schedule is not None:
        schedule.placement = placement
        why = _("Ingetrokken door %(who)s.") % {"who": actor.label}
        with logged_as(actor):
            void_approvals(schedule, subject, why, actor=actor)


def void_approvals(schedule: Schedule, subject: Subject | None, why: str, *, actor: Actor) -> int:
    """Let an approval of a subject fall, as its planning changed; how many fell (0 or 1).

    Called inside the transaction of the change, which holds the lock of the stage. The part waits
    for an approval from then on.

    Arguments:
        subject: of the line of the activity that changed; None for a klasoverstijgende activiteit.
        why: a translated sentence, for the page.
    """
    standing = standing_approvals(schedule, subject)
    fell: int = standing.update(void_at=clock.now(), void_because=why[:300])
    if fell:
        with together():
            about = {"schedule": schedule, "actor": actor}
            approval_fell.send(Approval, subject=subject, **about)
            approvals_wait.send(Approval, subjects=[subject], **about)
    return fell


def standing_approvals(schedule: Schedule, subject: Subject | None) -> QuerySet[Approval]:
    """The approval of a subject that stands; at most one (approved_once)."""
    return Approval.objects.filter(schedule=schedule, subject=subject, void_at=None)


def planned_for(schedule: Schedule, subject: Subject | None) -> QuerySet[PlannedActivity]:
    """What is planned for a subject; None for the klasoverstijgende activiteiten."""
    rows: QuerySet[PlannedActivity] = PlannedActivity.objects.standing()
    return rows.filter(schedule=schedule, line__subject=subject)


def _need_guide(placement: Placement, subject: Subject | None, actor: Actor) -> None:
    """Refuse who does not approve this subject, and a subject that the stage has not."""
    if subject not in {line.activity.subject for line in accepted_lines(placement)}:
        raise DomainError(_("Dit vak hoort niet bij deze stage."))
    guides = placement.guides.current()
    placement.current_guides = list(guides)  # type: ignore[attr-defined]
    if not may_approve(placement, subject, actor):
        raise PermissionDenied(
            _("Alleen wie dit vak nu begeleidt, of wie voor de school antwoordt, keurt goed.")
        )


def _member_of(actor: Actor) -> int:
    assert actor.membership_id is not None  # who has a school acts through a membership
    return actor.membership_id
