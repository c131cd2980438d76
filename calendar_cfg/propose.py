"""Next year's calendar, proposed from this year's (domain.md, 2).

Each date keeps its weekday and its place in the school year (`calendar_cfg.places`), and makes
way for the next lesdag where it would fall on a holiday or free day. Trimesters stay bounded by
the holidays that bound them now. Nothing is saved here: the proposal is shown for approval.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.enums import HolidayKind, MilestoneKind, PhaseKind
from calendar_cfg.holidays import DAY, SATURDAY, HolidayRange, school_year_of
from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.places import Stretch, day_at, place_of, stretch_of, vakantie
from calendar_cfg.plan import (
    PlannedMilestone,
    PlannedPhase,
    PlannedTrimester,
    YearPlan,
)

VAKANTIES = (HolidayKind.HERFST, HolidayKind.KERST, HolidayKind.KROKUS, HolidayKind.PAAS)


class Reason(models.TextChoices):
    """Why a proposed date is not simply the same weekday in the same place."""

    NONE = "", ""
    NEXT_LESDAG = "next_lesdag", _("Verschoven naar de volgende lesdag: %(what)s.")
    NEAREST_LESDAG = "nearest_lesdag", _("Verschoven naar de dichtstbijzijnde lesdag: %(what)s.")
    FIRST_SCHOOL_DAY = "first_school_day", _("Eerste schooldag.")
    LAST_SCHOOL_DAY = "last_school_day", _("Laatste schooldag.")
    AFTER_HOLIDAY = "after_holiday", _("Eerste lesdag na: %(what)s.")
    BEFORE_HOLIDAY = "before_holiday", _("Laatste lesdag voor: %(what)s.")


@dataclass(frozen=True)
class ProposedDate:
    """One date of the proposal.

    `original` is this year's date, `intended` the same weekday in the same place next year, and
    `proposed` what is proposed; `reason` and `holiday` say why the last two differ.
    """

    original: date
    intended: date
    proposed: date
    reason: Reason = Reason.NONE
    holiday: HolidayRange | None = None

    @property
    def is_moved(self) -> bool:
        """Whether a holiday or weekend pushed the date from its place."""
        return self.intended != self.proposed

    @property
    def moved_because(self) -> str:
        """The reason in words, in the language of the user; empty when there is none."""
        what = self.holiday.label if self.holiday else gettext("weekend")
        return str(self.reason.label) % {"what": what} if self.reason else ""


@dataclass(frozen=True)
class ProposedTrimester:
    number: int
    first_day: ProposedDate
    last_day: ProposedDate


@dataclass(frozen=True)
class ProposedPhase:
    kind: PhaseKind
    opens_on: ProposedDate
    last_day: ProposedDate


@dataclass(frozen=True)
class ProposedMilestone:
    kind: MilestoneKind
    trimester: int | None
    date: ProposedDate
    lesweken: int | None = None


@dataclass(frozen=True)
class ProposedPlan:
    """The proposal for a year, date by date, with the holidays of that year."""

    start_year: int
    first_school_day: ProposedDate
    last_school_day: ProposedDate
    trimesters: tuple[ProposedTrimester, ...]
    phases: tuple[ProposedPhase, ...]
    milestones: tuple[ProposedMilestone, ...]
    holidays: tuple[HolidayRange, ...]

    @property
    def plan(self) -> YearPlan:
        """The proposed dates alone: the calendar as it will be when approved."""
        return YearPlan(
            self.start_year,
            self.first_school_day.proposed,
            self.last_school_day.proposed,
            tuple(
                PlannedTrimester(row.number, row.first_day.proposed, row.last_day.proposed)
                for row in self.trimesters
            ),
            tuple(
                PlannedPhase(row.kind, row.opens_on.proposed, row.last_day.proposed)
                for row in self.phases
            ),
            tuple(
                PlannedMilestone(row.kind, row.trimester, row.date.proposed, row.lesweken)
                for row in self.milestones
            ),
        )


def propose_year(
    plan: YearPlan, calendar: SchoolCalendar | None = None, *, start_year: int | None = None
) -> ProposedPlan:
    """Propose the calendar of the next year, or of the year `start_year`, from this year's.

    `calendar` carries the holidays as administrators stored them, of this year and of any other;
    years that it does not know follow the rule. Order and number of the rows are the plan's.
    """
    target = plan.start_year + 1 if start_year is None else start_year
    return _Proposal(plan, plan.calendar(calendar), target).make()


@dataclass(frozen=True)
class _Proposal:
    """The work of one proposal: this year's plan, the calendar of both years, the year to make."""

    plan: YearPlan
    calendar: SchoolCalendar
    target: int

    def make(self) -> ProposedPlan:
        days = self.calendar.year(self.target)
        return ProposedPlan(
            self.target,
            _bound(self.plan.first_school_day, days.first_school_day, Reason.FIRST_SCHOOL_DAY),
            _bound(self.plan.last_school_day, days.last_school_day, Reason.LAST_SCHOOL_DAY),
            tuple(self._trimester(row) for row in self.plan.trimesters),
            tuple(self._phase(row) for row in self.plan.phases),
            tuple(self._milestone(row) for row in self.plan.milestones),
            days.free,
        )

    def _trimester(self, row: PlannedTrimester) -> ProposedTrimester:
        return ProposedTrimester(
            row.number, self._trimester_start(row.first_day), self._trimester_end(row.last_day)
        )

    def _phase(self, row: PlannedPhase) -> ProposedPhase:
        return ProposedPhase(row.kind, self._edge(row.opens_on), self._edge(row.last_day))

    def _milestone(self, row: PlannedMilestone) -> ProposedMilestone:
        intended = self._same_place(row.date, self._milestone_stretch(row))
        keeps_free_day = row.date > self.plan.last_school_day
        day = self._settle(row.date, intended, keeps_free_day=keeps_free_day)
        return ProposedMilestone(row.kind, row.trimester, day, row.lesweken)

    def _milestone_stretch(self, row: PlannedMilestone) -> Stretch:
        """A milestone of a trimester moves with the start of that trimester.

        So "send" for T3, the lesweek before krokus, stays a lesweek before T3 begins.
        """
        own = stretch_of(self.calendar, self.plan.start_year, row.date)
        trimester = self.plan.trimester(row.trimester)
        outside = row.date < self.plan.first_school_day or own == Stretch.END
        if trimester is None or outside:
            return own
        return stretch_of(self.calendar, self.plan.start_year, trimester.first_day)

    def _trimester_start(self, day: date) -> ProposedDate:
        days = self.calendar.year(self.target)
        if day == self.plan.first_school_day:
            return _bound(day, days.first_school_day, Reason.FIRST_SCHOOL_DAY)
        for kind in VAKANTIES:
            if self.calendar.next_lesdag(day) == self._lesdag_after(self.plan.start_year, kind):
                new = self._lesdag_after(self.target, kind)
                return self._bound_by(kind, day, new, Reason.AFTER_HOLIDAY)
        return self._edge(day)

    def _trimester_end(self, day: date) -> ProposedDate:
        days = self.calendar.year(self.target)
        if day == self.plan.last_school_day:
            return _bound(day, days.last_school_day, Reason.LAST_SCHOOL_DAY)
        for kind in VAKANTIES:
            before = self._lesdag_before(self.plan.start_year, kind)
            if self.calendar.previous_lesdag(day) == before:
                new = self._lesdag_before(self.target, kind)
                return self._bound_by(kind, day, new, Reason.BEFORE_HOLIDAY)
        return self._edge(day)

    def _lesdag_after(self, start_year: int, kind: HolidayKind) -> date:
        return self.calendar.next_lesdag(vakantie(self.calendar, start_year, kind).last_day + DAY)

    def _lesdag_before(self, start_year: int, kind: HolidayKind) -> date:
        first = vakantie(self.calendar, start_year, kind).first_day
        return self.calendar.previous_lesdag(first - DAY)

    def _bound_by(
        self, kind: HolidayKind, original: date, new: date, reason: Reason
    ) -> ProposedDate:
        return _bound(original, new, reason, vakantie(self.calendar, self.target, kind))

    def _edge(self, day: date) -> ProposedDate:
        """An edge of a phase or trimester: where it stood on a free day by choice, it may again.

        The phases of the source end on 3 July, after the last school day.
        """
        return self._settle(day, self._same_place(day), keeps_free_day=True)

    def _same_place(self, day: date, stretch: Stretch | None = None) -> date:
        place = place_of(self.calendar, self.plan.start_year, day, stretch)
        return day_at(self.calendar, self.target, place)

    def _settle(self, original: date, intended: date, *, keeps_free_day: bool) -> ProposedDate:
        """Move a date off a holiday, free day or weekend, and say why."""
        calendar = self.calendar
        may_stay = keeps_free_day and not calendar.is_lesdag(original)
        if may_stay or calendar.is_lesdag(intended):
            return ProposedDate(original, intended, intended)
        after = calendar.next_lesdag(intended)
        reason, day = Reason.NEXT_LESDAG, after
        if self._is_between_school_years(intended):
            before = calendar.previous_lesdag(intended)
            reason = Reason.NEAREST_LESDAG
            day = min(before, after, key=lambda lesdag: abs(lesdag - intended))
        holiday = None if intended.weekday() >= SATURDAY else calendar.free_on(intended)
        return ProposedDate(original, intended, day, reason, holiday)

    def _is_between_school_years(self, day: date) -> bool:
        year = self.calendar.year(school_year_of(day))
        return not year.first_school_day <= day <= year.last_school_day


def _bound(
    original: date, new: date, reason: Reason, holiday: HolidayRange | None = None
) -> ProposedDate:
    """A date that follows from the new year itself, not from a weekday."""
    return ProposedDate(original, new, new, reason, holiday)
