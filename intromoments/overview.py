"""The three intromoments of a school in a year, planned or not, with how many come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.models import AcademicYear
from calendar_cfg.selectors import school_calendar
from institutions.actors import Actor
from institutions.models import PlacementSchool
from institutions.offer_rules import TRIMESTERS
from intromoments.enums import Coming
from intromoments.models import Attendance, Intromoment
from intromoments.near import days_of_calendar, warnings_about
from placements.models import Placement


@dataclass(frozen=True)
class OfTrimester:
    """One trimester: the calendar's day, what the school planned, and its guests in figures.

    Figures are about the trainees that the actor may see: all for a schoolmentor.
    """

    number: int
    calendar_day: date | None
    intromoment: Intromoment | None
    warnings: Collection[str] = ()
    invited: int = 0
    coming: int = 0
    not_coming: int = 0
    were_there: int = 0

    @property
    def silent(self) -> int:
        """How many did not answer yet."""
        return self.invited - self.coming - self.not_coming


def calendar_of(school: PlacementSchool) -> SchoolCalendar:
    """The lesdagen as they count for one school."""
    return school_calendar(school.free_days.values_list("date", flat=True))


def intromoment_of(
    school: PlacementSchool, year: AcademicYear, trimester: int
) -> Intromoment | None:
    """What a school planned for a trimester, called off or not."""
    rows = Intromoment.objects.filter(school=school, year=year, trimester=trimester)
    found: Intromoment | None = rows.first()
    return found


def of_school(school: PlacementSchool, year: AcademicYear, actor: Actor) -> list[OfTrimester]:
    """Trimester 1, 2 and 3; in five queries."""
    days, calendar = days_of_calendar(year), calendar_of(school)
    planned = {row.trimester: row for row in Intromoment.objects.filter(school=school, year=year)}
    guests = _invited_by_trimester(school, year, actor)
    said = Attendance.objects.filter(intromoment__in=[row.pk for row in planned.values()])
    found = []
    for number in TRIMESTERS:
        row, pks = planned.get(number), guests.get(number, set())
        mine = [one for one in said if row and one.intromoment_id == row.pk]
        mine = [one for one in mine if one.trainee_id in pks]
        found.append(
            OfTrimester(
                number=number,
                calendar_day=days.get(number),
                intromoment=row,
                warnings=_warnings(row, days.get(number), calendar),
                invited=len(pks),
                coming=sum(one.coming == Coming.YES for one in mine),
                not_coming=sum(one.coming == Coming.NO for one in mine),
                were_there=sum(one.was_there is True for one in mine),
            )
        )
    return found


def _warnings(
    row: Intromoment | None, calendar_day: date | None, calendar: SchoolCalendar
) -> list[str]:
    if row is None or row.is_cancelled or row.has_begun:
        return []
    return warnings_about(row.day, calendar_day=calendar_day, calendar=calendar)


def _invited_by_trimester(
    school: PlacementSchool, year: AcademicYear, actor: Actor
) -> dict[int, set[int]]:
    """The trainees of each trimester that are placed and that the actor may see."""
    stages = Placement.objects.visible_to(actor).live().of_year(year)
    stages = stages.filter(proposal__school=school, proposal__seen_at__isnull=False)
    pairs = stages.order_by().values_list(
        "proposal__request__trimester", "proposal__request__trainees"
    )
    found: dict[int, set[int]] = {}
    for trimester, trainee in pairs:
        found.setdefault(trimester, set()).add(trainee)
    return found
