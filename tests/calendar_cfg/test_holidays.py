"""The Flemish rule against the published calendars and against another implementation."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import holidays as holidays_package
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from calendar_cfg import holidays as rule
from calendar_cfg.enums import HolidayKind
from calendar_cfg.holidays import HolidayRange, free_days, holidays_for

SHARED = settings.BASE_DIR.parent / "shared" / "data"
RULES = {
    "autumn": rule.herfst,
    "christmas": rule.kerst,
    "carnival": rule.krokus,
    "easter": rule.paas,
    "summer": rule.zomer,
}
# Published, but not what the rule gives; both are known.
AUTUMN_2020_LENGTHENED_FOR_COVID = ("2020-2021", "autumn")
CHRISTMAS_2021_PUBLISHED_FROM_THE_FRIDAY = ("2021-2022", "christmas")

start_years = st.integers(min_value=1970, max_value=2200)


def rows_of(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"no shared data: {path.name} is not beside the project")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def start_of(row: dict[str, str]) -> int:
    return int(row["school_year"][:4])


def test_the_rule_gives_58_of_60_published_holidays_and_the_two_others_are_known():
    rows = rows_of(SHARED / "school_holidays_flanders.csv")
    different = set()
    for row in rows:
        ours = RULES[row["holiday"]](start_of(row))
        published = date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"])
        if (ours.first_day, ours.last_day) != published:
            different.add((row["school_year"], row["holiday"]))
        assert ours.name == row["holiday_nl"]

    assert len(rows) == 60
    assert different == {
        AUTUMN_2020_LENGTHENED_FOR_COVID,
        CHRISTMAS_2021_PUBLISHED_FROM_THE_FRIDAY,
    }


def test_the_rule_gives_every_published_free_day():
    rows = rows_of(SHARED / "school_free_days_flanders.csv")
    published = {(start_of(row), date.fromisoformat(row["date"]), row["day_nl"]) for row in rows}
    ours = {
        (start, free.first_day, free.name)
        for start in {start_of(row) for row in rows}
        for free in free_days(start)
    }

    assert len(rows) == 72
    assert ours == published


def test_2017_2018_is_as_it_was():
    assert [(free.name, free.first_day, free.last_day) for free in holidays_for(2017)] == [
        ("Herfstvakantie", date(2017, 10, 30), date(2017, 11, 5)),
        ("Wapenstilstand", date(2017, 11, 11), date(2017, 11, 11)),
        ("Kerstvakantie", date(2017, 12, 25), date(2018, 1, 7)),
        ("Krokusvakantie", date(2018, 2, 12), date(2018, 2, 18)),
        ("Paasvakantie", date(2018, 4, 2), date(2018, 4, 15)),
        ("Dag van de Arbeid", date(2018, 5, 1), date(2018, 5, 1)),
        ("O.L.H.-Hemelvaart", date(2018, 5, 10), date(2018, 5, 10)),
        ("Dag na Hemelvaart", date(2018, 5, 11), date(2018, 5, 11)),
        ("Pinkstermaandag", date(2018, 5, 21), date(2018, 5, 21)),
        ("Zomervakantie", date(2018, 7, 1), date(2018, 8, 31)),
    ]


@pytest.mark.parametrize(
    ("start_year", "first", "last"),
    [
        (2017, date(2017, 9, 1), date(2018, 6, 29)),  # 30 June is a Saturday
        (2018, date(2018, 9, 3), date(2019, 6, 28)),  # 1 September a Saturday, 30 June a Sunday
        (2019, date(2019, 9, 2), date(2020, 6, 30)),  # 1 September is a Sunday
        (2023, date(2023, 9, 1), date(2024, 6, 28)),
    ],
)
def test_a_school_year_begins_and_ends_on_a_weekday(start_year, first, last):
    assert rule.first_school_day(start_year) == first
    assert rule.last_school_day(start_year) == last


def test_a_free_day_that_coincides_with_another_is_there_once():
    """In 2008 Hemelvaart fell on 1 May."""
    first_of_may = [free for free in holidays_for(2007) if date(2008, 5, 1) in free]

    assert [free.name for free in first_of_may] == ["Dag van de Arbeid"]


def test_easter_monday_after_an_early_april_easter_stands_alone_when_no_holiday_holds_it():
    """On 15 April 2001 the two weeks from the first Monday of April ended with Easter Sunday."""
    assert rule.paas(2000).last_day == date(2001, 4, 15)
    assert date(2001, 4, 16) in {free.first_day for free in holidays_for(2000)}


@given(start_years)
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    sunday = rule.easter(year)
    assert sunday.weekday() == rule.SUNDAY
    assert (3, 22) <= (sunday.month, sunday.day) <= (4, 25)


@given(start_years)
def test_holidays_are_in_order_do_not_overlap_and_lie_in_their_year(start_year):
    ranges = holidays_for(start_year)
    assert all(before.last_day < after.first_day for before, after in pairwise(ranges))
    assert all(free.first_day <= free.last_day for free in ranges)
    assert date(start_year, 9, 1) < ranges[0].first_day
    assert ranges[-1].last_day == date(start_year + 1, 8, 31)


@given(start_years)
def test_vakanties_begin_on_a_monday_and_end_with_a_weekend_or_easter_monday(start_year):
    for free in holidays_for(start_year):
        if free.kind in {HolidayKind.VRIJ, HolidayKind.ZOMER}:
            continue
        assert free.first_day.weekday() == rule.MONDAY
        is_lengthened = free.last_day == rule.easter(start_year + 1) + rule.DAY
        assert free.last_day.weekday() == rule.SUNDAY or is_lengthened


@given(start_years)
def test_every_single_free_day_is_free_also_when_a_holiday_holds_it(start_year):
    ranges = holidays_for(start_year)
    assert all(any(free.first_day in range_ for range_ in ranges) for free in free_days(start_year))


@pytest.mark.parametrize("start_year", range(2010, 2060))
def test_each_day_is_free_exactly_when_the_holidays_package_says_so(start_year):
    published = holidays_package.country_holidays(
        "BE", subdiv="Flemish", years=[start_year, start_year + 1], categories=("school",)
    )
    first, last = date(start_year, 9, 1), date(start_year + 1, 8, 31)
    theirs = {day for day in published if first <= day <= last}
    ours = {day for range_ in holidays_for(start_year) for day in range_.days()}

    assert ours == theirs


def test_a_range_holds_its_own_days_and_nothing_else():
    herfst = rule.herfst(2017)
    assert list(herfst.days()) == [date(2017, 10, 30), date(2017, 10, 31)] + [
        date(2017, 11, day) for day in range(1, 6)
    ]
    assert date(2017, 10, 29) not in herfst
    assert date(2017, 11, 6) not in herfst
    assert "herfst" not in herfst
    assert isinstance(herfst, HolidayRange)
