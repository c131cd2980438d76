"""What the schools of the demo offer."""

from __future__ import annotations

from datetime import date

from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from institutions.models import Subject
from institutions.offer_rules import BlockedDays, OfferPlan, OfferRow
from institutions.offers import NEW, save_school_year
from lerarenstage.demo_world import School, World

TAKES_NOBODY = 10  # the number of the school that says no


def schools_offer(world: World, year: AcademicYear) -> None:
    """Two of three schools say what they offer; one says no; the first has an exam period."""
    for number, school in enumerate(world.schools):
        if number % 3 != 2:
            offer(school, year, number)


def offer(school: School, year: AcademicYear, number: int) -> None:
    """One school's offer: places that differ by subject and trimester."""
    subjects = dict(Subject.objects.filter(name__in=school.kind.subjects).values_list("name", "pk"))
    rows = tuple(
        OfferRow(subject_id=pk, places=(1 + (number + n) % 3, 1 + n % 2, 1))
        for n, pk in enumerate(subjects.values())
    )
    takes_nobody = number == TAKES_NOBODY
    plan = OfferPlan(
        stance=Stance.NO if takes_nobody else Stance.YES,
        reason="Wij verbouwen dit schooljaar." if takes_nobody else "",
        total=0 if takes_nobody else 12,
        rows=() if takes_nobody else rows,
        blocked=(BlockedDays(date(2017, 12, 11), date(2017, 12, 22), "Examens"),),
    )
    save_school_year(
        actor=actor_of(school.mentor), school=school.row, year=year, plan=plan, version=NEW
    )
