"""Counting in lesdagen and lesweken: worked examples of domain.md, and the laws of counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_cfg.enums import HolidayKind
from calendar_cfg.holidays import SATURDAY, HolidayRange, holidays_for
from calendar_cfg.lesdagen import SchoolCalendar, SchoolYearDays, answer_due, year_by_rule

BY_RULE = SchoolCalendar()
GENERAL_ANSWER_DATE = date(2017, 9, 18)

days = st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 12, 31))
counts = st.integers(min_value=-120, max_value=120)
own_free_days = st.frozensets(
    st.dates(min_value=date(2017, 1, 1), max_value=date(2019, 12, 31)), max_size=12
)
near_days = st.dates(min_value=date(2017, 1, 1), max_value=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 8, 31), False),  # zomer
        (date(2017, 9, 1), True),  # first school day
        (date(2017, 9, 2), False),  # Saturday
        (date(2017, 10, 30), False),  # herfst
        (date(2017, 11, 10), True),
        (date(2017, 12, 25), False),  # kerst
        (date(2018, 4, 2), False),  # paasmaandag
        (date(2018, 5, 1), False),
        (date(2018, 5, 11), False),  # the day after Hemelvaart
        (date(2018, 6, 29), True),  # last school day
        (date(2018, 7, 2), False),
        (date(2018, 9, 3), True),
    ],
)
def test_a_lesdag_is_a_weekday_in_the_school_year_that_is_not_free(day, expected):
    assert BY_RULE.is_lesdag(day) is expected


def test_19_september_and_two_lesweken_is_3_october():
    assert BY_RULE.add_lesweken(date(2017, 9, 19), 2) == date(2017, 10, 3)


def test_5_february_and_one_lesweek_is_19_february_as_krokus_lies_between():
    assert BY_RULE.add_lesweken(date(2018, 2, 5), 1) == date(2018, 2, 19)


def test_herfst_is_passed_over():
    assert BY_RULE.add_lesweken(date(2017, 10, 24), 2) == date(2017, 11, 14)


def test_counting_goes_on_after_the_summer_in_a_year_that_nobody_made_yet():
    only_2017 = SchoolCalendar({2017: year_by_rule(2017)})
    assert only_2017.add_lesdagen(date(2018, 6, 28), 2) == date(2018, 9, 3)
    assert only_2017.add_lesweken(date(2018, 6, 25), 2) == date(2018, 9, 10)


def test_a_year_as_stored_goes_before_the_rule():
    lengthened = SchoolYearDays(
        date(2020, 9, 1),
        date(2021, 6, 30),
        tuple(
            HolidayRange(date(2020, 11, 2), date(2020, 11, 15), HolidayKind.HERFST, row.name)
            if row.kind == HolidayKind.HERFST
            else row
            for row in holidays_for(2020)
        ),
    )
    stored = SchoolCalendar({2020: lengthened})

    assert BY_RULE.next_lesdag(date(2020, 11, 2)) == date(2020, 11, 9)
    assert stored.next_lesdag(date(2020, 11, 2)) == date(2020, 11, 16)
    assert stored.next_lesdag(date(2021, 11, 1)) == BY_RULE.next_lesdag(date(2021, 11, 1))


def test_a_school_year_may_begin_in_august():
    early = SchoolCalendar({2018: SchoolYearDays(date(2018, 8, 27), date(2019, 6, 28))})
    assert early.is_lesdag(date(2018, 8, 28))
    assert not BY_RULE.is_lesdag(date(2018, 8, 28))


def test_a_free_day_of_a_school_counts_for_that_school_alone():
    bridge_day = date(2017, 9, 29)
    school = SchoolCalendar(extra_free_days=frozenset({bridge_day}))

    assert not school.is_lesdag(bridge_day)
    assert school.add_lesweken(date(2017, 9, 19), 2) == date(2017, 10, 4)
    assert BY_RULE.add_lesweken(date(2017, 9, 19), 2) == date(2017, 10, 3)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_at_the_end_of_time_is_simply_no_lesdag(day):
    """Someone may type the year 9999."""
    assert not BY_RULE.is_lesdag(day)
    assert BY_RULE.lesdagen_between(day, day) == 0


def test_free_on_names_the_holiday():
    found = BY_RULE.free_on(date(2018, 8, 31))
    assert found is not None
    assert found.name == "Zomervakantie"
    assert BY_RULE.free_on(date(2017, 9, 19)) is None


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        (date(2017, 9, 27), date(2017, 10, 3), 4),
        (date(2017, 10, 3), date(2017, 10, 3), 0),
        (date(2017, 10, 5), date(2017, 10, 3), -2),
        (date(2017, 9, 30), date(2017, 9, 29), 0),  # on Saturday, Friday's date just went by
        (date(2018, 2, 9), date(2018, 2, 19), 1),  # krokus lies between
        (date(2018, 6, 29), date(2018, 9, 3), 1),  # and so does the summer
    ],
)
def test_the_lesdagen_that_are_left(today, due, left):
    assert BY_RULE.lesdagen_between(today, due) == left


class TestAnswerDue:
    def test_two_lesweken_after_it_reached_the_school(self):
        due = answer_due(date(2017, 9, 19), GENERAL_ANSWER_DATE, BY_RULE)
        assert due == date(2017, 10, 3)

    def test_never_before_the_general_answer_date(self):
        released = date(2017, 6, 15)
        assert BY_RULE.add_lesweken(released, 2) == date(2017, 6, 29)
        assert answer_due(released, GENERAL_ANSWER_DATE, BY_RULE) == GENERAL_ANSWER_DATE

    def test_a_request_at_the_end_of_june_is_counted_on_in_september(self):
        late = answer_due(date(2017, 6, 30), GENERAL_ANSWER_DATE, BY_RULE)
        assert late == GENERAL_ANSWER_DATE
        assert answer_due(date(2018, 6, 28), None, BY_RULE) == date(2018, 9, 13)

    def test_the_number_of_lesweken_can_be_another(self):
        assert answer_due(date(2018, 2, 5), GENERAL_ANSWER_DATE, BY_RULE, 1) == date(2018, 2, 19)

    def test_the_free_days_of_the_school_lengthen_it(self):
        school = SchoolCalendar(extra_free_days=frozenset({date(2017, 9, 29)}))
        due = answer_due(date(2017, 9, 19), GENERAL_ANSWER_DATE, school)
        assert due == date(2017, 10, 4)

    @given(days)
    def test_is_a_lesdag_unless_it_is_the_general_answer_date(self, reached_on):
        due = answer_due(reached_on, GENERAL_ANSWER_DATE, BY_RULE)
        assert due >= GENERAL_ANSWER_DATE
        assert due == GENERAL_ANSWER_DATE or BY_RULE.is_lesdag(due)


class TestLaws:
    @given(days)
    def test_a_weekend_is_never_a_lesdag(self, day):
        assert not (BY_RULE.is_lesdag(day) and day.weekday() >= SATURDAY)

    @given(near_days, own_free_days)
    def test_own_free_days_only_take_lesdagen_away(self, day, free):
        school = SchoolCalendar(extra_free_days=free)
        assert school.is_lesdag(day) == (BY_RULE.is_lesdag(day) and day not in free)

    @given(near_days, st.integers(0, 40), own_free_days)
    def test_own_free_days_never_bring_a_date_forward(self, day, count, free):
        school = SchoolCalendar(extra_free_days=free)
        assert school.add_lesdagen(day, count) >= BY_RULE.add_lesdagen(day, count)

    @given(days, counts)
    def test_adding_reaches_a_lesdag_on_the_right_side(self, day, count):
        reached = BY_RULE.add_lesdagen(day, count)
        if count == 0:
            assert reached == day
        else:
            assert BY_RULE.is_lesdag(reached)
            assert (reached > day) == (count > 0)

    @given(days, st.integers(0, 120))
    def test_counting_back_what_was_added_gives_the_count(self, day, count):
        assert BY_RULE.lesdagen_between(day, BY_RULE.add_lesdagen(day, count)) == count

    @given(days, counts)
    def test_adding_and_taking_away_brings_a_lesdag_back(self, day, count):
        lesdag = BY_RULE.next_lesdag(day)
        there = BY_RULE.add_lesdagen(lesdag, count)
        assert BY_RULE.add_lesdagen(there, -count) == lesdag
        assert BY_RULE.lesdagen_between(lesdag, there) == count

    @given(days, counts, counts)
    def test_adding_twice_in_one_direction_is_adding_the_sum(self, day, one, other):
        one, other = abs(one), abs(other)
        twice = BY_RULE.add_lesdagen(BY_RULE.add_lesdagen(day, one), other)
        assert twice == BY_RULE.add_lesdagen(day, one + other)

    @given(days, st.integers(0, 400), counts)
    def test_a_later_day_never_leads_to_an_earlier_one(self, day, later, count):
        other = day + timedelta(days=later)
        assert BY_RULE.add_lesdagen(day, count) <= BY_RULE.add_lesdagen(other, count)
        assert BY_RULE.next_lesdag(day) <= BY_RULE.next_lesdag(other)

    @given(days, st.integers(0, 24))
    def test_a_lesweek_is_five_lesdagen(self, day, count):
        assert BY_RULE.add_lesweken(day, count) == BY_RULE.add_lesdagen(day, 5 * count)

    @given(near_days, near_days, near_days)
    def test_lesdagen_between_adds_up_and_changes_sign(self, one, two, three):
        between = BY_RULE.lesdagen_between
        assert between(one, two) == -between(two, one)
        assert between(one, two) + between(two, three) == between(one, three)

    @given(days)
    def test_next_and_previous_lesdag_are_nearest(self, day):
        after, before = BY_RULE.next_lesdag(day), BY_RULE.previous_lesdag(day)
        assert before <= day <= after
        assert BY_RULE.is_lesdag(before)
        assert BY_RULE.is_lesdag(after)
        assert BY_RULE.lesdagen_between(before, after) == (0 if before == after else 1)

    @given(st.integers(1990, 2100))
    def test_a_school_year_has_between_155_and_185_lesdagen(self, start_year):
        year = year_by_rule(start_year)
        length = (year.last_school_day - year.first_school_day).days + 1
        each = (year.first_school_day + timedelta(days=offset) for offset in range(length))
        assert 155 <= sum(map(year.has_lesdag, each)) <= 185
