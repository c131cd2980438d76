"""The days on which something happens, over all years."""

from datetime import date

import pytest

from calendar_cfg.coming_days import coming_days, edge_days
from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years_admin import save_plan

pytestmark = pytest.mark.django_db


def test_each_day_of_the_year_comes_once_with_all_that_it_brings(year_2017):
    days = coming_days(date(2017, 5, 1), 100)
    assert [row.day for row in days] == [
        date(2017, 5, 2), date(2017, 6, 1), date(2017, 6, 15), date(2017, 9, 18),
        date(2017, 9, 19), date(2017, 10, 3), date(2017, 10, 10), date(2018, 1, 8),
        date(2018, 1, 16), date(2018, 1, 23), date(2018, 2, 5), date(2018, 2, 19),
        date(2018, 2, 26), date(2018, 7, 3), date(2018, 7, 4),
    ]  # fmt: skip
    assert days[0].texts == (
        "Schoolgegevens en stageaanbod voor 2017-2018 opent",
        "Stageaanvraagsjablonen voor 2017-2018 opent",
    )
    assert days[-2].texts[0] == "laatste dag: Schoolgegevens en stageaanbod voor 2017-2018"
    assert days[-1].texts[0] == "Schoolgegevens en stageaanbod voor 2017-2018 is gesloten"


def test_on_the_last_day_the_close_still_comes(year_2017):
    assert [row.day for row in coming_days(date(2018, 7, 3), 5)] == [date(2018, 7, 4)]
    assert coming_days(date(2018, 7, 4), 5) == []


def test_its_cost_does_not_grow_with_the_years(year_2017, django_assert_num_queries):
    for start_year in range(2018, 2022):
        save_plan(plan_for(start_year))
    with django_assert_num_queries(2):
        assert len(coming_days(date(2017, 5, 1), 8)) == 8


def test_edges_between_two_days_leave_out_the_first_and_keep_the_last(year_2017):
    assert edge_days(date(2017, 5, 2), date(2017, 6, 15)) == [date(2017, 6, 1), date(2017, 6, 15)]
    assert edge_days(date(2017, 6, 15), date(2017, 5, 2)) == []
