"""Each thing that looks wrong in a year's calendar gives one warning, in Dutch."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from calendar_cfg.enums import HolidayKind, MilestoneKind, PhaseKind
from calendar_cfg.holidays import HolidayRange, holidays_for
from calendar_cfg.plan import PlannedMilestone, PlannedPhase, PlannedTrimester, YearPlan
from calendar_cfg.warnings import PlanWarning, WarningCode, plan_warnings
from calendar_cfg.year_2017_2018 import PLAN_2017_2018

BY_RULE = holidays_for(2017)
PLAIN = replace(PLAN_2017_2018, milestones=(), phases=())


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def warnings_of(plan: YearPlan, holidays: tuple[HolidayRange, ...] = BY_RULE) -> list[PlanWarning]:
    return plan_warnings(plan, holidays, plan.calendar())


def with_milestones(*rows: PlannedMilestone) -> YearPlan:
    return replace(PLAIN, milestones=rows)


def with_holiday(changed: HolidayRange) -> tuple[HolidayRange, ...]:
    return tuple(changed if row.name == changed.name else row for row in BY_RULE)


def test_the_calendar_of_the_source_gives_none():
    assert warnings_of(PLAN_2017_2018) == []


def test_a_milestone_in_a_weekend():
    plan = with_milestones(PlannedMilestone(MilestoneKind.INTRO, 1, date(2017, 10, 14)))
    assert warnings_of(plan) == [
        PlanWarning(
            WarningCode.MILESTONE_IN_WEEKEND,
            "T1: Intromoment (za 14 oktober 2017) valt in een weekend.",
            date(2017, 10, 14),
        )
    ]


def test_a_milestone_in_a_holiday():
    plan = with_milestones(PlannedMilestone(MilestoneKind.INTRO, 1, date(2017, 10, 31)))
    assert warnings_of(plan) == [
        PlanWarning(
            WarningCode.MILESTONE_IN_HOLIDAY,
            "T1: Intromoment (di 31 oktober 2017) is geen lesdag: Herfstvakantie.",
            date(2017, 10, 31),
        )
    ]


def test_a_milestone_outside_the_school_year_but_in_no_holiday():
    early = replace(PLAIN, last_school_day=date(2018, 6, 22))
    plan = replace(
        early,
        trimesters=(),
        milestones=(PlannedMilestone(MilestoneKind.INTRO, 3, date(2018, 6, 26)),),
    )
    assert [row.code for row in warnings_of(plan)] == [WarningCode.MILESTONE_OUTSIDE_SCHOOL_YEAR]


def test_a_milestone_in_july_is_left_alone():
    plan = with_milestones(PlannedMilestone(MilestoneKind.INTRO, 3, date(2018, 7, 3)))
    assert warnings_of(plan) == []


def test_approve_before_send():
    plan = with_milestones(
        PlannedMilestone(MilestoneKind.SEND, 1, date(2017, 10, 3)),
        PlannedMilestone(MilestoneKind.APPROVE, 1, date(2017, 9, 19)),
    )
    assert warnings_of(plan) == [
        PlanWarning(
            WarningCode.MILESTONES_OUT_OF_ORDER,
            "T1: Aanvragen bij voorkeur goedkeuren (di 19 september 2017) valt voor "
            "T1: Aanvragen bij voorkeur versturen (di 3 oktober 2017).",
            date(2017, 9, 19),
        )
    ]


def test_an_intromoment_before_approve():
    plan = with_milestones(
        PlannedMilestone(MilestoneKind.SEND, 2, date(2018, 1, 8)),
        PlannedMilestone(MilestoneKind.APPROVE, 2, date(2018, 1, 23)),
        PlannedMilestone(MilestoneKind.INTRO, 2, date(2018, 1, 16)),
    )
    assert [row.code for row in warnings_of(plan)] == [WarningCode.MILESTONES_OUT_OF_ORDER]


def test_milestones_of_different_trimesters_are_not_compared():
    plan = with_milestones(
        PlannedMilestone(MilestoneKind.SEND, 2, date(2018, 1, 8)),
        PlannedMilestone(MilestoneKind.APPROVE, 1, date(2017, 10, 3)),
    )
    assert warnings_of(plan) == []


def test_a_phase_outside_its_year():
    phase = PlannedPhase(PhaseKind.TEMPLATES, date(2016, 12, 31), date(2018, 9, 1))
    found = warnings_of(replace(PLAIN, phases=(phase,)))

    assert [(row.code, row.day) for row in found] == [
        (WarningCode.PHASE_OUTSIDE_YEAR, date(2016, 12, 31)),
        (WarningCode.PHASE_OUTSIDE_YEAR, date(2018, 9, 1)),
    ]
    assert found[0].message == (
        "De fase Stageaanvraagsjablonen opent op za 31 december 2016: "
        "ver voor academiejaar 2017-2018."
    )


def test_a_phase_from_1_january_to_31_august_is_in_its_year():
    phase = PlannedPhase(PhaseKind.TEMPLATES, date(2017, 1, 1), date(2018, 8, 31))
    assert warnings_of(replace(PLAIN, phases=(phase,))) == []


def test_answers_that_open_before_requests():
    phases = (
        PlannedPhase(PhaseKind.REQUESTS, date(2017, 6, 15), date(2018, 7, 3)),
        PlannedPhase(PhaseKind.ANSWERS, date(2017, 6, 1), date(2018, 7, 3)),
    )
    assert warnings_of(replace(PLAIN, phases=phases)) == [
        PlanWarning(
            WarningCode.ANSWERS_BEFORE_REQUESTS,
            "Scholen kunnen antwoorden vanaf do 1 juni 2017, "
            "voor er aanvragen zijn (do 15 juni 2017).",
            date(2017, 6, 1),
        )
    ]


def test_a_trimester_outside_the_school_year():
    trimesters = (PlannedTrimester(3, date(2018, 2, 19), date(2018, 6, 30)),)
    assert [row.code for row in warnings_of(replace(PLAIN, trimesters=trimesters))] == [
        WarningCode.TRIMESTER_OUTSIDE_SCHOOL_YEAR
    ]


@pytest.mark.parametrize(
    "second",
    [
        PlannedTrimester(2, date(2017, 12, 22), date(2018, 2, 9)),  # shares a day
        PlannedTrimester(2, date(2017, 9, 1), date(2017, 9, 29)),  # lies inside
    ],
)
def test_trimesters_that_overlap(second):
    trimesters = (PLAN_2017_2018.trimesters[0], second)
    assert [row.code for row in warnings_of(replace(PLAIN, trimesters=trimesters))] == [
        WarningCode.TRIMESTERS_OVERLAP
    ]


def test_trimesters_in_the_wrong_order():
    first, second, _third = PLAN_2017_2018.trimesters
    swapped = (
        PlannedTrimester(1, second.first_day, second.last_day),
        PlannedTrimester(2, first.first_day, first.last_day),
    )
    assert [row.code for row in warnings_of(replace(PLAIN, trimesters=swapped))] == [
        WarningCode.TRIMESTERS_OVERLAP
    ]


def test_a_holiday_that_differs_from_the_rule():
    longer = HolidayRange(
        date(2017, 10, 30), date(2017, 11, 12), HolidayKind.HERFST, "Herfstvakantie"
    )
    holidays = tuple(row for row in with_holiday(longer) if row.name != "Wapenstilstand")
    assert warnings_of(PLAIN, holidays) == [
        PlanWarning(
            WarningCode.HOLIDAY_DIFFERS,
            "Herfstvakantie is ma 30 oktober 2017 tot en met zo 12 november 2017; "
            "volgens de regel ma 30 oktober 2017 tot en met zo 5 november 2017.",
            date(2017, 10, 30),
        )
    ]


def test_a_free_day_on_another_date():
    moved = HolidayRange(date(2018, 5, 2), date(2018, 5, 2), HolidayKind.VRIJ, "Dag van de Arbeid")
    assert warnings_of(PLAIN, with_holiday(moved)) == [
        PlanWarning(
            WarningCode.HOLIDAY_DIFFERS,
            "Dag van de Arbeid is wo 2 mei 2018; volgens de regel di 1 mei 2018.",
            date(2018, 5, 2),
        )
    ]


@pytest.mark.parametrize("missing", BY_RULE, ids=lambda row: row.name)
def test_a_holiday_that_is_missing(missing):
    found = warnings_of(PLAIN, tuple(row for row in BY_RULE if row != missing))

    assert [(row.code, row.day) for row in found] == [
        (WarningCode.HOLIDAY_MISSING, missing.first_day)
    ]
    assert found[0].message.startswith(f"{missing.name} ontbreekt; volgens de regel ")


def test_an_extra_free_day_is_welcome():
    extra = HolidayRange(date(2017, 9, 29), date(2017, 9, 29), HolidayKind.VRIJ, "Brugdag")
    assert warnings_of(PLAIN, (*BY_RULE, extra)) == []


def test_warnings_speak_english_where_it_is_chosen_or_fall_back_on_dutch():
    plan = with_milestones(PlannedMilestone(MilestoneKind.INTRO, 1, date(2017, 10, 14)))
    with translation.override("en"):
        assert "14 October 2017" in warnings_of(plan)[0].message
