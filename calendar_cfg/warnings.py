"""What looks wrong in a year's calendar, without being refused.

The database refuses what is impossible (overlap, a phase that ends before it opens); these are
the things an administrator may want on purpose but usually does not (domain.md, 2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from calendar_cfg.enums import HolidayKind, MilestoneKind, PhaseKind
from calendar_cfg.holidays import SATURDAY, HolidayRange, holidays_for
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.plan import PlannedMilestone, YearPlan

JULY = 7
TRIMESTER_ORDER = (MilestoneKind.SEND, MilestoneKind.APPROVE, MilestoneKind.INTRO)


class WarningCode(StrEnum):
    """What kind of warning it is, for tests and for the page."""

    MILESTONE_IN_WEEKEND = "milestone_in_weekend"
    MILESTONE_IN_HOLIDAY = "milestone_in_holiday"
    MILESTONE_OUTSIDE_SCHOOL_YEAR = "milestone_outside_school_year"
    MILESTONES_OUT_OF_ORDER = "milestones_out_of_order"
    PHASE_OUTSIDE_YEAR = "phase_outside_year"
    ANSWERS_BEFORE_REQUESTS = "answers_before_requests"
    TRIMESTER_OUTSIDE_SCHOOL_YEAR = "trimester_outside_school_year"
    TRIMESTERS_OVERLAP = "trimesters_overlap"
    HOLIDAY_DIFFERS = "holiday_differs"
    HOLIDAY_MISSING = "holiday_missing"


@dataclass(frozen=True)
class PlanWarning:
    """One warning, in the language of the user, with the day it is about."""

    code: WarningCode
    message: str
    day: date


def plan_warnings(
    plan: YearPlan, holidays: Sequence[HolidayRange], calendar: SchoolCalendar
) -> list[PlanWarning]:
    """All warnings about a year: its milestones, phases, trimesters and holidays, in that order.

    `holidays` are the year's own as stored; `calendar` says which days are lesdagen.
    """
    return [
        *_milestones_off_lesdagen(plan, calendar),
        *_milestones_out_of_order(plan),
        *_phases_outside_year(plan),
        *_answers_before_requests(plan),
        *_trimesters_outside_school_year(plan),
        *_trimesters_overlapping(plan),
        *_holidays_off_rule(plan, holidays),
    ]


def milestone_name(kind: MilestoneKind, trimester: int | None) -> str:
    """A milestone in words, with its trimester."""
    return f"T{trimester}: {kind.label}" if trimester else str(kind.label)


def _milestones_off_lesdagen(plan: YearPlan, calendar: SchoolCalendar) -> Iterator[PlanWarning]:
    """July is left alone: the source itself ends its calendar on 3 July."""
    for row in plan.milestones:
        if row.date.month != JULY and not calendar.is_lesdag(row.date):
            yield _off_lesdag(row, calendar.free_on(row.date))


def _off_lesdag(row: PlannedMilestone, holiday: HolidayRange | None) -> PlanWarning:
    words = {"milestone": milestone_name(row.kind, row.trimester), "day": long_date(row.date)}
    if row.date.weekday() >= SATURDAY:
        text = _("%(milestone)s (%(day)s) valt in een weekend.")
        return PlanWarning(WarningCode.MILESTONE_IN_WEEKEND, text % words, row.date)
    if holiday is None:
        text = _("%(milestone)s (%(day)s) valt buiten het schooljaar.")
        return PlanWarning(WarningCode.MILESTONE_OUTSIDE_SCHOOL_YEAR, text % words, row.date)
    text = _("%(milestone)s (%(day)s) is geen lesdag: %(holiday)s.")
    message = text % (words | {"holiday": holiday.label})
    return PlanWarning(WarningCode.MILESTONE_IN_HOLIDAY, message, row.date)


def _milestones_out_of_order(plan: YearPlan) -> Iterator[PlanWarning]:
    """In each trimester: send, then approve, then the intromoment."""
    for number in (1, 2, 3):
        found = (plan.milestone(kind, number) for kind in TRIMESTER_ORDER)
        rows = [row for row in found if row]
        for first, then in combinations(rows, 2):
            if then.date < first.date:
                words = {
                    "then": milestone_name(then.kind, number),
                    "then_day": long_date(then.date),
                    "first": milestone_name(first.kind, number),
                    "first_day": long_date(first.date),
                }
                text = _("%(then)s (%(then_day)s) valt voor %(first)s (%(first_day)s).")
                code = WarningCode.MILESTONES_OUT_OF_ORDER
                yield PlanWarning(code, text % words, then.date)


def _phases_outside_year(plan: YearPlan) -> Iterator[PlanWarning]:
    """A phase lies between 1 January of the start year and 31 August of the end year."""
    first, last = date(plan.start_year, 1, 1), date(plan.start_year + 1, 8, 31)
    for row in plan.phases:
        words = {"phase": row.kind.label, "year": plan.name}
        if row.opens_on < first:
            text = _("De fase %(phase)s opent op %(day)s: ver voor academiejaar %(year)s.")
            message = text % (words | {"day": long_date(row.opens_on)})
            yield PlanWarning(WarningCode.PHASE_OUTSIDE_YEAR, message, row.opens_on)
        if row.last_day > last:
            text = _("De fase %(phase)s sluit op %(day)s: na academiejaar %(year)s.")
            message = text % (words | {"day": long_date(row.last_day)})
            yield PlanWarning(WarningCode.PHASE_OUTSIDE_YEAR, message, row.last_day)


def _answers_before_requests(plan: YearPlan) -> Iterator[PlanWarning]:
    requests, answers = plan.phase(PhaseKind.REQUESTS), plan.phase(PhaseKind.ANSWERS)
    if requests and answers and answers.opens_on < requests.opens_on:
        text = _(
            "Scholen kunnen antwoorden vanaf %(answers)s, voor er aanvragen zijn (%(requests)s)."
        )
        message = text % {
            "answers": long_date(answers.opens_on),
            "requests": long_date(requests.opens_on),
        }
        yield PlanWarning(WarningCode.ANSWERS_BEFORE_REQUESTS, message, answers.opens_on)


def _trimesters_outside_school_year(plan: YearPlan) -> Iterator[PlanWarning]:
    for row in plan.trimesters:
        if row.first_day < plan.first_school_day or row.last_day > plan.last_school_day:
            text = _(
                "Trimester %(number)s (%(first)s tot %(last)s) valt deels buiten het schooljaar."
            )
            words = {
                "number": row.number,
                "first": long_date(row.first_day),
                "last": long_date(row.last_day),
            }
            code = WarningCode.TRIMESTER_OUTSIDE_SCHOOL_YEAR
            yield PlanWarning(code, text % words, row.first_day)


def _trimesters_overlapping(plan: YearPlan) -> Iterator[PlanWarning]:
    """Also a later trimester that lies wholly before an earlier one."""
    for first, then in combinations(sorted(plan.trimesters), 2):
        if then.first_day <= first.last_day:
            text = _("Trimester %(then)s begint op %(day)s, voor trimester %(first)s voorbij is.")
            words = {
                "then": then.number,
                "first": first.number,
                "day": long_date(then.first_day),
            }
            yield PlanWarning(WarningCode.TRIMESTERS_OVERLAP, text % words, then.first_day)


def _holidays_off_rule(plan: YearPlan, stored: Sequence[HolidayRange]) -> Iterator[PlanWarning]:
    """Holidays of the rule that are missing or have other dates; extra free days are welcome."""
    for rule in holidays_for(plan.start_year):
        match = _same_holiday(rule, stored)
        words = {"holiday": rule.label, "rule": _span(rule)}
        if match is None:
            text = _("%(holiday)s ontbreekt; volgens de regel %(rule)s.")
            yield PlanWarning(WarningCode.HOLIDAY_MISSING, text % words, rule.first_day)
        elif (match.first_day, match.last_day) != (rule.first_day, rule.last_day):
            text = _("%(holiday)s is %(stored)s; volgens de regel %(rule)s.")
            message = text % (words | {"stored": _span(match)})
            yield PlanWarning(WarningCode.HOLIDAY_DIFFERS, message, match.first_day)


def _same_holiday(rule: HolidayRange, stored: Sequence[HolidayRange]) -> HolidayRange | None:
    """The stored holiday that stands for one of the rule: by kind, a free day by date or name."""
    if rule.kind != HolidayKind.VRIJ:
        return next((row for row in stored if row.kind == rule.kind), None)
    if any(rule.first_day in row for row in stored):
        return rule
    return next((row for row in stored if row.name == rule.name), None)


def _span(holiday: HolidayRange) -> str:
    """The days of a holiday in words."""
    first, last = long_date(holiday.first_day), long_date(holiday.last_day)
    if first == last:
        return first
    return _("%(first)s tot en met %(last)s") % {"first": first, "last": last}
