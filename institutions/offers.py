"""What a school says of itself for a year: saved and confirmed here and nowhere else.

`SCHOOL_DATA` of the year guards it (domain.md, 2), asked inside the writing transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg import clock, phases
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.audit import logged_as
from institutions.enums import Stance
from institutions.exceptions import Rejected, StaleVersion
from institutions.models import BlockedPeriod, Offer, PlacementSchool, SchoolYear, Subject
from institutions.offer_rules import BlockedDays, Limits, OfferPlan, OfferRow, problems_of
from institutions.rights import require_school_editor
from institutions.selectors import offer_grid

NEW = 0
"""The version of a year of which a school has said nothing yet."""

LineKey = tuple[int, int | None, int | None, int | None]


@dataclass(frozen=True)
class Current:
    """What is stored now, shown to who was too late."""

    school_year: SchoolYear
    plan: OfferPlan


def limits_for(school: PlacementSchool, year: AcademicYear) -> Limits:
    """What a plan of this school for this year may hold; two queries."""
    return Limits(
        first_day=year.first_school_day,
        last_day=year.last_school_day,
        subjects=dict(Subject.objects.values_list("pk", "name")),
        campuses=set(school.campuses.filter(is_active=True).values_list("pk", flat=True)),
    )


def stored_plan(school_year: SchoolYear) -> OfferPlan:
    """The plan as it is stored, in the order of the page."""
    return OfferPlan(
        stance=Stance(school_year.stance),
        reason=school_year.stance_reason,
        total=school_year.total_at_same_time,
        rows=tuple(
            OfferRow(
                subject_id=row.subject.pk,
                places=(row.places[1], row.places[2], row.places[3]),
                graad=row.graad.value if row.graad else None,
                campus_id=row.campus.pk if row.campus else None,
                kinds=tuple(kind.value for kind in row.kinds),
                remark=row.remark,
            )
            for row in offer_grid(school_year)
        ),
        blocked=tuple(
            BlockedDays(period.first_day, period.last_day, period.reason)
            for period in school_year.blocked_periods.all()
        ),
    )


@transaction.atomic
def save_school_year(
    *, actor: Actor, school: PlacementSchool, year: AcademicYear, plan: OfferPlan, version: int
) -> SchoolYear:
    """Store all that a school says of a year, and confirm it.

    In order: locks the row of the school's year (made when there is none), checks the right, the
    phase, the version and the plan, writes stance and total, changes only the offer lines and
    blocked periods that differ, and notes who confirmed it and when.

    Arguments:
        version: that of the page on which the plan was typed; `NEW` when there was no row.

    Raises:
        PermissionDenied: the actor is no schoolmentor of the school.
        PhaseClosed: `SCHOOL_DATA` of the year is not open.
        StaleVersion: somebody saved something else in between. The same thing sent twice is
            no fault and changes nothing.
        Rejected: the plan is wrong, with its problems.
    """
    require_school_editor(actor, school)
    with logged_as(actor):
        row = locked_school_year(school, year)
        phases.require_open(year, PhaseKind.SCHOOL_DATA)
        if row.version != version:
            return _same_or_stale(row, plan)
        if problems := problems_of(plan, limits_for(school, year)):
            raise Rejected(problems)
        _write_lines(row, plan)
        _write_blocked(row, plan)
        row.stance, row.stance_reason = plan.stance, plan.reason
        row.total_at_same_time = plan.total
        return _confirm(row, actor)


@transaction.atomic
def confirm_school_year(
    *, actor: Actor, school: PlacementSchool, year: AcademicYear, version: int
) -> SchoolYear:
    """ "Alles klopt nog": note who confirmed the year as it stands, and when.

    Raises:
        PermissionDenied, PhaseClosed: as `save_school_year`.
        StaleVersion: what is confirmed is not what was on the page.
        DomainError: there is nothing to confirm yet.
    """
    require_school_editor(actor, school)
    with logged_as(actor):
        row = locked_school_year(school, year)
        phases.require_open(year, PhaseKind.SCHOOL_DATA)
        if row.stance == Stance.UNKNOWN:
            raise DomainError(_("Er is nog niets om te bevestigen. Vul eerst uw aanbod in."))
        if row.version != version:
            if row.confirmed_at and row.confirmed_by_id == getattr(actor.user, "pk", None):
                return row
            raise _stale(row)
        return _confirm(row, actor)


def locked_school_year(school: PlacementSchool, year: AcademicYear) -> SchoolYear:
    """The row of a school's year under a lock, made when there is none.

    Whoever gives or takes places of a school locks this row first (style.md, 3).
    """
    locked = SchoolYear.objects.select_for_update(of=("self",)).select_related("school", "year")
    rows = locked.filter(school=school, year=year)
    if (row := rows.first()) is not None:
        return row
    SchoolYear.objects.get_or_create(school=school, year=year, defaults={"version": NEW})
    return rows.get()


def lock_school_years(schools: Collection[int], year: AcademicYear) -> None:
    """Lock the rows of many schools' year, in order of school; made where there is none."""
    have = SchoolYear.objects.filter(year=year, school__in=schools)
    missing = set(schools) - set(have.values_list("school_id", flat=True))
    SchoolYear.objects.bulk_create(
        [SchoolYear(school_id=pk, year=year, version=NEW) for pk in sorted(missing)],
        ignore_conflicts=True,
    )
    list(have.select_for_update(of=("self",)).order_by("school_id").values_list("pk"))


def _confirm(row: SchoolYear, actor: Actor) -> SchoolYear:
    row.confirmed_at = clock.now()
    row.confirmed_by = actor.user
    row.version += 1
    row.save()
    return row


def _same_or_stale(row: SchoolYear, plan: OfferPlan) -> SchoolYear:
    if _content(stored_plan(row)) == _content(plan):
        return row
    raise _stale(row)


def _stale(row: SchoolYear) -> StaleVersion:
    message = _(
        "Iemand van uw school bewaarde intussen het aanbod. Er is niets van u verloren: kijk "
        "hieronder na wat verschilt en bewaar opnieuw."
    )
    return StaleVersion(message, current=Current(row, stored_plan(row)))


def _content(plan: OfferPlan) -> tuple[object, ...]:
    """What a plan says, whatever the order of its rows."""
    return plan.stance, plan.reason, plan.total, _lines(plan), set(plan.blocked)


def _lines(plan: OfferPlan) -> dict[LineKey, tuple[int, tuple[str, ...], str]]:
    return {
        (row.subject_id, row.graad, row.campus_id, trimester): (places, row.kinds, row.remark)
        for row in plan.rows
        for trimester, places in row.lines()
    }


def _write_lines(school_year: SchoolYear, plan: OfferPlan) -> None:
    wanted = _lines(plan)
    stored: dict[LineKey, Offer] = {
        (line.subject_id, line.graad, line.campus_id, line.trimester): line
        for line in school_year.offers.all()
    }
    gone = [line.pk for key, line in stored.items() if key not in wanted]
    school_year.offers.filter(pk__in=gone).delete()
    changed: list[Offer] = []
    added: list[Offer] = []
    for key, (places, kinds, remark) in wanted.items():
        line = stored.get(key) or _new_line(school_year, key)
        if (line.places, tuple(line.kinds), line.remark) == (places, kinds, remark):
            continue
        line.places, line.kinds, line.remark = places, list(kinds), remark
        (changed if line.pk else added).append(line)
    Offer.objects.bulk_update(changed, ["places", "kinds", "remark"])
    Offer.objects.bulk_create(added)


def _new_line(school_year: SchoolYear, key: LineKey) -> Offer:
    subject_id, graad, campus_id, trimester = key
    return Offer(
        school_year=school_year,
        subject_id=subject_id,
        graad=graad,
        campus_id=campus_id,
        trimester=trimester,
        places=0,
    )


def _write_blocked(school_year: SchoolYear, plan: OfferPlan) -> None:
    wanted, gone = set(plan.blocked), []
    for period in school_year.blocked_periods.all():
        days = BlockedDays(period.first_day, period.last_day, period.reason)
        if days in wanted:
            wanted.remove(days)
        else:
            gone.append(period.pk)
    school_year.blocked_periods.filter(pk__in=gone).delete()
    BlockedPeriod.objects.bulk_create(
        BlockedPeriod(
            school_year=school_year,
            first_day=days.first_day,
            last_day=days.last_day,
            reason=days.reason,
        )
        for days in sorted(wanted, key=lambda days: days.first_day)
    )
