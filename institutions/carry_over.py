"""Last year's offer becomes this year's, to be confirmed by each school (domain.md, 4)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from calendar_cfg.models import AcademicYear
from institutions.actors import SYSTEM
from institutions.audit import logged_as
from institutions.enums import Stance
from institutions.models import Offer, SchoolYear

BATCH = 1000
CARRIED = ["stance", "stance_reason", "total_at_same_time", "carried_over_from"]

_lines = Offer.objects.filter(school_year=OuterRef("pk"))
SAID_SOMETHING = ~Q(stance=Stance.UNKNOWN) | Q(confirmed_at__isnull=False) | Exists(_lines)
"""A school's year that holds anything; an empty row may have been made only to be locked."""


@transaction.atomic
def carry_over_offers(year: AcademicYear) -> dict[str, int]:
    """Copy last year's stance, total and offer lines, unconfirmed.

    A school that already has something for the year, filled in or carried over before, is left
    alone, so this may run any number of times. Blocked periods belong to their year and stay
    behind; so do lines of a subject or a campus that is no longer in use. The queries do not
    grow with the number of schools, but for the batches of writing.

    Returns:
        how many schools and lines were carried over, as the ledger keeps it.
    """
    previous = AcademicYear.objects.filter(start_year=year.start_year - 1).first()
    if previous is None:
        return {"schools": 0, "lines": 0}
    with logged_as(SYSTEM):
        rows = _carry_rows(previous, year)
        return {"schools": len(rows), "lines": _carry_lines(rows)}


def _carry_rows(previous: AcademicYear, year: AcademicYear) -> list[SchoolYear]:
    here = {row.school_id: row for row in _locked_rows(year)}
    said = set(
        SchoolYear.objects.filter(SAID_SOMETHING, year=year).values_list("school_id", flat=True)
    )
    sources = SchoolYear.objects.filter(SAID_SOMETHING, year=previous, school__is_active=True)
    rows = []
    for source in sources.exclude(school__in=said):
        row = here.get(source.school_id) or SchoolYear(school_id=source.school_id, year=year)
        row.stance, row.stance_reason = source.stance, source.stance_reason
        row.total_at_same_time, row.carried_over_from = source.total_at_same_time, source
        rows.append(row)
    SchoolYear.objects.bulk_update([row for row in rows if row.pk], CARRIED, batch_size=BATCH)
    SchoolYear.objects.bulk_create([row for row in rows if not row.pk], batch_size=BATCH)
    return rows


def _locked_rows(year: AcademicYear) -> list[SchoolYear]:
    return list(SchoolYear.objects.filter(year=year).select_for_update())


def _carry_lines(rows: list[SchoolYear]) -> int:
    successor = {row.carried_over_from_id: row for row in rows}
    lines = Offer.objects.filter(school_year__in=successor, subject__is_active=True)
    in_use = Q(campus=None) | Q(campus__is_active=True)
    copies = [
        Offer(
            school_year=successor[line.school_year_id],
            campus_id=line.campus_id,
            subject_id=line.subject_id,
            trimester=line.trimester,
            graad=line.graad,
            places=line.places,
            kinds=line.kinds,
            remark=line.remark,
        )
        for line in lines.filter(in_use)
    ]
    return len(Offer.objects.bulk_create(copies, batch_size=BATCH))
