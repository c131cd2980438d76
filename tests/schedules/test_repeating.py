"""Repeating weekly, and copying a week: what is planned, and what is left out and why."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest

from calendar_cfg.exceptions import DomainError
from placements.guides import assign_mentors
from schedules.models import Schedule
from schedules.repeating import copy_week, repeat_weekly
from tests.factories import SchoolFreeDayFactory, actor_for
from tests.schedules.world import MONDAY, Stage

pytestmark = pytest.mark.django_db


def repeat(stage: Stage, row: object, until: str, **options: Any):
    """Repeat it, as the trainee."""
    return repeat_weekly(
        planned_pk=row.pk,
        until=date.fromisoformat(until),
        actor=stage.actor,
        **{"form_key": uuid4(), **options},
    )


def test_repeating_across_herfst_skips_it_and_says_so(stage: Stage):
    row = stage.plan(MONDAY)
    report = repeat(stage, row, "2017-11-27")
    assert [made.day.isoformat() for made in report.made] == [
        *("2017-10-23", "2017-11-06", "2017-11-13", "2017-11-20")
    ]
    herfst, after = report.skipped
    assert herfst.day == date(2017, 10, 30)
    assert herfst.why == ("Op ma 30 oktober 2017 is er geen school: Herfstvakantie.",)
    assert "buiten de stageperiode" in after.why[0]
    assert len(stage.planned) == 5
    assert {made.start for made in report.made} == {row.start}


def test_the_same_form_twice_gives_the_same_report(stage: Stage):
    row, key = stage.plan(MONDAY), uuid4()
    first = repeat(stage, row, "2017-11-13", form_key=key)
    version = Schedule.objects.get().version
    second = repeat(stage, row, "2017-11-13", form_key=key)
    assert {made.pk for made in first.made} == {made.pk for made in second.made}
    assert first.skipped == second.skipped
    assert Schedule.objects.get().version == version


def test_days_with_a_warning_are_left_out_unless_asked(stage: Stage):
    SchoolFreeDayFactory(school=stage.mentor.school, date=date(2017, 10, 23), name="Studiedag")
    row = stage.plan(MONDAY)
    (skipped,) = repeat(stage, row, "2017-10-23").skipped
    assert "Studiedag" in skipped.why[0]
    report = repeat(stage, row, "2017-10-23", over_warnings=True)
    assert not report.skipped
    assert stage.planned == [("2017-10-16", time(10, 25)), ("2017-10-23", time(10, 25))]


def test_each_repetition_counts_for_the_next(stage: Stage):
    type(stage.line).objects.update(hours=3)
    row = stage.plan(MONDAY)
    report = repeat(stage, row, "2017-11-13")
    assert [made.day.day for made in report.made] == [23, 6]
    assert "zo zijn er 4 lesuren gepland, en er zijn er 3" in report.skipped[-1].why[0]


@pytest.mark.parametrize("until", ["2017-10-16", "2017-10-22", "2019-10-16"])
def test_a_repetition_ends_some_weeks_later(stage: Stage, until: str):
    row = stage.plan(MONDAY)
    with pytest.raises(DomainError, match="minstens 1 en hoogstens 40 weken"):
        repeat(stage, row, until)


def copy(stage: Stage, to_week: str, week: date = MONDAY, **options: Any):
    """Copy a week, as the trainee."""
    return copy_week(
        placement_pk=stage.placement.pk,
        week=week,
        to_week=date.fromisoformat(to_week),
        actor=stage.actor,
        **{"form_key": uuid4(), **options},
    )


def test_a_week_is_copied_day_by_day(stage: Stage):
    stage.plan("2017-10-17", 1, room="A1")
    stage.plan("2017-10-20", start=time(12, 10), end=time(12, 50))
    stage.plan("2017-11-10", 2)  # in the way of nobody
    stage.plan("2017-11-07", 1)  # in the way of the first
    report = copy(stage, "2017-11-08")
    (made,) = report.made
    assert (made.day, made.start, made.end) == (date(2017, 11, 10), time(12, 10), time(12, 50))
    (skipped,) = report.skipped
    assert skipped.day == date(2017, 11, 7)
    assert "staat van 8.30 tot 9.20 al iets gepland: Actieve stage Wiskunde (3A)" in skipped.why[0]


def test_a_week_of_holiday_takes_nothing(stage: Stage):
    stage.plan("2017-10-17")
    report = copy(stage, "2017-10-30")
    assert not report.made
    assert "Herfstvakantie" in report.skipped[0].why[0]


def test_whoever_no_longer_guides_is_left_out_of_the_copy(stage: Stage):
    stage.plan("2017-10-17", mentor=stage.subject_mentor)
    assign_mentors(
        placement_pk=stage.placement.pk,
        subject=stage.line.subject,
        members=[stage.mentor],
        actor=actor_for(stage.mentor),
    )
    report = copy(stage, "2017-10-23")
    assert (report.made[0].mentor, report.unguided) == (None, 1)


def test_a_copy_needs_another_week_and_something_in_it(stage: Stage):
    stage.plan(MONDAY)
    with pytest.raises(DomainError, match="andere week"):
        copy(stage, "2017-10-20")
    with pytest.raises(DomainError, match="niets gepland"):
        copy(stage, "2017-10-16", week=date(2017, 11, 6))
