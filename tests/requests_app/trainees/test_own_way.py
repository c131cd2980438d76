"""What a trainee reads of a request that no school accepted: while it looks, and afterwards."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from requests_app.answering import mark_answer_seen
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.notices.world import with_login
from tests.requests_app.world import NO, answer, filed, on, proposal_of


@pytest.fixture
def refused(year_2017: AcademicYear, coordinator: Membership, mentor: Membership) -> Membership:
    """The trainee of a request that a school refused, whose institution read that."""
    with on("2017-09-11"):
        request = filed(coordinator, mentor, year_2017)
        trainee = with_login(request)
        answer(proposal_of(request), mentor, NO)
        mark_answer_seen(proposal=proposal_of(request), actor=actor_for(coordinator))
    return trainee


@pytest.mark.parametrize(
    ("day", "said", "unsaid"),
    [
        ("2018-07-03", "zoekt een andere school", "Geen stage"),
        ("2018-07-04", "Het aanvragen voor dit academiejaar is afgesloten", "zoekt een andere"),
    ],
)
def test_nobody_looks_for_a_school_once_asking_is_closed(
    refused: Membership, day: str, said: str, unsaid: str
):
    with on(day):
        client = logged_in(refused)
        client.post(reverse("choose_year"), {"jaar": "2017-2018", "next": ""})
        page = client.get(reverse("my_requests")).content.decode()
    assert said in page
    assert unsaid not in page
