"""A school marks who was there, from the day on, and may correct it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.exceptions import StaleVersion
from institutions.rights import require_school_editor
from intromoments.invitations import Guest, guests_of
from intromoments.models import Attendance, Intromoment


def may_mark(row: Intromoment) -> bool:
    """Whether it is the day, or later, of one that was not called off."""
    return not row.is_cancelled and row.day <= clock.today()


@transaction.atomic
def mark_attendance(
    *,
    intromoment: Intromoment,
    listed: Collection[UUID],
    there: Collection[UUID],
    version: int,
    actor: Actor,
) -> int:
    """Write who of the listed trainees was there; the same again changes nothing.

    Effects, in order: locks the intromoment; leaves who was not on the form, or is not invited,
    as they are; writes what differs; its version grows.

    Arguments:
        listed: public ids of the trainees that the form showed.
        there: those of them that were ticked.
        version: of the intromoment when the form was shown.

    Returns:
        How many were there, of the listed ones.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        StaleVersion: somebody marked something else in between; `current` is the guests now.
        DomainError: the day has not come, or it was called off.
    """
    require_school_editor(actor, intromoment.school)
    row: Intromoment = Intromoment.objects.select_for_update().get(pk=intromoment.pk)
    if not may_mark(row):
        raise DomainError(_not_yet(row))
    guests = [g for g in guests_of(row, actor) if g.is_named and g.trainee.public_id in listed]
    present = {guest.trainee.pk for guest in guests if guest.trainee.public_id in there}
    changed = [g for g in guests if g.was_there != (g.trainee.pk in present)]
    if changed and row.version != version:
        raise StaleVersion(_changed_meanwhile(), current=guests)
    if changed:
        with logged_as(actor):
            _write(row, changed, present, actor)
    return len(present)


def _write(
    row: Intromoment, guests: Iterable[Guest], present: Collection[int], actor: Actor
) -> None:
    pks = {guest.trainee.pk for guest in guests}
    known = {said.trainee_id: said for said in row.attendances.filter(trainee__in=pks)}
    new = [Attendance(intromoment=row, trainee_id=pk) for pk in sorted(pks - set(known))]
    for said in (*known.values(), *new):
        said.was_there = said.trainee_id in present
        said.marked_at, said.marked_by = clock.now(), actor.user
    Attendance.objects.bulk_create(new)
    marks = ["was_there", "marked_at", "marked_by"]
    Attendance.objects.bulk_update(known.values(), marks)
    row.version += 1
    row.save(update_fields=["version"])


def _not_yet(row: Intromoment) -> str:
    if row.is_cancelled:
        return _("Dit intromoment ging niet door: er was niemand.")
    return _("Wie er was, duidt u aan vanaf %(day)s.") % {"day": long_date(row.day)}


def _changed_meanwhile() -> str:
    return _(
        "Iemand van uw school duidde intussen iets anders aan. Uw vinkjes staan er nog: kijk na "
        "wat verschilt en bewaar opnieuw."
    )
