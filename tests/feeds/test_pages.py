"""Feeds of stages: made by whoever sees the stage, listed for their owner alone."""

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from feeds.addresses import address_of
from feeds.making import make_feed
from feeds.models import Feed
from placements.models import Placement
from tests.browsing import logged_in
from tests.factories import TraineeFactory, actor_for
from tests.placements.world import new_placement
from tests.queries import Limit, check_growing_page
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(coordinator: Membership, mentor: Membership, year_2017: AcademicYear) -> Placement:
    """A stage of somebody whose name stands nowhere else."""
    with on("2017-09-12"):
        trainee = TraineeFactory(institution=coordinator.institution, last_name="Kanarie")
        return new_placement(coordinator, mentor, year_2017, trainee=trainee)


def test_whoever_sees_a_stage_makes_a_feed_of_it_and_nobody_else(
    placement: Placement,
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    coordinator_elsewhere: Membership,
):
    named = {"placement": str(placement.public_id)}
    with on("2017-09-12"):
        for member, status in (
            (coordinator, 302),
            (mentor, 302),
            (subject_mentor, 404),  # guides another one
            (coordinator_elsewhere, 404),
        ):
            assert logged_in(member).post("/agenda/maken/", named).status_code == status
        assert logged_in(coordinator).post("/agenda/maken/", {"placement": "x"}).status_code == 404
        page = logged_in(mentor).get("/agenda/").content.decode()
    assert set(Feed.objects.values_list("user", "placement")) == {
        (coordinator.user.pk, placement.pk),
        (mentor.user.pk, placement.pk),
    }
    mine, theirs = Feed.objects.get(user=mentor.user), Feed.objects.get(user=coordinator.user)
    assert address_of(mine) in page
    assert address_of(theirs) not in page
    assert "Kanarie" not in Client().get(address_of(mine)).content.decode()
    calendar = Calendar.from_ical(Client().get(address_of(mine)).content)
    assert placement.reference in str(calendar["X-WR-CALNAME"])


def test_the_page_of_a_stage_offers_its_feed_and_then_shows_the_address(
    placement: Placement, mentor: Membership
):
    url = f"/stages/{placement.public_id}/"
    with on("2017-09-12"):
        browser = logged_in(mentor)
        assert "Adres voor deze stage maken" in browser.get(url).content.decode()
        feed = make_feed(user=mentor.user, placement=placement, actor=actor_for(mentor))
        page = browser.get(url).content.decode()
    assert address_of(feed) in page
    assert "Adres voor deze stage maken" not in page


def test_the_feeds_of_somebody_else_cannot_be_revoked(
    coordinator: Membership, colleague: Membership, year_2017: AcademicYear
):
    feed = make_feed(user=coordinator.user, placement=None, actor=actor_for(coordinator))
    for method in ("get", "post"):
        ask = getattr(logged_in(colleague), method)
        assert ask(f"/agenda/{feed.public_id}/intrekken/").status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_the_page_of_feeds_asks_the_same_for_1_10_and_100(
    placement: Placement, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    stages = [placement]

    def grow(size: int) -> None:
        with on("2017-09-12"):
            while len(stages) < min(size, 12):
                stages.append(new_placement(coordinator, mentor, year_2017))
            known = Feed.objects.filter(user=mentor.user).count()
            for stage in stages[known : min(size, 11)]:
                make_feed(user=mentor.user, placement=stage, actor=actor_for(mentor))

    with on("2017-09-12"):
        check_growing_page("feeds", logged_in(mentor), "/agenda/", grow=grow, limit=Limit.LIST)
