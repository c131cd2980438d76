"""What the schools of an instance say of a year, as rows."""

from __future__ import annotations

from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import BlockedPeriod, Offer, PlacementSchool, SchoolYear, Subject
from matching.engine.instance import Instance, School

PROFILE = ["education_forms", "finalities", "graden"]


def make_offers(year: AcademicYear, whole: Instance) -> None:
    """Give the schools of an instance, who are in the register, their profile and their offer."""
    schools = PlacementSchool.objects.in_bulk(
        [school.key for school in whole.schools], field_name="number"
    )
    _write_profiles(whole, schools)
    said = SchoolYear.objects.bulk_create(
        _said(school, schools[school.key], year) for school in whole.schools
    )
    pairs = list(zip(whole.schools, said, strict=True))
    subjects = Subject.objects.in_bulk(field_name="slug")
    Offer.objects.bulk_create(
        Offer(
            school_year=row,
            subject=subjects[offer.subject],
            trimester=offer.trimester,
            graad=offer.graad,
            places=offer.places,
            kinds=sorted(offer.kinds),
        )
        for school, row in pairs
        for offer in school.offers
    )
    BlockedPeriod.objects.bulk_create(
        BlockedPeriod(school_year=row, first_day=days.first, last_day=days.last, reason="Examens")
        for school, row in pairs
        for days in school.blocked
    )


def _write_profiles(whole: Instance, schools: dict[int, PlacementSchool]) -> None:
    for school in whole.schools:
        row = schools[school.key]
        row.net = row.net or school.net
        row.education_forms = sorted(school.education_forms)
        row.finalities = sorted(school.finalities)
        row.graden = sorted(school.graden)
    PlacementSchool.objects.bulk_update(list(schools.values()), ["net", *PROFILE], batch_size=500)


def _said(school: School, row: PlacementSchool, year: AcademicYear) -> SchoolYear:
    return SchoolYear(
        school=row,
        year=year,
        stance=Stance.NO if school.takes_nobody else Stance.YES,
        total_at_same_time=school.total,
        confirmed_at=clock.now() if school.is_confirmed else None,
    )
