"""What the planning adds elsewhere: the page of a stage, its next steps, dashboards."""

from datetime import time
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Membership
from placements.page_sections import next_steps
from requests_app.ending import cancel_request
from schedules.hours import count_lesuren, lesuren_words
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.placements.world import fresh
from tests.requests_app.world import on
from tests.schedules.world import MONDAY, Stage

pytestmark = pytest.mark.django_db
TITLE = "Vul de stageplanning in"


def steps(stage: Stage, who: Membership) -> list[str]:
    """The titles of what somebody has to do next for the stage."""
    found = next_steps([fresh(stage.placement)], actor_for(who))
    return [step.title for step in found.get(stage.placement.pk, [])]


def test_the_page_of_a_stage_says_how_much_is_planned_and_what_comes(
    stage: Stage, coordinator: Membership
):
    url = reverse("placement", args=[stage.placement.public_id])
    assert "Er is nog niets gepland." in logged_in(stage.trainee).get(url).content.decode()
    for lesuur in range(1, 8):
        stage.plan(MONDAY, lesuur, class_name=f"{lesuur}Z")
    page = logged_in(stage.trainee).get(url).content.decode()
    assert "7 lesuren gepland, 20 lesuren afgesproken." in page
    assert "12.05: Actieve stage Wiskunde (4Z)" in page
    assert "(6Z)" not in page  # five, and how many more
    assert "En nog 2 activiteiten." in page
    assert "Bekijk en wijzig de stageplanning" in page
    assert "Bekijk de stageplanning" in logged_in(coordinator).get(url).content.decode()
    with on("2017-10-17"):
        later = logged_in(coordinator).get(url).content.decode()
        assert "7 lesuren gepland" in later
        assert "(1Z)" not in later


def test_a_trainee_is_asked_to_plan_when_the_stage_comes_near(
    stage: Stage, coordinator: Membership
):
    with on("2017-09-24"):
        assert TITLE not in steps(stage, stage.trainee)
    with on("2017-09-25"):
        assert TITLE in steps(stage, stage.trainee)
        assert TITLE not in steps(stage, stage.subject_mentor)
        assert TITLE not in steps(stage, coordinator)
    with on("2017-11-25"):
        assert TITLE not in steps(stage, stage.trainee)


def test_half_of_what_was_agreed_is_enough(stage: Stage):
    for day in ("2017-10-17", "2017-10-18", "2017-10-19"):
        stage.plan(day, 1, last_lesuur=3)
    assert TITLE in steps(stage, stage.trainee)
    stage.plan("2017-10-20", 1)
    assert TITLE not in steps(stage, stage.trainee)


def test_nobody_plans_what_was_cancelled(stage: Stage, coordinator: Membership):
    cancel_request(
        request_pk=stage.placement.request.pk, reason="Ziek", actor=actor_for(coordinator)
    )
    assert TITLE not in steps(stage, stage.trainee)
    assert "Vul uw stageplanning in" not in dashboard(stage.trainee)


def dashboard(who: Membership) -> str:
    """What "Waar staan we nu?" says."""
    return logged_in(who).get(reverse("dashboard")).content.decode()


def test_the_dashboard_of_a_trainee_asks_until_something_is_planned(stage: Stage):
    with on("2017-09-24"):
        assert "Vul uw stageplanning in" not in dashboard(stage.trainee)
    assert "Vul uw stageplanning in" in dashboard(stage.trainee)
    assert stage.url in dashboard(stage.trainee)
    stage.plan(MONDAY)
    assert "Vul uw stageplanning in" not in dashboard(stage.trainee)


def test_the_dashboard_of_a_vakmentor_counts_the_week_that_comes(stage: Stage):
    stage.plan(MONDAY, 1, mentor=stage.subject_mentor)
    stage.plan(MONDAY, 2, mentor=stage.mentor)
    stage.plan("2017-10-17", 1, mentor=stage.subject_mentor)
    words = "De komende zeven dagen begeleidt u 1 geplande activiteit."
    assert words in dashboard(stage.subject_mentor)  # from 10 to 16 October
    with on("2017-10-09"):
        assert "De komende zeven dagen" not in dashboard(stage.subject_mentor)


@pytest.mark.parametrize(
    ("start", "end", "lesuren", "counted"),
    [
        (time(8, 30), time(9, 20), (1, 1), "1"),
        (time(8, 30), time(12, 5), (1, 4), "4"),  # by number, breaks and all
        (time(8, 30), time(9, 20), (None, None), "1"),
        (time(12, 10), time(12, 50), (None, None), "0.75"),
        (time(9), time(12), (None, None), "3.5"),  # 3.6
        (time(9), time(9, 5), (None, None), "0"),
        (time(9), time(9, 10), (None, None), "0.25"),
    ],
)
def test_how_lesuren_count(
    start: time, end: time, lesuren: tuple[int | None, int | None], counted: str
):
    assert count_lesuren(start, end, *lesuren) == Decimal(counted)


def test_lesuren_in_words():
    words = [lesuren_words(Decimal(n)) for n in ("0", "1", "1.25", "20")]
    assert words == ["0 lesuren", "1 lesuur", "1,25 lesuren", "20 lesuren"]
