"""A school plans its intromoment of a trimester, moves it, or calls it off."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.dates import long_moment
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.exceptions import StaleVersion
from institutions.models import PlacementSchool
from institutions.rights import require_school_editor
from intromoments.changes import called_off, planned
from intromoments.models import Intromoment
from intromoments.near import need_day_in_trimester

NEW = 0
"""The version of an intromoment that is not planned yet."""


@dataclass(frozen=True)
class Plan:
    """When and where, and what the trainees read with it."""

    day: date
    start: time
    end: time
    place: str
    text: str = ""

    @property
    def when(self) -> tuple[date, time, time]:
        """What somebody answered to: whether they can be there by then."""
        return self.day, self.start, self.end


def plan_of(row: Intromoment) -> Plan:
    """An intromoment as it is planned now."""
    return Plan(row.day, row.start, row.end, row.place, row.text)


@transaction.atomic
def plan_intromoment(
    *,
    school: PlacementSchool,
    year: AcademicYear,
    trimester: int,
    plan: Plan,
    version: int,
    actor: Actor,
) -> Intromoment:
    """Plan the intromoment of a trimester, or change it; the same again changes nothing.

    Effects, in order: locks the school, so that it has one; checks phase, version and day; writes
    it; its sequence grows, so that calendars follow; one that was called off is on again; when
    the day or the hours differ, answers that were given to the old ones are asked again.

    Arguments:
        version: the one that was changed, or `NEW`.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        PhaseClosed: `SCHOOL_DATA` is not open for the year.
        StaleVersion: somebody planned something else in between.
        DomainError: it has begun, or the day is past, outside the trimester, or ends too early.
    """
    require_school_editor(actor, school)
    PlacementSchool.objects.select_for_update(no_key=True).get(pk=school.pk)
    phases.require_open(year, PhaseKind.SCHOOL_DATA)
    row = _locked(school, year, trimester)
    if row is not None and plan_of(row) == plan and not row.is_cancelled:
        return row
    if version != (row.version if row else NEW):
        raise _stale(row)
    if row is not None:
        _need_not_begun(row)
    _need_good_day(year, trimester, plan)
    with logged_as(actor):
        return _write(row or _new(school, year, trimester), plan, actor)


@transaction.atomic
def call_off(*, intromoment: Intromoment, reason: str, actor: Actor) -> Intromoment:
    """Call an intromoment off; twice is harmless.

    Effects, in order: locks it, checks right and phase, keeps the reason; its sequence grows, so
    that calendars take it out.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        PhaseClosed: `SCHOOL_DATA` is not open for the year.
        DomainError: it has begun.
    """
    require_school_editor(actor, intromoment.school)
    phases.require_open(intromoment.year, PhaseKind.SCHOOL_DATA)
    row: Intromoment = Intromoment.objects.select_for_update().get(pk=intromoment.pk)
    if row.is_cancelled:
        return row
    _need_not_begun(row)
    row.cancelled_at = clock.now()
    row.cancel_reason = reason
    with logged_as(actor):
        _save(row, actor)
        called_off.send(Intromoment, intromoment=row, actor=actor)
    return row


def _locked(school: PlacementSchool, year: AcademicYear, trimester: int) -> Intromoment | None:
    rows = Intromoment.objects.filter(school=school, year=year, trimester=trimester)
    row: Intromoment | None = rows.select_for_update().first()
    return row


def _new(school: PlacementSchool, year: AcademicYear, trimester: int) -> Intromoment:
    return Intromoment(school=school, year=year, trimester=trimester)


def _write(row: Intromoment, plan: Plan, actor: Actor) -> Intromoment:
    is_new = row.pk is None
    was_off = row.is_cancelled
    moved = not is_new and plan_of(row).when != plan.when
    for name, value in asdict(plan).items():
        setattr(row, name, value)
    row.cancelled_at, row.cancel_reason = None, ""
    if is_new:
        row.changed_by = actor.user
        row.save()
    else:
        _save(row, actor)
    if moved:
        row.attendances.exclude(coming="").update(coming="", answered_at=None)
    planned.send(Intromoment, intromoment=row, actor=actor, is_new=is_new or was_off)
    return row


def _save(row: Intromoment, actor: Actor) -> None:
    row.sequence += 1
    row.version += 1
    row.changed_at, row.changed_by = clock.now(), actor.user
    row.save()


def _need_not_begun(row: Intromoment) -> None:
    if row.has_begun and not row.is_cancelled:
        words = _("Dit intromoment begon op %(moment)s: er valt niets meer aan te wijzigen.")
        raise DomainError(words % {"moment": long_moment(row.starts_at)})


def _need_good_day(year: AcademicYear, trimester: int, plan: Plan) -> None:
    need_day_in_trimester(year, trimester, plan.day)
    if plan.day < clock.today():
        raise DomainError(_("Kies een dag die nog moet komen."), field="day")
    if plan.end <= plan.start:
        raise DomainError(_("Het einduur moet na het beginuur liggen."), field="end")


def _stale(row: Intromoment | None) -> StaleVersion:
    message = _(
        "Iemand van uw school plande intussen iets anders. Er is niets van u verloren: kijk "
        "hieronder na wat verschilt en bewaar opnieuw."
    )
    return StaleVersion(message, current=row)
