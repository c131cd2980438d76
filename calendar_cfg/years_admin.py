"""Writing a year's calendar: from a plan to its rows."""

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError, YearExists
from calendar_cfg.holidays import HolidayRange, holidays_for
from calendar_cfg.models import AcademicYear, Holiday, Milestone, Phase, Trimester
from calendar_cfg.plan import YearPlan

NO_OVERLAP = ("years_do_not_overlap", "trimesters_do_not_overlap", "holidays_do_not_overlap")


def defer_overlap_checks() -> None:
    """Let rows pass through each other inside this transaction: T1 grows before T2 shrinks."""
    _set_overlap_checks("DEFERRED")


def check_overlap_now() -> None:
    """Hold what was written against the constraints again.

    Raises IntegrityError where rows overlap.
    """
    _set_overlap_checks("IMMEDIATE")


def _set_overlap_checks(moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {', '.join(NO_OVERLAP)} {moment}")


@transaction.atomic
def save_plan(plan: YearPlan, holidays: Iterable[HolidayRange] | None = None) -> AcademicYear:
    """Write a plan as the calendar of its year, and add the holidays that the year lacks.

    Safe to run again. Dates of the plan replace those of the year; rows that the plan does not
    have stay. A holiday that is there already keeps its dates, since an administrator may have
    set them. Without `holidays`, those of the Flemish rule are added.
    """
    defer_overlap_checks()
    year = _save_year(plan)
    for trimester in plan.trimesters:
        Trimester.objects.update_or_create(
            year=year,
            number=trimester.number,
            defaults={"first_day": trimester.first_day, "last_day": trimester.last_day},
        )
    for phase in plan.phases:
        Phase.objects.update_or_create(
            year=year,
            kind=phase.kind,
            defaults={"opens_on": phase.opens_on, "last_day": phase.last_day},
        )
    for milestone in plan.milestones:
        Milestone.objects.update_or_create(
            year=year,
            kind=milestone.kind,
            trimester=milestone.trimester,
            defaults={"date": milestone.date, "lesweken": milestone.lesweken},
        )
    _add_missing_holidays(year, holidays_for(plan.start_year) if holidays is None else holidays)
    check_overlap_now()
    return year


def _save_year(plan: YearPlan) -> AcademicYear:
    year, _created = AcademicYear.objects.update_or_create(
        start_year=plan.start_year,
        defaults={
            "first_school_day": plan.first_school_day,
            "last_school_day": plan.last_school_day,
        },
    )
    return year


def _add_missing_holidays(year: AcademicYear, holidays: Iterable[HolidayRange]) -> None:
    """Add those that the year has not yet, by name, and that nothing stored overlaps."""
    stored = list(Holiday.objects.all())
    own_names = {row.name for row in stored if row.year_id == year.pk}
    Holiday.objects.bulk_create(
        Holiday(
            year=year,
            kind=holiday.kind,
            name=holiday.name,
            first_day=holiday.first_day,
            last_day=holiday.last_day,
        )
        for holiday in holidays
        if holiday.name not in own_names
        and not any(
            row.first_day <= holiday.last_day and holiday.first_day <= row.last_day
            for row in stored
        )
    )


def approve_plan(plan: YearPlan) -> AcademicYear:
    """Make the year that an administrator approved, with the holidays of the rule.

    Raises:
        YearExists: the year is there already, perhaps since a moment; it is left as it is.
        DomainError: its school days overlap with those of another year.
    """
    try:
        with transaction.atomic():
            AcademicYear.objects.create(
                start_year=plan.start_year,
                first_school_day=plan.first_school_day,
                last_school_day=plan.last_school_day,
            )
            return save_plan(plan)
    except IntegrityError as error:
        if AcademicYear.objects.filter(start_year=plan.start_year).exists():
            raise YearExists(year_exists_words(plan.name)) from error
        raise DomainError(
            _("De schooldagen van %(year)s overlappen met een ander schooljaar.")
            % {"year": plan.name}
        ) from error


def year_exists_words(name: str) -> str:
    """Why a year that is there is not proposed again."""
    return _(
        "Academiejaar %(year)s bestaat al. Wijzig zijn data op zijn eigen pagina; "
        "een nieuw voorstel zou ze overschrijven."
    ) % {"year": name}
