"""A new version of the Stagecode is told on its day to who has to accept it, a person once."""

from datetime import date

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from notices.hearing.stagecode import to_accept
from placement_code.accepting import accept_code
from tests.factories import MembershipFactory, MentorFactory, actor_for
from tests.notices.stage_world import mailed, told
from tests.placement_code.world import first, second
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


def test_everybody_is_asked_on_the_day_it_begins(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    first()
    code = second(date(2018, 1, 8))
    MembershipFactory(user=mentor.user, role=Role.SUPERVISOR, institution=coordinator.institution)
    MentorFactory(school=mentor.school, is_active=False)
    with on("2018-01-05"):
        to_accept(date(2018, 1, 5))
        assert told("code_to_accept") == []
    with on("2018-01-08", hour=6):
        to_accept(date(2018, 1, 8))
        people = sorted([coordinator.user.email, mentor.user.email])
        assert [to for to, _kind in told("code_to_accept")] == people
        accept_code(code, actor=actor_for(coordinator))
    mails = mailed("2018-01-08")
    assert set(mails) == {mentor.user.email}
    assert "Versie 2 van de Stagecode geldt." in mails[mentor.user.email]
    with on("2018-01-10"):
        to_accept(date(2018, 1, 10))
        assert told("code_to_accept") == []
    with on("2018-02-12"):
        to_accept(date(2018, 2, 12))
        assert told("code_to_accept") == []
