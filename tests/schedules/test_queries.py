"""How many queries the planning asks: the same for 1, 10 and 100 activities."""

from datetime import date, time, timedelta

import pytest

from schedules.models import PlannedActivity, Schedule
from tests.browsing import logged_in
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.schedules.test_pages import fields_of, shown
from tests.schedules.world import MONDAY, Stage

pytestmark = pytest.mark.django_db


def grow(stage: Stage, count: int) -> None:
    """Bring the number of planned activities to so many, from Monday on, twenty a day."""
    schedule, _made = Schedule.objects.get_or_create(placement=stage.placement)
    have = PlannedActivity.objects.count()
    PlannedActivity.objects.bulk_create(
        PlannedActivity(
            schedule=schedule,
            line=stage.line,
            day=MONDAY + timedelta(days=number // 20),
            start=time(8 + number % 20 // 2, number % 2 * 30),
            end=time(8 + number % 20 // 2, number % 2 * 30 + 25),
            class_name="3A",
            mentor=stage.subject_mentor,
        )
        for number in range(have, count)
    )


def test_the_grid_asks_the_same_whatever_is_planned(stage: Stage):
    for name, who in (("trainee", stage.trainee), ("vakmentor", stage.subject_mentor)):
        check_growing_page(
            f"schedule, {name}",
            logged_in(who),
            stage.url,
            grow=lambda count: grow(stage, count),
            limit=Limit.DETAIL,
        )
        PlannedActivity.objects.all().delete()


def test_the_forms(stage: Stage):
    client, row = logged_in(stage.trainee), stage.plan("2017-10-27")
    for name, url in (
        ("planned_new", f"{stage.url}nieuw/?dag=2017-10-17"),
        ("planned", f"/planning/{row.public_id}/"),
        ("planned_repeat", f"/planning/{row.public_id}/herhalen/"),
        ("week_copy", f"{stage.url}week-kopieren/"),
    ):
        check_page(name, client, url, limit=Limit.DETAIL)
    check_page("lesson_hours", logged_in(stage.mentor), "/onze-school/lesuren/", limit=Limit.DETAIL)


def test_planning_asks_the_same_whatever_is_planned(stage: Stage):
    client, counts = logged_in(stage.trainee), []
    day = date(2017, 11, 20)
    for count in (1, 10, 100):
        grow(stage, count)
        url = f"{stage.url}nieuw/?dag={day}"
        typed = {**fields_of(shown(client, url)), "first_lesuur": "3", "class_name": "3A"}
        typed["mentor"] = str(stage.subject_mentor.public_id)
        type(stage.line).objects.update(hours=None)
        asked = queries_of(lambda url=url, typed=typed: client.post(url, typed))
        counts.append(check("POST planned_new", asked, Limit.POST))
        day += timedelta(days=1)
    assert PlannedActivity.objects.filter(form_key__isnull=False).count() == 3


def test_repeating_asks_the_same_for_any_number_of_weeks(stage: Stage):
    client, row = logged_in(stage.trainee), stage.plan(MONDAY)
    url = f"/planning/{row.public_id}/herhalen/"
    for times in ("1", "4"):
        typed = {**fields_of(shown(client, url)), "times": times}
        asked = queries_of(lambda typed=typed: client.post(url, typed))
        check("POST planned_repeat", asked, Limit.POST)
    assert PlannedActivity.objects.count() == 4
