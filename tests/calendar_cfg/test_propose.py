"""The proposal of a next year, from the calendar of the source and from what follows from it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from calendar_cfg.enums import HolidayKind, MilestoneKind, PhaseKind
from calendar_cfg.holidays import HolidayRange, holidays_for
from calendar_cfg.lesdagen import SchoolCalendar, SchoolYearDays
from calendar_cfg.plan import PlannedMilestone, PlannedPhase, PlannedTrimester, YearPlan
from calendar_cfg.propose import ProposedDate, ProposedPlan, Reason, propose_year
from calendar_cfg.warnings import plan_warnings
from calendar_cfg.year_2017_2018 import PLAN_2017_2018, plan_for

YEARS = range(2017, 2031)
BY_RULE = SchoolCalendar()


def placed_dates(proposal: ProposedPlan) -> list[ProposedDate]:
    """The dates that keep a weekday: all but those bounded by the new year itself."""
    phases = [day for row in proposal.phases for day in (row.opens_on, row.last_day)]
    return [*phases, *(row.date for row in proposal.milestones)]


def day_of(plan: YearPlan, kind: MilestoneKind, trimester: int) -> date:
    milestone = plan.milestone(kind, trimester)
    assert milestone is not None
    return milestone.date


def chain() -> list[ProposedPlan]:
    """Year after year, each proposed from the proposal before it."""
    made, plan = [], PLAN_2017_2018
    for _year in YEARS:
        made.append(propose_year(plan))
        plan = made[-1].plan
    return made


CHAIN = chain()
FROM_SOURCE = [propose_year(PLAN_2017_2018, start_year=year) for year in YEARS]
each_proposal = pytest.mark.parametrize(
    "proposal",
    CHAIN + FROM_SOURCE,
    ids=[f"chain-{row.start_year}" for row in CHAIN]
    + [f"source-{row.start_year}" for row in FROM_SOURCE],
)


def test_2018_2019_from_2017_2018():
    assert propose_year(PLAN_2017_2018).plan == YearPlan(
        start_year=2018,
        first_school_day=date(2018, 9, 3),
        last_school_day=date(2019, 6, 28),
        trimesters=(
            PlannedTrimester(1, date(2018, 9, 3), date(2018, 12, 21)),
            PlannedTrimester(2, date(2019, 1, 7), date(2019, 3, 1)),
            PlannedTrimester(3, date(2019, 3, 11), date(2019, 6, 28)),
        ),
        phases=(
            PlannedPhase(PhaseKind.SCHOOL_DATA, date(2018, 5, 2), date(2019, 7, 2)),
            PlannedPhase(PhaseKind.TEMPLATES, date(2018, 5, 2), date(2019, 7, 2)),
            PlannedPhase(PhaseKind.REQUESTS, date(2018, 5, 31), date(2019, 7, 2)),
            PlannedPhase(PhaseKind.ANSWERS, date(2018, 6, 14), date(2019, 7, 2)),
        ),
        milestones=(
            PlannedMilestone(MilestoneKind.ANSWER_BY, None, date(2018, 9, 17), 2),
            PlannedMilestone(MilestoneKind.SEND, 1, date(2018, 9, 18)),
            PlannedMilestone(MilestoneKind.APPROVE, 1, date(2018, 10, 2)),
            PlannedMilestone(MilestoneKind.INTRO, 1, date(2018, 10, 9)),
            PlannedMilestone(MilestoneKind.SEND, 2, date(2019, 1, 7)),
            PlannedMilestone(MilestoneKind.APPROVE, 2, date(2019, 1, 15)),
            PlannedMilestone(MilestoneKind.INTRO, 2, date(2019, 1, 22)),
            PlannedMilestone(MilestoneKind.SEND, 3, date(2019, 2, 25)),
            PlannedMilestone(MilestoneKind.APPROVE, 3, date(2019, 3, 11)),
            PlannedMilestone(MilestoneKind.INTRO, 3, date(2019, 3, 18)),
        ),
    )


def test_2_may_makes_way_for_the_first_of_may_and_says_so():
    opens = propose_year(PLAN_2017_2018).phases[0].opens_on

    assert (opens.original, opens.intended) == (date(2017, 5, 2), date(2018, 5, 1))
    assert opens.proposed == date(2018, 5, 2)
    assert opens.reason == Reason.NEXT_LESDAG
    with translation.override("nl"):
        assert opens.moved_because == "Verschoven naar de volgende lesdag: Dag van de Arbeid."


def test_a_date_that_keeps_its_place_needs_no_reason():
    send = propose_year(PLAN_2017_2018).milestones[1].date

    assert not send.is_moved
    assert send.moved_because == ""


def test_a_trimester_says_which_holiday_bounds_it():
    second = propose_year(PLAN_2017_2018).trimesters[1]

    with translation.override("nl"):
        assert second.first_day.moved_because == "Eerste lesdag na: Kerstvakantie."
        assert second.last_day.moved_because == "Laatste lesdag voor: Krokusvakantie."


def test_a_year_like_2017_gives_the_dates_of_the_source_again():
    """2023-2024 has its 1 September on a Friday and its krokus in the same week, as 2017-2018."""
    proposed = propose_year(PLAN_2017_2018, start_year=2023).plan
    later = [(row.date.month, row.date.day) for row in proposed.milestones]
    source = [(row.date.month, row.date.day) for row in PLAN_2017_2018.milestones]

    assert later == source


def test_hemelvaart_and_the_day_after_are_both_passed_over():
    """In 2019 the Thursday at the place of 1 June was Hemelvaart."""
    opens = propose_year(PLAN_2017_2018, start_year=2019).phases[2].opens_on

    assert (opens.intended, opens.proposed) == (date(2019, 5, 30), date(2019, 6, 3))


@each_proposal
def test_the_weekday_is_kept_unless_the_date_is_moved(proposal):
    for day in placed_dates(proposal):
        assert day.intended.weekday() == day.original.weekday()
        assert day.is_moved == bool(day.moved_because)


@each_proposal
def test_a_moved_date_fell_on_a_day_without_school_and_went_to_the_next_lesdag(proposal):
    for day in placed_dates(proposal):
        if day.is_moved:
            assert not BY_RULE.is_lesdag(day.intended)
            assert day.proposed == BY_RULE.next_lesdag(day.intended)


@each_proposal
def test_milestones_are_lesdagen_and_trimesters_begin_and_end_with_one(proposal):
    days = [row.date.proposed for row in proposal.milestones]
    days += [day.proposed for row in proposal.trimesters for day in (row.first_day, row.last_day)]

    assert all(map(BY_RULE.is_lesdag, days))


@each_proposal
def test_the_order_of_the_year_is_kept(proposal):
    plan = proposal.plan
    opens = [row.opens_on for row in plan.phases]
    days = [row.date for row in plan.milestones]

    assert opens == sorted(opens)
    assert opens[-1] < days[0]
    assert days == sorted(set(days))
    assert days[-1] < plan.phases[0].last_day


@each_proposal
def test_each_trimester_holds_its_own_intromoment_and_touches_the_next_over_a_holiday(proposal):
    plan = proposal.plan
    for row in plan.trimesters:
        intro = day_of(plan, MilestoneKind.INTRO, row.number)
        assert row.first_day <= intro <= row.last_day
    for before, after in pairwise(plan.trimesters):
        assert BY_RULE.lesdagen_between(before.last_day, after.first_day) == 1


@each_proposal
def test_a_proposal_gives_no_warnings(proposal):
    calendar = proposal.plan.calendar()
    assert plan_warnings(proposal.plan, proposal.holidays, calendar) == []


@each_proposal
def test_schools_get_as_many_lesdagen_to_approve_as_in_the_source(proposal):
    """In lesweken, so a holiday between the two never eats the time."""
    plan = proposal.plan
    for number in (1, 2, 3):
        was, now = (
            source.calendar().lesdagen_between(
                day_of(source, MilestoneKind.SEND, number),
                day_of(source, MilestoneKind.APPROVE, number),
            )
            for source in (PLAN_2017_2018, plan)
        )
        assert now == was


@pytest.mark.parametrize("start_year", range(2018, 2060))
def test_from_the_source_phases_open_in_the_same_week_of_may_and_june_every_year(start_year):
    plan = plan_for(start_year)
    school_data, _templates, requests, answers = plan.phases

    assert date(start_year, 4, 30) <= school_data.opens_on <= date(start_year, 5, 6)
    assert date(start_year, 5, 30) <= requests.opens_on <= date(start_year, 6, 7)
    assert date(start_year, 6, 13) <= answers.opens_on <= date(start_year, 6, 19)
    assert date(start_year + 1, 7, 2) <= school_data.last_day <= date(start_year + 1, 7, 8)


def test_plan_for_2017_is_the_source_itself():
    assert plan_for(2017) is PLAN_2017_2018


def test_plan_for_the_next_year_is_its_proposal():
    assert plan_for(2018) == propose_year(PLAN_2017_2018).plan


def test_moves_do_not_pile_up_over_the_years():
    """1 May pushed 2018's opening to a Wednesday; later years are on a Tuesday again."""
    assert plan_for(2018).phases[0].opens_on.strftime("%a") == "Wed"
    assert {plan_for(year).phases[0].opens_on.weekday() for year in (2019, 2020, 2021)} == {1}


def test_there_is_no_plan_before_the_source():
    with pytest.raises(ValueError, match="2017-2018"):
        plan_for(2016)


class TestOtherPlans:
    """What an administrator may have made of a year."""

    def test_a_milestone_after_the_last_school_day_keeps_its_weekday_in_july(self):
        plan = replace(
            PLAN_2017_2018,
            milestones=(PlannedMilestone(MilestoneKind.INTRO, 3, date(2018, 7, 3)),),
        )
        assert propose_year(plan).milestones[0].date.proposed == date(2019, 7, 2)

    def test_a_milestone_in_a_weekend_is_moved_to_a_lesdag(self):
        plan = replace(
            PLAN_2017_2018,
            milestones=(PlannedMilestone(MilestoneKind.INTRO, 1, date(2017, 10, 14)),),
        )
        day = propose_year(plan).milestones[0].date

        assert (day.intended, day.proposed) == (date(2018, 10, 13), date(2018, 10, 15))
        with translation.override("nl"):
            assert day.moved_because == "Verschoven naar de volgende lesdag: weekend."

    def test_the_end_of_june_never_becomes_september(self):
        """Thursday 28 June 2018 has its place on 2 July 2020."""
        plan = replace(
            PLAN_2017_2018,
            milestones=(PlannedMilestone(MilestoneKind.APPROVE, 3, date(2018, 6, 28)),),
        )
        day = propose_year(plan, start_year=2019).milestones[0].date

        assert (day.intended, day.proposed) == (date(2020, 7, 2), date(2020, 6, 30))
        assert day.reason == Reason.NEAREST_LESDAG

    def test_the_first_of_september_never_becomes_june(self):
        """Friday 1 September 2017 has its place on 31 August 2018."""
        plan = replace(
            PLAN_2017_2018,
            milestones=(PlannedMilestone(MilestoneKind.SEND, 1, date(2017, 9, 1)),),
        )
        day = propose_year(plan).milestones[0].date

        assert (day.intended, day.proposed) == (date(2018, 8, 31), date(2018, 9, 3))

    def test_a_trimester_that_no_holiday_bounds_keeps_weekday_and_order(self):
        plan = replace(
            PLAN_2017_2018,
            trimesters=(
                PlannedTrimester(1, date(2017, 9, 1), date(2017, 11, 30)),
                PlannedTrimester(2, date(2017, 12, 1), date(2018, 3, 14)),
                PlannedTrimester(3, date(2018, 3, 15), date(2018, 6, 29)),
            ),
        )
        for year in YEARS:
            one, two, three = propose_year(plan, start_year=year).plan.trimesters
            assert two.first_day - one.last_day == timedelta(days=1)
            assert three.first_day - two.last_day == timedelta(days=1)

    def test_a_milestone_before_kerst_for_the_second_trimester_stays_before_kerst(self):
        plan = replace(
            PLAN_2017_2018,
            milestones=(PlannedMilestone(MilestoneKind.SEND, 2, date(2017, 12, 18)),),
        )
        for year in YEARS:
            row = propose_year(plan, start_year=year).plan
            kerst = next(free for free in holidays_for(year) if free.kind == HolidayKind.KERST)
            assert row.milestones[0].date == kerst.first_day - timedelta(days=7)

    def test_holidays_as_stored_go_before_the_rule(self):
        """A krokus that was moved takes the third trimester with it."""
        krokus = HolidayRange(
            date(2019, 2, 25), date(2019, 3, 3), HolidayKind.KROKUS, "Krokusvakantie"
        )
        free = tuple(
            krokus if row.kind == HolidayKind.KROKUS else row for row in holidays_for(2018)
        )
        stored = SchoolCalendar({2018: SchoolYearDays(date(2018, 9, 3), date(2019, 6, 28), free)})
        plan = propose_year(PLAN_2017_2018, stored).plan

        assert plan.trimesters[1].last_day == date(2019, 2, 22)
        assert plan.trimesters[2].first_day == date(2019, 3, 4)
        assert day_of(plan, MilestoneKind.SEND, 3) == date(2019, 2, 18)

    def test_a_plan_without_trimesters_phases_or_milestones_gives_a_school_year(self):
        proposal = propose_year(YearPlan(2017, date(2017, 9, 1), date(2018, 6, 29)))

        assert proposal.plan == YearPlan(2018, date(2018, 9, 3), date(2019, 6, 28))
        assert proposal.holidays == holidays_for(2018)
