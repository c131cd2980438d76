"""Storing a year's calendar, and reading it back."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.holidays import holidays_for
from calendar_cfg.models import AcademicYear, Holiday, Milestone, Phase
from calendar_cfg.plan import PlannedTrimester
from calendar_cfg.selectors import (
    answer_lesweken,
    general_answer_date,
    plan_of,
    school_calendar,
    soft_milestones,
    stored_holidays,
    trimester_of,
)
from calendar_cfg.year_2017_2018 import PLAN_2017_2018, plan_for
from calendar_cfg.years_admin import save_plan
from tests.factories import YearFactory

pytestmark = pytest.mark.django_db


def test_2017_2018_is_stored_exactly_as_the_source_has_it(year_2017):
    assert plan_of(year_2017) == PLAN_2017_2018
    assert stored_holidays(year_2017) == holidays_for(2017)


def test_saving_a_plan_twice_changes_nothing(year_2017):
    before = list(Holiday.objects.values()), list(Phase.objects.values())
    assert save_plan(PLAN_2017_2018) == year_2017
    assert (list(Holiday.objects.values()), list(Phase.objects.values())) == before


def test_a_holiday_moved_by_hand_keeps_its_dates(year_2017):
    Holiday.objects.filter(kind="herfst").update(last_day=date(2017, 11, 7))
    save_plan(PLAN_2017_2018)
    herfst = Holiday.objects.get(kind="herfst")
    assert herfst.last_day == date(2017, 11, 7)


def test_trimesters_may_pass_through_each_other_while_a_plan_is_saved(year_2017):
    from dataclasses import replace

    moved = replace(
        PLAN_2017_2018,
        trimesters=(
            PlannedTrimester(1, date(2017, 9, 1), date(2018, 1, 12)),
            PlannedTrimester(2, date(2018, 1, 15), date(2018, 2, 9)),
            PLAN_2017_2018.trimesters[2],
        ),
    )
    assert plan_of(save_plan(moved)) == moved


def test_the_calendar_of_all_years_costs_one_query(year_2017, django_assert_num_queries):
    save_plan(plan_for(2018))
    save_plan(plan_for(2019))
    with django_assert_num_queries(1):
        calendar = school_calendar()
        assert calendar.add_lesweken(date(2018, 2, 5), 1) == date(2018, 2, 19)


def test_a_stored_holiday_counts_and_not_the_rule(year_2017):
    Holiday.objects.filter(kind="herfst").update(last_day=date(2017, 11, 7))
    assert not school_calendar().is_lesdag(date(2017, 11, 6))


def test_a_schools_own_free_days_count_for_it_alone(year_2017):
    day = date(2017, 9, 25)
    assert not school_calendar([day]).is_lesdag(day)
    assert school_calendar().is_lesdag(day)


def test_a_year_without_stored_holidays_follows_the_rule(year):
    assert not school_calendar().is_lesdag(date(2017, 10, 31))


def test_the_general_answer_date_and_its_lesweken_are_read_from_the_milestone(year_2017):
    assert general_answer_date(year_2017) == date(2017, 9, 18)
    assert answer_lesweken(year_2017) == 2
    Milestone.objects.filter(kind=MilestoneKind.ANSWER_BY).update(lesweken=3)
    assert answer_lesweken(year_2017) == 3


def test_a_year_without_milestones_has_no_answer_date_and_two_lesweken():
    year = YearFactory(start_year=2030)
    assert general_answer_date(year) is None
    assert answer_lesweken(year) == 2
    assert trimester_of(year, 1) is None


def test_soft_milestones_leave_out_the_intromoments(year_2017):
    assert len(soft_milestones(year_2017)) == 7
    assert [m.date for m in soft_milestones(year_2017, 1)] == [
        date(2017, 9, 19),
        date(2017, 10, 3),
    ]


def test_trimester_of_gives_the_trimester_with_that_number(year_2017):
    found = trimester_of(year_2017, 2)
    assert found is not None
    assert found.first_day == date(2018, 1, 8)


def load(*args: str) -> str:
    out = StringIO()
    call_command("load_years", *args, stdout=out)
    return out.getvalue()


@time_machine.travel("2026-11-23 12:00+01:00")
def test_load_years_adds_the_source_and_the_running_year():
    load()
    assert set(AcademicYear.objects.values_list("start_year", flat=True)) == {2017, 2026}
    assert plan_of(AcademicYear.objects.get(start_year=2026)) == plan_for(2026)


@time_machine.travel("2018-05-02 12:00+02:00")
def test_load_years_adds_the_next_year_once_it_has_opened():
    load()
    assert set(AcademicYear.objects.values_list("start_year", flat=True)) == {2017, 2018}


def test_load_years_until_adds_every_year_and_never_overwrites():
    load("--until", "2019")
    moved = Phase.objects.get(year__start_year=2018, kind=PhaseKind.REQUESTS)
    Phase.objects.filter(pk=moved.pk).update(opens_on=date(2018, 6, 4))
    Holiday.objects.filter(year__start_year=2018, kind="herfst").delete()
    assert "2018-2019: kept" in load("--until", "2020")
    moved.refresh_from_db()
    assert moved.opens_on == date(2018, 6, 4)
    assert not Holiday.objects.filter(year__start_year=2018, kind="herfst").exists()
    assert AcademicYear.objects.count() == 4


@pytest.mark.parametrize("until", ["2016", "9999"])
def test_load_years_refuses_a_year_outside_its_reach(until):
    with pytest.raises(CommandError):
        load("--until", until)
