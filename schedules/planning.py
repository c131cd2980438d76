"""Planning, changing and taking out activities: the one door to the stageplanning.

The locks of a change, in this order: the request, the stage (`placements.locking`), its trainees,
the schedule. A trainee who is on two stages can so never be planned in two places at once.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.models import Subject
from placements.locking import lock_placement
from placements.models import Placement
from requests_app.double_booking import lock_trainees
from requests_app.exceptions import StaleForm
from schedules.approving import void_approvals
from schedules.changes import approvals_wait
from schedules.checks import Code, Finding, Severity
from schedules.entries import (
    Entry,
    accepted_line_ids,
    entry_of,
    new_row,
    not_guiding,
    why_unfit,
    write_entry,
)
from schedules.exceptions import CannotPlan, PlanAnyway
from schedules.models import PlannedActivity, Schedule
from schedules.parts import approved_parts, part_id, planned_parts, with_parts
from schedules.rights import own_placement
from schedules.surroundings import around_of

NO_WARNING: Container[str] = frozenset()


@dataclass(frozen=True)
class Desk:
    """A stage and its schedule (`with_parts`), both locked, for who may enter its planning."""

    placement: Placement
    schedule: Schedule
    actor: Actor


@transaction.atomic
def plan_activity(
    *,
    placement_pk: int,
    entry: Entry,
    actor: Actor,
    form_key: UUID | None = None,
    accepted: Container[str] = NO_WARNING,
) -> PlannedActivity:
    """Plan an activity. The same form sent again gives what it planned the first time.

    Effects, in order: the schedule is made when it is the first; the activity is written; the
    version of the schedule grows; an approval of its subject falls.

    Arguments:
        accepted: the keys of the warnings that the user has read and plans over.

    Raises:
        PermissionDenied: the actor does not enter the planning of this stage.
        CannotPlan: a rule refuses it; `findings` says which.
        PlanAnyway: there are warnings that were not accepted.
        DomainError: it does not belong to the stage, or the stage was cancelled.
    """
    desk = desk_of(placement_pk, actor)
    if made := already_made(desk.schedule, [form_key]):
        return made[0]
    _need_fit(desk, entry)
    around = around_of(desk.placement, [entry.day], people_in([entry]))
    let_pass(around.findings(entry.asked, entry.line), accepted)
    row = new_row(desk.schedule, form_key)
    write_entry(row, entry, around.lesuren, actor)
    store(desk, [row], row.save)
    return row


@transaction.atomic
def change_planned(
    *,
    planned_pk: int,
    entry: Entry,
    actor: Actor,
    expected_sequence: int | None = None,
    accepted: Container[str] = NO_WARNING,
) -> PlannedActivity:
    """Change an activity; its sequence grows. The same again changes nothing.

    An approval of the subject before and of the subject after falls.

    Raises:
        StaleForm: somebody changed it after the form was opened.
        DomainError: it was taken out in the meantime; and as `plan_activity`.
        PermissionDenied, CannotPlan, PlanAnyway: as `plan_activity`.
    """
    desk, row = row_and_desk(planned_pk, actor)
    if row.removed_at is not None:
        raise DomainError(_("Deze activiteit werd intussen weggenomen."))
    before = entry_of(row)
    if before == _normal(entry):
        return row
    if expected_sequence not in (None, row.sequence):
        raise StaleForm(_("Iemand wijzigde deze activiteit intussen."))
    _need_fit(desk, entry, stays=before)
    around = around_of(desk.placement, [entry.day], people_in([entry]))
    let_pass(around.findings(entry.asked, entry.line, without=row), accepted)
    write_entry(row, entry, around.lesuren, actor)
    row.sequence += 1
    store(desk, [row], row.save, also=[before.line.subject])
    return row


@transaction.atomic
def remove_planned(*, planned_pk: int, actor: Actor) -> PlannedActivity:
    """Take an activity out: it stays for calendars that must hear of it. Twice is harmless.

    Raises:
        PermissionDenied: the actor does not enter the planning of this stage.
        DomainError: the stage was cancelled.
    """
    desk, row = row_and_desk(planned_pk, actor)
    if row.removed_at is None:
        row.removed_at = row.changed_at = clock.now()
        row.changed_by = actor.user
        row.sequence += 1
        store(desk, [row], row.save)
    return row


def desk_of(placement_pk: int, actor: Actor) -> Desk:
    """Lock a stage and its schedule, which is made when there is none.

    Raises:
        PermissionDenied: the actor does not enter the planning of this stage.
        DomainError: the stage was cancelled.
    """
    lock_trainees(lock_placement(placement_pk).request)
    placement = own_placement(actor, placement_pk)
    rows = with_parts(Schedule.objects.filter(placement=placement))
    schedule = rows.select_for_update(of=("self",)).first()
    if schedule is None:
        schedule = Schedule.objects.create(placement=placement)
    schedule.placement = placement
    return Desk(placement, schedule, actor)


def already_made(schedule: Schedule, keys: Iterable[UUID | None]) -> list[PlannedActivity]:
    """What these forms planned before; one query."""
    wanted = [key for key in keys if key is not None]
    rows = PlannedActivity.objects.filter(schedule=schedule, form_key__in=wanted)
    found = list(rows.select_related("line__subject")) if wanted else []
    for row in found:
        row.schedule = schedule
    return found


def people_in(entries: Iterable[Entry]) -> set[int]:
    """The users who are named as vakmentor."""
    return {entry.mentor.user_id for entry in entries if entry.mentor}


def let_pass(findings: Sequence[Finding], accepted: Container[str]) -> None:
    """Refuse what is hard, and what warns unless that warning was accepted.

    Raises:
        CannotPlan, PlanAnyway: with all that was found.
    """
    if any(finding.is_hard for finding in findings):
        raise CannotPlan(findings)
    if any(finding.key not in accepted for finding in findings):
        raise PlanAnyway(findings)


def store(
    desk: Desk,
    rows: Sequence[PlannedActivity],
    write: Callable[[], object],
    *,
    also: Iterable[Subject | None] = (),
) -> None:
    """Write rows and what follows from it: the schedule's version, approvals that fall.

    The database has the last word on two activities at once (`trainee_is_in_one_place`).

    Arguments:
        also: subjects that are changed besides those of the rows.
    """
    try:
        with transaction.atomic(), logged_as(desk.actor):
            write()
    except IntegrityError as error:
        raise CannotPlan([_taken(rows)]) from error
    with logged_as(desk.actor):
        desk.schedule.version += 1
        desk.schedule.save(update_fields=["version"])
        why = _("%(who)s wijzigde de planning.") % {"who": desk.actor.label}
        changed = {row.line.subject for row in rows} | set(also)
        for subject in changed:
            if part_id(subject) in approved_parts(desk.schedule):
                void_approvals(desk.schedule, subject, why, actor=desk.actor)
    planned = planned_parts(desk.schedule)
    if first := [subject for subject in changed if part_id(subject) not in planned]:
        approvals_wait.send(Schedule, schedule=desk.schedule, subjects=first, actor=desk.actor)


def _taken(rows: Sequence[PlannedActivity]) -> Finding:
    days = ", ".join(dict.fromkeys(long_date(row.day) for row in rows))
    sentence = _("Op %(day)s plande iemand net iets op hetzelfde moment. Bekijk de week opnieuw.")
    return Finding(Code.TRAINEE, Severity.HARD, sentence % {"day": days}, "first_lesuur")


def row_and_desk(planned_pk: int, actor: Actor) -> tuple[Desk, PlannedActivity]:
    """A planned activity as it is now, with all locked that a change of it needs."""
    rows = PlannedActivity.objects.filter(pk=planned_pk)
    desk = desk_of(rows.values_list("schedule__placement_id", flat=True).get(), actor)
    row: PlannedActivity = rows.select_related("line__subject", "mentor__user").get()
    row.schedule = desk.schedule
    return desk, row


def _normal(entry: Entry) -> Entry:
    """An entry as `entry_of` gives it back."""
    return replace(
        entry,
        last_lesuur=entry.last_lesuur or entry.first_lesuur,
        functional_wholes=() if entry.is_teaching else tuple(sorted(entry.functional_wholes)),
    )


def _need_fit(desk: Desk, entry: Entry, *, stays: Entry | None = None) -> None:
    """Refuse an entry that does not belong to the stage; whom the row names already may stay."""
    named = [entry.mentor] if entry.mentor and not (stays and stays.mentor == entry.mentor) else []
    strangers = not_guiding(desk.placement, named)
    if misfit := why_unfit(entry, accepted_line_ids(desk.placement), strangers):
        raise DomainError(misfit.sentence, field=misfit.field)
