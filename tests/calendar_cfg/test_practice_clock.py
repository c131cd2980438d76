"""The practice clock: an administrator walks through the year, and the site follows."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from calendar_cfg import clock, practice
from calendar_cfg.enums import Edge, PhaseKind
from calendar_cfg.models import EffectEntry, PracticeClock
from calendar_cfg.phases import is_open
from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years_admin import save_plan
from tests.browsing import logged_in
from tests.calendar_cfg.effect_doubles import Recorder, registered

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("only_our_effects"),
]

REAL = "2026-11-23 12:00+01:00"


@pytest.fixture
def allowed(settings):
    settings.PRACTICE_CLOCK_ALLOWED = True
    with time_machine.travel(REAL):
        yield


@pytest.fixture
def address():
    return reverse("practice_clock")


def test_the_site_believes_in_the_date_and_phases_follow(
    year_2017, administrator, allowed, address
):
    beheer = logged_in(administrator)
    answer = beheer.post(address, {"day": "15/06/2017"}, follow=True)
    assert "Het is hier nu do 15 juni 2017." in answer.content.decode()
    assert clock.today() == date(2017, 6, 15)
    assert is_open(year_2017, PhaseKind.ANSWERS)
    assert EffectEntry.objects.filter(phase__kind=PhaseKind.ANSWERS, state="done").exists()


def test_a_leap_forward_lives_through_each_edge_on_its_own_day(year_2017, admin_actor, allowed):
    recorder = Recorder()
    practice.move_clock(to=date(2017, 5, 1), actor=admin_actor)
    with (
        registered(recorder, PhaseKind.SCHOOL_DATA, Edge.OPEN),
        registered(recorder, PhaseKind.REQUESTS, Edge.OPEN),
        registered(recorder, PhaseKind.ANSWERS, Edge.OPEN),
    ):
        moved = practice.move_clock(to=date(2017, 9, 18), actor=admin_actor)
    assert recorder.days == [date(2017, 5, 2), date(2017, 6, 1), date(2017, 6, 15)]
    assert not any(run.late for _year, run in recorder.calls)
    assert (moved.done, moved.failed) == (7, 0)
    assert clock.today() == date(2017, 9, 18)


def test_going_back_lets_effects_happen_again(year_2017, admin_actor, allowed):
    recorder = Recorder()
    with registered(recorder):
        for day in (date(2017, 6, 14), date(2017, 6, 15), date(2017, 6, 1), date(2017, 6, 15)):
            practice.move_clock(to=day, actor=admin_actor)
    assert recorder.days == [date(2017, 6, 15), date(2017, 6, 15)]


def test_stepping_goes_to_the_next_date_of_any_year(year_2017, administrator, allowed, address):
    save_plan(plan_for(2018))
    beheer = logged_in(administrator)
    beheer.post(address, {"day": "2018-05-01"})
    page = beheer.get(address)
    days = [row.day for row in page.context["days"]]
    assert days[:2] == [date(2018, 5, 2), date(2018, 5, 31)]
    assert page.context["days"][0].texts[0] == (
        "Schoolgegevens en stageaanbod voor 2018-2019 opent"
    )
    assert "Naar wo 2 mei 2018" in page.content.decode()


def test_a_double_click_on_the_step_goes_one_step(year_2017, administrator, allowed, address):
    beheer = logged_in(administrator)
    for _click in range(2):
        beheer.post(address, {"day": "2017-06-01"})
    assert clock.today() == date(2017, 6, 1)


def test_back_to_today_believes_in_the_real_date_again(year_2017, administrator, allowed, address):
    beheer = logged_in(administrator)
    beheer.post(address, {"day": "2017-06-15"})
    beheer.post(address, {"today": "1"})
    assert clock.today() == date(2026, 11, 23)
    assert not PracticeClock.objects.exists()
    assert EffectEntry.objects.filter(edge=Edge.CLOSE, state="done").count() == 4


@pytest.mark.parametrize("typed", ["", "31/02/2017", "1/1/1900", "2200-01-01", "morgen", "\x00"])
def test_an_impossible_date_is_explained_and_kept(
    year_2017, administrator, allowed, address, typed
):
    answer = logged_in(administrator).post(address, {"day": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors["day"]
    assert not PracticeClock.objects.exists()


def test_an_effect_that_fails_is_said(year_2017, administrator, allowed, address):
    def fail() -> None:
        raise RuntimeError

    beheer = logged_in(administrator)
    beheer.post(address, {"day": "2017-06-14"})
    with registered(Recorder(before=fail)):
        answer = beheer.post(address, {"day": "2017-06-15"}, follow=True)
    assert "1 effect is mislukt" in answer.content.decode()


def test_an_empty_calendar_is_explained(administrator, allowed, address):
    page = logged_in(administrator).get(address)
    assert "staat er niets meer in de kalender" in page.content.decode()


def test_it_does_not_exist_where_it_is_not_allowed(administrator, address):
    beheer = logged_in(administrator)
    assert beheer.get(address).status_code == 404
    assert beheer.post(address, {"day": "2017-06-15"}).status_code == 404
    assert address not in beheer.get(reverse("calendar")).content.decode()


def test_only_administrators_set_it(year_2017, coordinator, mentor, allowed, address, client):
    for somebody in (coordinator, mentor):
        assert logged_in(somebody).post(address, {"day": "2017-06-15"}).status_code == 403
    assert client.post(address, {"day": "2017-06-15"}).status_code == 302
    assert not PracticeClock.objects.exists()


def test_moving_the_clock_is_refused_where_it_is_not_allowed(admin_actor):
    with pytest.raises(RuntimeError):
        practice.move_clock(to=date(2017, 6, 15), actor=admin_actor)
