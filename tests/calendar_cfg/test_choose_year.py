"""Choosing the academic year that pages are about."""

import pytest
import time_machine
from django.urls import reverse

from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years import SESSION_KEY
from calendar_cfg.years_admin import save_plan
from tests.browsing import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def years(year_2017):
    return [year_2017, save_plan(plan_for(2018))]


@time_machine.travel("2018-05-15 12:00+02:00")
@pytest.mark.parametrize("field", ["year", "jaar"])
def test_the_chosen_year_is_kept_until_another_is_chosen(years, coordinator, field):
    browser = logged_in(coordinator)
    address = reverse("calendar")
    assert browser.get(address).context["year"] == years[0]
    answer = browser.post(reverse("choose_year"), {field: "2018-2019", "next": address})
    assert answer.headers["Location"] == address
    assert browser.get(address).context["year"] == years[1]


@pytest.mark.parametrize("name", ["2030-2031", "2017-2019", "", "x" * 10000, "2017-2018\x00"])
def test_a_year_that_does_not_exist_changes_nothing(years, coordinator, name):
    browser = logged_in(coordinator)
    answer = browser.post(reverse("choose_year"), {"year": name, "next": "/kalender/"})
    assert answer.status_code == 302
    assert SESSION_KEY not in browser.session


@pytest.mark.parametrize(
    "address", ["https://elders.example/", "//elders.example", "javascript:alert(1)", "/\x00", ""]
)
def test_it_leads_nowhere_else(years, coordinator, address):
    answer = logged_in(coordinator).post(
        reverse("choose_year"), {"year": "2017-2018", "next": address}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("calendar")


def test_a_get_changes_nothing(years, coordinator):
    assert logged_in(coordinator).get(reverse("choose_year")).status_code == 405
