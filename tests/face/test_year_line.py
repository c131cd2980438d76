"""The geometry of the year line: pure, so tested without a database."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_cfg.year_line import (
    BarState,
    HolidaySpan,
    MilestonePoint,
    PhaseSpan,
    YearLine,
    draw_year,
)
from lerarenstage.gallery_year import SCHOOL_YEAR
from lerarenstage.year_drawing import SIZES, drawing


def line_on(today: dt.date, **changes: Any) -> YearLine:
    return draw_year(today=today, **{**SCHOOL_YEAR, **changes})


def states_on(today: dt.date) -> dict[str, str]:
    return {bar.phase.kind: str(bar.state) for bar in line_on(today).bars}


def test_time_runs_over_whole_months() -> None:
    line = line_on(dt.date(2017, 9, 19))
    assert (line.first_day, line.last_day) == (dt.date(2017, 5, 1), dt.date(2018, 7, 31))
    assert [tick.date.month for tick in line.ticks] == [
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
    ]


def test_a_phase_is_drawn_from_its_first_morning_to_its_last_evening() -> None:
    phase = PhaseSpan("requests", "Indienen", dt.date(2017, 9, 1), dt.date(2017, 9, 30))
    line = draw_year(
        name="test",
        first_school_day=dt.date(2017, 9, 1),
        last_school_day=dt.date(2017, 9, 30),
        today=dt.date(2017, 9, 1),
        phases=[phase],
        milestones=[],
        holidays=[],
    )
    assert [(bar.x, bar.width, bar.state) for bar in line.bars] == [(0, 100, BarState.OPEN)]
    assert line.today is not None
    assert line.today.x == pytest.approx(100 / 60, abs=0.01)


@pytest.mark.parametrize(
    ("today", "requests", "answers"),
    [
        (dt.date(2017, 5, 31), "upcoming", "upcoming"),
        (dt.date(2017, 6, 1), "open", "upcoming"),
        (dt.date(2017, 6, 14), "open", "upcoming"),
        (dt.date(2017, 6, 15), "open", "open"),
        (dt.date(2018, 7, 3), "open", "open"),
        (dt.date(2018, 7, 4), "closed", "closed"),
    ],
)
def test_both_days_of_a_phase_count(today: dt.date, requests: str, answers: str) -> None:
    states = states_on(today)
    assert (states["requests"], states["answers"]) == (requests, answers)


def test_a_milestone_of_today_is_not_past_and_is_the_next() -> None:
    line = line_on(dt.date(2017, 9, 19))
    assert [mark.is_past for mark in line.marks[:3]] == [True, False, False]
    assert line.next_mark is not None
    assert line.next_mark.milestone.date == dt.date(2017, 9, 19)


def test_milestones_of_one_kind_share_a_lane() -> None:
    line = line_on(dt.date(2017, 9, 19))
    assert line.lanes == ("answer_by", "send", "approve", "intro")
    assert {(mark.milestone.kind, mark.lane) for mark in line.marks} == {
        ("answer_by", 0),
        ("send", 1),
        ("approve", 2),
        ("intro", 3),
    }


@pytest.mark.parametrize("today", [dt.date(2017, 4, 30), dt.date(2018, 8, 1)])
def test_no_rule_of_today_outside_the_drawing(today: dt.date) -> None:
    assert line_on(today).today is None


def test_a_holiday_that_begins_before_the_drawing_is_cut() -> None:
    early = HolidaySpan("paas", "Paasvakantie", dt.date(2017, 4, 3), dt.date(2017, 5, 10))
    outside = HolidaySpan("krokus", "Krokus", dt.date(2017, 2, 27), dt.date(2017, 3, 5))
    line = line_on(dt.date(2017, 5, 2), holidays=[early, outside])
    assert [(pause.holiday.name, pause.x) for pause in line.pauses] == [("Paasvakantie", 0)]
    assert 0 < line.pauses[0].width < 3


days = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


@given(start=st.integers(2000, 2050), today=days, opens=days, length=st.integers(0, 800), mark=days)
def test_nothing_is_ever_drawn_outside(
    start: int, today: dt.date, opens: dt.date, length: int, mark: dt.date
) -> None:
    line = draw_year(
        name=f"{start}-{start + 1}",
        first_school_day=dt.date(start, 9, 1),
        last_school_day=dt.date(start + 1, 6, 30),
        today=today,
        phases=[PhaseSpan("x", "X", opens, opens + dt.timedelta(days=length))],
        milestones=[MilestonePoint("send", "M", mark)],
        holidays=[HolidaySpan("paas", "P", mark, mark + dt.timedelta(days=14))],
    )
    for part in (*line.bars, *line.pauses):
        assert 0 <= part.x <= 100
        assert 0 <= part.width <= 100.01 - part.x
    for point in (*line.marks, *line.ticks, *([line.today] if line.today else [])):
        assert 0 <= point.x <= 100


@pytest.mark.parametrize("size", SIZES)
def test_the_drawing_writes_percentages_with_a_point(size: str) -> None:
    parts = drawing(line_on(dt.date(2017, 9, 19)), size)
    for name in ("bars", "marks", "pauses", "ticks"):
        for part in parts[name]:
            assert part.x.endswith("%")
            assert "," not in part.x
            assert float(part.x.rstrip("%")) <= 100
    assert parts["height"] > parts["bottom"] > parts["top"]


def test_a_year_without_phases_or_milestones_can_be_drawn() -> None:
    empty = line_on(dt.date(2017, 9, 19), phases=[], milestones=[], holidays=[], trimesters=[])
    for size in SIZES:
        assert drawing(empty, size)["marks"] == []
