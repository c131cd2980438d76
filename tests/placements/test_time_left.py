"""What is next for a stage stands with the lesdagen that are left, on its page and in lists."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from tests.browsing import logged_in
from tests.factories import MembershipFactory, TraineeFactory
from tests.placements.world import new_placement
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
LEFT = "nog 5 lesdagen (tot vr 10 november 2017)"
PAUSE = "telt niet in de herfstvakantie"


def test_on_the_pages_of_a_stage(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    student = MembershipFactory(institution=coordinator.institution, role=Role.TRAINEE)
    trainee = TraineeFactory(institution=coordinator.institution, user=student.user)
    with on("2017-10-27"):
        stage = new_placement(
            coordinator,
            mentor,
            year_2017,
            trainee=trainee,
            period_start=date(2017, 11, 10),
            period_end=date(2017, 11, 24),
        )
        page = reverse("placement", args=[stage.public_id])
        for who, url in (
            (mentor, page),
            (student, page),
            (student, reverse("placements")),
        ):
            text = logged_in(who).get(url).content.decode()
            assert LEFT in text, (who, url)
            assert PAUSE in text, (who, url)
