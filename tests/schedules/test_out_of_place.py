"""What was planned and cannot be as it is any more is said where the planning is read."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import Holiday
from feeds.making import make_feed
from feeds.selectors import file_of
from institutions.enums import Role
from placements.guides import assign_mentors
from placements.page_sections import next_steps
from requests_app.agreed import change_period
from requests_app.ending import cancel_request
from tests.browsing import logged_in
from tests.factories import MentorFactory, actor_for
from tests.placements.world import fresh
from tests.schedules.world import MONDAY, Stage

pytestmark = pytest.mark.django_db
OUTSIDE = "1 geplande activiteit valt buiten de stageperiode"
TO_MOVE = "Verplaats wat buiten de stageperiode gepland is"


def pages(stage: Stage, who: Membership) -> tuple[str, str]:
    """The page of the stage, and that of its planning in its first week, as somebody reads them."""
    client = logged_in(who)
    stage_page = client.get(reverse("placement", args=[stage.placement.public_id]))
    return stage_page.content.decode(), client.get(stage.url).content.decode()


def test_what_lies_outside_a_period_that_moved_is_said_until_it_is_moved(
    stage: Stage, coordinator: Membership
):
    late = stage.plan("2017-11-20")
    stage.plan("2017-10-17")
    for who in (stage.trainee, stage.mentor, coordinator):
        assert not [page for page in pages(stage, who) if "buiten de stageperiode" in page]
    change_period(
        request_pk=stage.placement.request.pk,
        start=MONDAY,
        end=date(2017, 11, 10),
        reason="Korter",
        actor=actor_for(coordinator),
    )
    words = "De dag ma 20 november 2017 valt buiten de stageperiode"
    for who in (stage.trainee, stage.mentor, coordinator):
        of_stage, planning = pages(stage, who)
        assert OUTSIDE in of_stage, who
        assert words in planning, who
    steps = next_steps([fresh(stage.placement)], stage.actor)[stage.placement.pk]
    assert [step.title for step in steps if step.url == stage.url] == [TO_MOVE]

    page = logged_in(stage.trainee).post(
        reverse("planned_remove", args=[late.public_id]), follow=True
    )
    assert words not in page.content.decode()


def test_a_holiday_that_came_later_is_said_to_who_plans_and_to_who_approves(stage: Stage):
    stage.plan("2017-10-17")
    approving = reverse("schedule_approve", args=[stage.placement.public_id])
    words = "Op di 17 oktober 2017 is er geen school: Staking."
    client = logged_in(stage.subject_mentor)
    assert words not in pages(stage, stage.trainee)[1]
    assert words not in client.get(approving).content.decode()
    day = date(2017, 10, 17)
    Holiday.objects.create(
        year=stage.placement.year, kind="vrij", name="Staking", first_day=day, last_day=day
    )
    assert words in pages(stage, stage.trainee)[1]
    assert words in client.get(approving).content.decode()


def test_a_vakmentor_who_stopped_is_said_and_the_new_one_has_it_in_the_agenda(stage: Stage):
    stage.plan("2017-11-06", mentor=stage.subject_mentor)
    stage.plan("2017-11-07", mentor=stage.mentor)
    nora = MentorFactory(
        role=Role.SUBJECT_MENTOR, school=stage.mentor.school, handles_requests=False
    )
    assign_mentors(
        placement_pk=stage.placement.pk,
        subject=stage.line.subject,
        members=[nora],
        actor=actor_for(stage.mentor),
    )
    words = f"{stage.subject_mentor.user} begeleidt deze stage niet meer"
    for who in (nora, stage.trainee):
        assert all(words in page for page in pages(stage, who)), who
    assert str(stage.mentor.user) + " begeleidt" not in pages(stage, nora)[1]
    agenda = file_of(make_feed(user=nora.user, placement=None, actor=actor_for(nora))).decode()
    assert agenda.count("DTSTART;TZID=Europe/Brussels:") == 1
    assert "DTSTART;TZID=Europe/Brussels:20171106T" in agenda


def test_nothing_is_said_of_what_was_cancelled(stage: Stage, coordinator: Membership):
    stage.plan("2017-11-06", mentor=stage.subject_mentor)
    stage.plan("2017-11-20", mentor=stage.subject_mentor)
    request = stage.placement.request
    type(request).objects.filter(pk=request.pk).update(period_end=date(2017, 11, 10))
    cancel_request(request_pk=request.pk, reason="Ziek", actor=actor_for(coordinator))
    assert not [page for page in pages(stage, stage.trainee) if "buiten de stageperiode" in page]
