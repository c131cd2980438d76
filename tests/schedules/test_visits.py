"""Visits of the stagebegeleider, and the week in which they are marked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from placements.guides import assign_supervisor
from schedules.models import PlannedActivity, Visit
from schedules.planning import remove_planned
from schedules.visits import mark_visit, remove_visit
from tests.browsing import logged_in
from tests.factories import MembershipFactory, actor_for
from tests.queries import Limit, check_growing_page
from tests.requests_app.world import on
from tests.schedules.planned_world import Stage, new_stage

WEEK = "/planning/week/"


@pytest.fixture
def stage(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: object
) -> Stage:
    with on("2017-10-02"):
        return new_stage(coordinator, colleague, mentor, year_2017)


@pytest.fixture
def lesson(stage: Stage) -> PlannedActivity:
    with on("2017-10-02"):
        return stage.plan(stage.french, 17, 9)


def visit(stage: Stage, lesson: PlannedActivity, note: str = "") -> Visit:
    return mark_visit(planned_pk=lesson.pk, note=note, actor=actor_for(stage.supervisor))


def text_of(who: Membership, url: str) -> str:
    return logged_in(who).get(url).content.decode()


def test_only_the_stagebegeleider_of_the_stage_marks_a_visit(
    stage: Stage, lesson: PlannedActivity, coordinator_elsewhere: Membership
):
    other = MembershipFactory(role=Role.SUPERVISOR, institution=stage.coordinator.institution)
    strangers = (other, stage.coordinator, stage.vik, stage.trainee, coordinator_elsewhere)
    with on("2017-10-03"):
        for who in strangers:
            with pytest.raises(PermissionDenied):
                mark_visit(planned_pk=lesson.pk, note="", actor=actor_for(who))
        assert not Visit.objects.exists()

        mark_visit(
            planned_pk=lesson.pk, note="Ik zit achteraan.", actor=actor_for(stage.supervisor)
        )
        for who in strangers:
            with pytest.raises(PermissionDenied):
                remove_visit(planned_pk=lesson.pk, actor=actor_for(who))
        assert Visit.objects.get().member == stage.supervisor


def test_who_follows_up_takes_the_visits_over(stage: Stage, lesson: PlannedActivity):
    other = MembershipFactory(role=Role.SUPERVISOR, institution=stage.coordinator.institution)
    with on("2017-10-03"):
        visit(stage, lesson)
        assign_supervisor(
            placement_pk=stage.placement.pk, member=other, actor=actor_for(stage.coordinator)
        )
        with pytest.raises(PermissionDenied):
            remove_visit(planned_pk=lesson.pk, actor=actor_for(stage.supervisor))

        mark_visit(planned_pk=lesson.pk, note="", actor=actor_for(other))

    assert Visit.objects.get().member == other


def test_the_page_marks_moves_and_takes_back(stage: Stage, lesson: PlannedActivity):
    url = reverse("planned_visit", args=[lesson.public_id])
    with on("2017-10-03"):
        client = logged_in(stage.supervisor)
        assert "Bezoek aanduiden" in client.get(url).content.decode()
        for _double_click in range(2):
            answer = client.post(url, {"note": "Ik zit achteraan."})
        assert answer.headers["Location"] == f"{WEEK}?week=2017-10-16"
        marked = Visit.objects.get().marked_at
        too_long = client.post(url, {"note": "x" * 301})
        assert "x" * 301 in too_long.content.decode()
        assert Visit.objects.get().note == "Ik zit achteraan."
    with on("2017-10-04"):
        PlannedActivity.objects.update(room="7", changed_at=marked.replace(day=4))
        board = text_of(stage.supervisor, reverse("dashboard"))
        assert "Een activiteit die u bezoekt, is gewijzigd" in board
        client = logged_in(stage.supervisor)
        assert "gewijzigd nadat u uw bezoek aanduidde" in client.get(url).content.decode()
        assert "Gewijzigd na uw aanduiding" in text_of(stage.supervisor, f"{WEEK}?week=2017-10-17")
        client.post(url, {"note": "Ik zit achteraan."})
        assert "die u bezoekt" not in text_of(stage.supervisor, reverse("dashboard"))

        remove_planned(planned_pk=lesson.pk, actor=actor_for(stage.trainee))
        assert "Gaat niet door" in text_of(stage.supervisor, f"{WEEK}?week=2017-10-17")
        with pytest.raises(DomainError, match="gaat niet door"):
            visit(stage, lesson)
        client.post(url, {"schrappen": "1"})
        assert not Visit.objects.exists()
        assert "Gaat niet door" not in text_of(stage.supervisor, f"{WEEK}?week=2017-10-17")


def test_trainee_and_mentors_see_the_visit(stage: Stage, lesson: PlannedActivity):
    printed = reverse("schedule_print", args=[stage.placement.public_id])
    with on("2017-10-03"):
        mark_visit(
            planned_pk=lesson.pk, note="Ik zit achteraan.", actor=actor_for(stage.supervisor)
        )
        words = f"Bezoek van {stage.supervisor.user}: Ik zit achteraan."
        for who in (stage.trainee, stage.vik, stage.mentor, stage.coordinator):
            assert words in text_of(who, printed), who


def test_the_week_shows_the_supervised_trainees_and_nobody_else(
    stage: Stage, lesson: PlannedActivity, mentor: Membership, year_2017: object
):
    other = MembershipFactory(role=Role.SUPERVISOR, institution=stage.coordinator.institution)
    with on("2017-10-02"):
        strange = new_stage(stage.coordinator, other, mentor, year_2017)
        strange.plan(strange.french, 17, 9, class_name="VREEMD")
    with on("2017-10-17"):
        page = text_of(stage.supervisor, WEEK)
        assert "ma 16 oktober – zo 22 oktober 2017" in page
        assert "Tine Geheimnaam" in page
        assert "School Eigen, Gent" in page
        assert "3A, lokaal 12" in page
        assert "VREEMD" not in page
        board = text_of(stage.supervisor, reverse("dashboard"))
        assert "Deze week: 1 activiteit van uw stagiairs." in board
        next_week = text_of(stage.supervisor, f"{WEEK}?week=2017-10-25")
        assert "In deze week is er niets gepland" in next_week
        assert stage.placement.reference in next_week
        unread = text_of(stage.supervisor, f"{WEEK}?week=gisteren")
        assert "ma 16 oktober – zo 22 oktober 2017" in unread
    with on("2017-10-09"):
        page = text_of(stage.supervisor, WEEK)
        assert "De volgende activiteit is op di 17 oktober 2017." in page


def test_the_week_asks_the_same_for_any_number_of_activities(stage: Stage):
    with on("2017-10-17"):
        check_growing_page(
            "supervisor_week",
            logged_in(stage.supervisor),
            WEEK,
            grow=stage.grow,
            limit=Limit.LIST,
        )
