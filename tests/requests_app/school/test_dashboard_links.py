"""Every count of a dashboard is a link to a list with as many rows."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from requests_app.dashboard_institution import coordinator_dashboard
from requests_app.dashboard_school import mentor_dashboard
from requests_app.dashboards import Asking
from requests_app.drafting import offer_for_check
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.requests_app.school.conftest import Put
from tests.requests_app.world import NO, YES, answer, draft, on

pytestmark = pytest.mark.django_db


def listed(who: Membership, url: str) -> int:
    """How many rows the list behind a link says it has."""
    text = strip_tags(logged_in(who).get(url).content.decode())
    found = re.search(r"(\d+) (?:stageaanvra|aanvra|ontwerp|antwoord)", text)
    return int(found[1]) if found else 0


def test_the_counts_of_a_mentor_are_those_of_the_lists(
    put: Put, mentor: Membership, year_2017: AcademicYear
) -> None:
    put()
    put()
    with on("2017-10-02"):
        put()
        asking = Asking(actor_for(mentor), year_2017, clock.today())
        tasks = [task for task in mentor_dashboard(asking).tasks if task.count]
        assert {task.count for task in tasks} == {1, 2}
        late = next(task for task in tasks if task.tone == "late")
        assert listed(mentor, late.url) == late.count
        assert listed(mentor, reverse("inbox")) == 3


def test_the_counts_of_a_coordinator_are_those_of_the_lists(
    put: Put, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    put()
    answer(put(), mentor, NO)
    answer(put(lines=2), mentor, YES, NO)
    draft(coordinator, mentor, year_2017)
    for _number in range(2):
        checking = draft(coordinator, mentor, year_2017)
        offer_for_check(request_pk=checking.pk, actor=actor_for(coordinator))
    board = coordinator_dashboard(Asking(actor_for(coordinator), year_2017, clock.today()))
    assert [(task.title, task.count) for task in board.tasks] == [
        ("Bekijk 2 antwoorden", 2),
        ("Kies een school voor 2 aanvragen", 2),
        ("Controleer 2 aanvragen", 2),
        ("Werk 1 ontwerp af", 1),
    ]
    for task in board.tasks:
        assert listed(coordinator, task.url) == task.count, task.title
