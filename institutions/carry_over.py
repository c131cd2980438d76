"""Last year's offer becomes this year's, to be confirmed by each school (domain.md, 4)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import Offer, SchoolYear

BATCH = 1000


@transaction.atomic
def carry_over_offers(year: AcademicYear) -> dict[str, int]:
    """Copy last year's stance, total and offer lines, unconfirmed.

    A school that already has a row for the year, filled in or carried over before, is left alone,
    so this may run any number of times. Blocked periods belong to their year and stay behind;
    so do lines of a subject or a campus that is no longer in use.

    Returns:
        how many schools and lines were carried over, as the ledger keeps it.
    """
    previous = AcademicYear.objects.filter(start_year=year.start_year - 1).first()
    if previous is None:
        return {"schools": 0, "lines": 0}
    carried = SchoolYear.objects.bulk_create(
        [_successor(row, year) for row in _to_carry(previous, year)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return {"schools": len(carried), "lines": _carry_lines(year)}


def _to_carry(previous: AcademicYear, year: AcademicYear) -> list[SchoolYear]:
    here = SchoolYear.objects.filter(year=year, school=OuterRef("school"))
    said = ~Q(stance=Stance.UNKNOWN) | Exists(Offer.objects.filter(school_year=OuterRef("pk")))
    rows = SchoolYear.objects.filter(said, year=previous, school__is_active=True)
    return list(rows.exclude(Exists(here)))


def _successor(row: SchoolYear, year: AcademicYear) -> SchoolYear:
    return SchoolYear(
        school_id=row.school_id,
        year=year,
        stance=row.stance,
        stance_reason=row.stance_reason,
        total_at_same_time=row.total_at_same_time,
        carried_over_from=row,
    )


def _carry_lines(year: AcademicYear) -> int:
    """Copy the lines of rows that were carried over, that nobody touched, and have no lines."""
    fresh = SchoolYear.objects.filter(
        year=year, carried_over_from__isnull=False, confirmed_at=None, version=1
    ).exclude(Exists(Offer.objects.filter(school_year=OuterRef("pk"))))
    successor = dict(fresh.values_list("carried_over_from_id", "pk"))
    lines = Offer.objects.filter(school_year__in=successor, subject__is_active=True)
    in_use = Q(campus=None) | Q(campus__is_active=True)
    copies = [_copy(line, successor[line.school_year_id]) for line in lines.filter(in_use)]
    return len(Offer.objects.bulk_create(copies, batch_size=BATCH))


def _copy(line: Offer, school_year_id: int) -> Offer:
    return Offer(
        school_year_id=school_year_id,
        campus_id=line.campus_id,
        subject_id=line.subject_id,
        trimester=line.trimester,
        graad=line.graad,
        places=line.places,
        kinds=line.kinds,
        remark=line.remark,
    )
