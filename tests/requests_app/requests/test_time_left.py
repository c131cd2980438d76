"""Wherever a coordinator or a trainee reads a due date, the lesweek clock stands beside it."""

from datetime import date

import pytest
from django.urls import reverse

from institutions.enums import Role
from institutions.models import SchoolFreeDay
from tests.browsing import logged_in
from tests.factories import MembershipFactory
from tests.requests_app.requests.conftest import Desk
from tests.requests_app.world import filed, on

pytestmark = pytest.mark.django_db


def test_the_school_s_own_clock_is_shown_on_every_page_of_the_request(desk: Desk) -> None:
    trainee = MembershipFactory(institution=desk.coordinator.institution, role=Role.TRAINEE)
    desk.trainee.user = trainee.user
    desk.trainee.save()
    with on("2017-10-25"):
        SchoolFreeDay.objects.create(
            school=desk.mentor.school, date=date(2017, 11, 6), name="Studiedag"
        )
        request = filed(desk.coordinator, desk.mentor, desk.year, trainee=desk.trainee)
        client, pk = desk.client, [request.public_id]
        pages = {
            "page": client.get(reverse("request", args=pk)),
            "filed": client.get(reverse("request_filed", args=pk)),
            "list": client.get(reverse("requests")),
            "trainee": logged_in(trainee).get(reverse("my_requests")),
            "school": logged_in(desk.mentor).get(reverse("inbox")),
        }
        for name, response in pages.items():
            text = response.content.decode()
            assert "nog 10 lesdagen" in text, name
            assert "do 16 november 2017" in text, name
            assert "telt niet in de herfstvakantie en op ma 6 november" in text, name
    with on("2017-11-20"):
        for name in ("request", "requests"):
            page = desk.client.get(reverse(name, args=pk if name == "request" else [])).content
            assert "2 lesdagen te laat (verwacht tegen do 16 november 2017)" in page.decode()
