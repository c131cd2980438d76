"""Plannings in calendar feeds: who gets what, what stays the same when it moves, and no names."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from accounts.models import Membership
from calendar_cfg.clock import BRUSSELS
from feeds.models import Feed
from feeds.selectors import file_of
from placements.guides import assign_mentors
from placements.models import Placement
from requests_app.ending import cancel_request
from schedules.entries import entry_of
from schedules.models import PlannedActivity
from schedules.planning import change_planned, remove_planned
from schedules.visits import mark_visit, remove_visit
from tests.factories import actor_for
from tests.queries import queries_of
from tests.requests_app.world import on
from tests.schedules.planned_world import Stage, new_stage


@pytest.fixture
def stage(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: object
) -> Stage:
    """French, maths and a klasoverstijgende activiteit, with what people type about a trainee."""
    with on("2017-10-02"):
        stage = new_stage(coordinator, colleague, mentor, year_2017)
        stage.plan(stage.french, 17, 9, note="Tine Geheimnaam geeft les")
        stage.plan(stage.maths, 18, 10, mentor=mentor)
        stage.plan(stage.cross, 19, 13, functional_wholes=[6], class_name="")
        return stage


def file_for(who: Membership, placement: Placement | None = None) -> bytes:
    """The feed of somebody, of everything or of one stage."""
    feed, _made = Feed.objects.get_or_create(user=who.user, placement=placement)
    return file_of(feed)


def unfolded(who: Membership, placement: Placement | None = None) -> bytes:
    """The file with its long lines in one piece."""
    return file_for(who, placement).replace(b"\r\n ", b"")


def events(who: Membership, placement: Placement | None = None) -> list[Any]:
    """What stands in it at an hour: not the days of the calendar."""
    found = Calendar.from_ical(file_for(who, placement)).walk("VEVENT")
    return [row for row in found if isinstance(row["DTSTART"].dt, datetime)]


def event(who: Membership, row: PlannedActivity) -> Any:
    (found,) = (one for one in events(who) if one["uid"].startswith(str(row.public_id)))
    return found


def days(who: Membership, placement: Placement | None = None) -> list[int]:
    return [one.start.day for one in events(who, placement)]


def test_everybody_gets_what_is_theirs(stage: Stage, mentor_elsewhere: Membership):
    french, _maths, _cross = PlannedActivity.objects.order_by("day")
    with on("2017-10-03"):
        mark_visit(planned_pk=french.pk, note="", actor=actor_for(stage.supervisor))

        assert days(stage.trainee) == [17, 18, 19]
        assert days(stage.vik) == [17]
        assert days(stage.wim) == []  # another mentor is named with the activity
        assert days(stage.mentor) == [18]
        assert days(stage.supervisor) == [17]
        assert days(stage.coordinator) == []
        for who in (stage.trainee, stage.vik, stage.mentor, stage.supervisor, stage.coordinator):
            assert days(who, stage.placement) == [17, 18, 19], who
        assert days(mentor_elsewhere) == []
        assert days(mentor_elsewhere, stage.placement) == []

        remove_visit(planned_pk=french.pk, actor=actor_for(stage.supervisor))
        assert days(stage.supervisor) == []


def test_who_guides_the_klasoverstijgende_activiteiten_gets_them(stage: Stage):
    with on("2017-10-03"):
        assign_mentors(
            placement_pk=stage.placement.pk,
            subject=None,
            members=[stage.wim],
            actor=actor_for(stage.mentor),
        )
        assert days(stage.wim) == [19]
        assert days(stage.vik) == [17]


def test_an_event_says_what_when_and_where(stage: Stage):
    french, _maths, cross = PlannedActivity.objects.order_by("day")
    with on("2017-10-03"):
        mark_visit(planned_pk=french.pk, note="Tot dan, Tine", actor=actor_for(stage.supervisor))
        own, seen, visit = (
            event(who, french) for who in (stage.trainee, stage.vik, stage.supervisor)
        )
        meeting = event(stage.trainee, cross)

    reference, place = stage.placement.reference, "School Eigen, Teststraat 1, 9000 Gent, lokaal 12"
    assert own.start == datetime(2017, 10, 17, 9, tzinfo=BRUSSELS)
    assert own.end == datetime(2017, 10, 17, 9, 50, tzinfo=BRUSSELS)
    assert (own["summary"], own["location"]) == ("Actieve stage Frans, 3A", place)
    assert "Tine Geheimnaam geeft les" in own["description"]
    assert "Tot dan, Tine" in own["description"]
    assert seen["summary"] == f"Stage {reference}: Actieve stage Frans, 3A"
    assert visit["summary"] == f"Bezoek: stage {reference}, Actieve stage Frans, 3A"
    assert f"Bezoek van {stage.supervisor.user}" in seen["description"]
    assert meeting["summary"] == "Klasoverstijgende activiteit"
    assert "6 De leraar als partner van de ouders" in meeting["description"]


def test_no_name_of_a_trainee_stands_in_the_feed_of_somebody_else(stage: Stage):
    french = PlannedActivity.objects.order_by("day")[0]
    with on("2017-10-03"):
        mark_visit(planned_pk=french.pk, note="Tot dan, Tine", actor=actor_for(stage.supervisor))
        assert b"Geheimnaam" in unfolded(stage.trainee)
        for who in (stage.vik, stage.wim, stage.mentor, stage.supervisor, stage.coordinator):
            for placement in (None, stage.placement):
                content = unfolded(who, placement)
                assert b"Geheimnaam" not in content, who
                assert b"Tine" not in content, who


def test_over_three_moves_it_stays_one_event_with_a_growing_sequence(stage: Stage):
    row = PlannedActivity.objects.order_by("day")[0]
    seen = []
    with on("2017-10-03"):
        first = event(stage.trainee, row)
        for day, lesuren in ((20, (1, 1)), (23, (1, 2)), (24, (3, 4))):
            moved = replace(
                entry_of(row),
                day=date(2017, 10, day),
                start=None,
                end=None,
                first_lesuur=lesuren[0],
                last_lesuur=lesuren[1],
            )
            row = change_planned(planned_pk=row.pk, entry=moved, actor=actor_for(stage.trainee))
            seen.append(event(stage.trainee, row))
        assert {one["uid"] for one in seen} == {first["uid"]}
        assert [one["sequence"] for one in (first, *seen)] == [0, 1, 2, 3]
        assert [one.start.day for one in seen] == [20, 23, 24]
        assert len(events(stage.trainee)) == 3

        remove_planned(planned_pk=row.pk, actor=actor_for(stage.trainee))
        gone = event(stage.trainee, row)
        assert (gone["uid"], gone["sequence"], gone["status"]) == (first["uid"], 4, "CANCELLED")
        assert event(stage.vik, row)["status"] == "CANCELLED"


def test_a_cancelled_stage_calls_off_all_that_was_planned(stage: Stage):
    with on("2017-10-03"):
        before = {one["uid"]: one["sequence"] for one in events(stage.trainee)}
    with on("2017-10-04"):
        cancel_request(
            request_pk=stage.placement.request.pk,
            reason="Verhuisd.",
            actor=actor_for(stage.coordinator),
        )
        after = events(stage.trainee)

    assert {one["uid"]: one["sequence"] - 1 for one in after} == before
    assert {one["status"] for one in after} == {"CANCELLED"}
    assert {one["dtstamp"].dt.day for one in after} == {4}


def test_the_file_asks_the_same_for_any_number_of_activities(stage: Stage):
    with on("2017-10-03"):
        PlannedActivity.objects.all().delete()
        counts = set()
        for size in (1, 10, 100):
            stage.grow(size)
            file_for(stage.trainee)
            counts.add(len(queries_of(lambda: file_for(stage.trainee))))
            assert len(events(stage.trainee)) == size

    assert len(counts) == 1
