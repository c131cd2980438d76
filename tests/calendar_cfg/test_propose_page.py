"""The next year as it is proposed, changed and approved."""

from datetime import date

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from calendar_cfg.enums import PhaseKind
from calendar_cfg.holidays import holidays_for
from calendar_cfg.models import AcademicYear
from calendar_cfg.propose import propose_year
from calendar_cfg.propose_forms import ProposalForm
from calendar_cfg.selectors import plan_of, stored_holidays
from calendar_cfg.year_2017_2018 import PLAN_2017_2018, plan_for
from calendar_cfg.years_admin import approve_plan, save_plan
from tests.browsing import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheer(administrator):
    return logged_in(administrator)


@pytest.fixture
def address(year_2017):
    return reverse("propose_next_year", args=[2017])


@pytest.fixture
def proposed():
    """What the page would send when it is approved as it is shown."""
    form = ProposalForm(propose_year(PLAN_2017_2018))
    return {name: field.initial.isoformat() for name, field in form.fields.items()}


def test_each_date_is_shown_with_its_weekday_and_why_it_moved(beheer, address):
    html = beheer.get(address).content.decode()
    assert "Voorstel voor 2018-2019" in html
    assert "di 2 mei 2017" in html
    assert "wo 2 mei 2018" in html
    assert "Verschoven naar de volgende lesdag: Dag van de Arbeid." in html
    assert "Anders di 1 mei 2018." in html
    assert "Herfstvakantie: ma 29 oktober – zo 4 november 2018" in html
    assert AcademicYear.objects.count() == 1


def test_approved_it_is_saved_as_proposed_with_its_holidays(beheer, address, proposed):
    answer = beheer.post(address, proposed, follow=True)
    made = AcademicYear.objects.get(start_year=2018)
    assert plan_of(made) == plan_for(2018)
    assert stored_holidays(made) == holidays_for(2018)
    assert "Academiejaar 2018-2019 is bewaard." in answer.content.decode()
    assert LogEntry.objects.get().object_id == str(made.pk)


def test_a_date_can_be_changed_before_it_is_approved(beheer, address, proposed):
    beheer.post(address, proposed | {"answers_opens": "20/06/2018"})
    phase = AcademicYear.objects.get(start_year=2018).phases.get(kind=PhaseKind.ANSWERS)
    assert phase.opens_on == date(2018, 6, 20)


def test_checking_again_saves_nothing_and_warns_about_what_was_typed(beheer, address, proposed):
    data = proposed | {"intro_1": "2018-11-01", "check": "1"}
    html = beheer.post(address, data).content.decode()
    assert "T1: Intromoment (do 1 november 2018) is geen lesdag" in html
    assert 'name="intro_1" value="2018-11-01"' in html
    assert AcademicYear.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"trimester_2_first": "2018-12-01"}, "overlappen"),
        ({"answers_opens": "2019-08-01"}, "ligt voor de eerste (do 1 augustus 2019)"),
        ({"first_school_day": "2017-09-03"}, "Deze dag moet in 2018 vallen."),
        ({"intro_1": "31/02/2019"}, "geldige datum"),
        ({"intro_1": ""}, "verplicht"),
        ({"intro_1": "9999-12-31"}, "tussen 2000 en 2100"),
        ({"intro_1": "x\x00"}, "datum"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_typed_is_lost(
    beheer, address, proposed, changed, words
):
    answer = beheer.post(address, proposed | changed | {"send_1": "2018-09-17"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert words in html
    assert 'name="send_1" value="2018-09-17"' in html
    assert AcademicYear.objects.count() == 1


def test_a_year_that_exists_is_not_proposed_again(beheer, address, proposed):
    existing = save_plan(plan_for(2018))
    shown = beheer.get(address)
    assert "Academiejaar 2018-2019 bestaat al." in shown.content.decode()
    answer = beheer.post(address, proposed | {"answers_opens": "2018-06-20"})
    assert answer.status_code == 409
    assert plan_of(existing) == plan_for(2018)


def test_a_double_click_makes_one_year(beheer, address, proposed):
    assert beheer.post(address, proposed).status_code == 302
    assert beheer.post(address, proposed).status_code == 409
    assert AcademicYear.objects.count() == 2


def test_two_administrators_at_once_make_one_year(year_2017):
    from calendar_cfg.exceptions import YearExists

    approve_plan(plan_for(2018))
    with pytest.raises(YearExists, match="bestaat al"):
        approve_plan(plan_for(2018))


def test_a_year_that_is_not_there_has_no_next(beheer, year_2017):
    assert beheer.get(reverse("propose_next_year", args=[2040])).status_code == 404


@time_machine.travel("2026-11-23 12:00+01:00")
def test_years_can_be_proposed_one_from_the_other(beheer, year_2017):
    for start_year in range(2017, 2022):
        address = reverse("propose_next_year", args=[start_year])
        form = beheer.get(address).context["form"]
        data = {name: field.initial.isoformat() for name, field in form.fields.items()}
        assert beheer.post(address, data).status_code == 302
    assert AcademicYear.objects.count() == 6
