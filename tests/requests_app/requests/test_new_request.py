"""Where a new request begins: not on a closed year, and with the school it was begun from."""

import pytest

from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years_admin import save_plan
from requests_app.enums import Route
from requests_app.models import PlacementRequest
from tests.factories import SchoolFactory
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.requests.typing import send
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
NEW = "/aanvragen/nieuw/"


@pytest.mark.parametrize(
    ("day", "told"),
    [("2017-05-01", "vanaf di 2 mei 2017"), ("2018-07-04", "tot en met di 3 juli 2018")],
)
def test_a_closed_year_says_so_before_anything_is_typed(desk: Desk, day: str, told: str) -> None:
    save_plan(plan_for(2018))
    with on(day):
        page = desk.client.get(f"{NEW}?jaar=2017-2018").content.decode()
    assert told in page
    assert 'name="stagiair"' not in page


@pytest.mark.usefixtures("june")
def test_begun_from_a_school_it_goes_to_that_school(desk: Desk) -> None:
    school = SchoolFactory(name="School Vooraf")
    address = f"{NEW}?school={school.public_id}"
    assert "School Vooraf" in desk.client.get(address).content.decode()
    send(desk.client, address, stagiair=[str(desk.trainee.public_id)], school=str(school.public_id))
    request = PlacementRequest.objects.get()
    assert request.route == Route.DIRECT
    assert [preference.school for preference in request.preferences.all()] == [school]


@pytest.mark.usefixtures("june")
@pytest.mark.parametrize("school", ["x", "a\x00b", "00000000-0000-4000-8000-000000000000"])
def test_a_school_that_does_not_exist_is_left_out(desk: Desk, school: str) -> None:
    assert desk.client.get(NEW, {"school": school}).status_code == 200
