"""A stageperiode moved to another year: pure dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.year_2017_2018 import plan_for
from requests_app.template_period import Period, lesdagen_in, moved_period

CALENDAR = SchoolCalendar()


def trimester(start_year: int, number: int) -> Period:
    found = plan_for(start_year).trimester(number)
    assert found is not None
    return Period(found.first_day, found.last_day)


def moved(first: date, last: date, number: int, to_year: int = 2018) -> Period | None:
    return moved_period(
        Period(first, last),
        from_year=2017,
        to_year=to_year,
        trimester=trimester(to_year, number),
        calendar=CALENDAR,
    )


def test_two_weeks_stay_the_same_two_weeks_of_the_trimester() -> None:
    assert moved(date(2017, 10, 16), date(2017, 10, 27), 1) == Period(
        date(2018, 10, 15), date(2018, 10, 26)
    )


def test_a_period_after_herfst_stays_as_many_lesweken_after_it_began() -> None:
    new = moved(date(2017, 11, 13), date(2017, 11, 24), 1)
    assert new == Period(date(2018, 11, 12), date(2018, 11, 23))


def test_a_period_after_krokus_moves_with_krokus() -> None:
    new = moved(date(2018, 2, 26), date(2018, 3, 9), 3)
    assert new == Period(date(2019, 3, 18), date(2019, 3, 29))


def test_a_period_across_paas_keeps_its_number_of_weeks() -> None:
    old = Period(date(2018, 3, 12), date(2018, 4, 27))
    new = moved(old.first_day, old.last_day, 3)
    assert new is not None
    assert (new.first_day.weekday(), new.last_day.weekday()) == (0, 4)
    assert abs(lesdagen_in(new, CALENDAR) - lesdagen_in(old, CALENDAR)) <= 3  # free days


def test_a_day_that_falls_on_a_free_day_makes_way_inwards() -> None:
    # In May, free days move with Easter through the weeks.
    for to_year in range(2018, 2036):
        new = moved(date(2018, 5, 9), date(2018, 5, 18), 3, to_year)
        assert new is not None
        assert CALENDAR.is_lesdag(new.first_day)
        assert CALENDAR.is_lesdag(new.last_day)


def test_what_the_trimester_has_no_room_for_is_not_moved() -> None:
    gone = moved_period(
        Period(date(2017, 12, 4), date(2017, 12, 15)),
        from_year=2017,
        to_year=2018,
        trimester=Period(date(2018, 9, 3), date(2018, 10, 26)),
        calendar=CALENDAR,
    )
    assert gone is None


@given(
    start=st.integers(0, 80),
    length=st.integers(0, 40),
    to_year=st.integers(2018, 2035),
    number=st.sampled_from([1, 2, 3]),
)
def test_a_moved_period_lies_in_its_trimester_on_lesdagen(
    start: int, length: int, to_year: int, number: int
) -> None:
    inside = trimester(2017, number)
    first = min(inside.first_day + timedelta(days=start), inside.last_day)
    last = min(first + timedelta(days=length), inside.last_day)
    new = moved(first, last, number, to_year)
    if new is None:
        return
    there = trimester(to_year, number)
    assert there.first_day <= new.first_day <= new.last_day <= there.last_day
    assert CALENDAR.is_lesdag(new.first_day)
    assert CALENDAR.is_lesdag(new.last_day)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2017, 10, 16), date(2017, 10, 27), 10),
        (date(2017, 10, 16), date(2017, 10, 16), 1),
        (date(2017, 10, 28), date(2017, 10, 29), 0),
        (date(2017, 10, 27), date(2017, 11, 6), 2),
    ],
)
def test_lesdagen_of_a_period_count_both_ends(first: date, last: date, count: int) -> None:
    assert lesdagen_in(Period(first, last), CALENDAR) == count
