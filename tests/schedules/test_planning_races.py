"""Real threads on a real PostgreSQL: one trainee is never planned in two places at once."""

from threading import Barrier

import pytest

from accounts.models import Membership
from schedules import planning
from schedules.checks import Code
from schedules.exceptions import CannotPlan
from schedules.models import Schedule
from schedules.planning import Desk
from schedules.repeating import copy_week
from tests.factories import actor_for
from tests.placements.world import fresh
from tests.requests_app.test_races import at_once, kinds
from tests.schedules.world import MONDAY, Stage, elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


@pytest.fixture
def both_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has looked at the week before either writes, as on a slow machine."""
    seen, look = Barrier(2), planning.around_of

    def look_and_wait(*args, **kwargs):
        around = look(*args, **kwargs)
        seen.wait(timeout=10)
        return around

    monkeypatch.setattr(planning, "around_of", look_and_wait)


def test_of_two_people_at_one_moment_one_is_told(stage: Stage):
    for lesuur in range(1, ROUNDS + 1):
        outcomes = at_once(
            lambda lesuur=lesuur: stage.plan(MONDAY, lesuur),
            lambda lesuur=lesuur: stage.plan(MONDAY, lesuur, actor=actor_for(stage.mentor)),
        )
        assert kinds(outcomes) == ["CannotPlan", "PlannedActivity"]
        (refused,) = (error for error in outcomes if isinstance(error, CannotPlan))
        assert "al iets gepland: Actieve stage Wiskunde (3A)" in refused.message
    assert len(stage.planned) == ROUNDS
    assert Schedule.objects.get().version == ROUNDS + 1


def test_without_the_locks_the_database_refuses_it_in_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, both_look_first: None
):
    """The net below the locks."""
    schedule = Schedule.objects.create(placement=stage.placement)

    def no_lock(placement_pk, actor):
        return Desk(fresh(stage.placement), schedule, actor)

    monkeypatch.setattr(planning, "desk_of", no_lock)
    outcomes = at_once(stage.plan, stage.plan)
    assert kinds(outcomes) == ["CannotPlan", "PlannedActivity"]
    (refused,) = (error for error in outcomes if isinstance(error, CannotPlan))
    assert refused.findings[0].code == Code.TRAINEE
    assert "Op ma 16 oktober 2017 plande iemand net iets" in refused.message


def test_two_stages_of_one_trainee_wait_for_each_other(
    stage: Stage, coordinator: Membership, mentor_elsewhere: Membership
):
    there = elsewhere(stage, coordinator, mentor_elsewhere)
    for lesuur in range(1, ROUNDS + 1):
        outcomes = at_once(
            lambda lesuur=lesuur: stage.plan(MONDAY, lesuur),
            lambda lesuur=lesuur: there.plan(MONDAY, lesuur),
        )
        assert kinds(outcomes) == ["CannotPlan", "PlannedActivity"]


def test_without_the_lock_on_the_trainee_both_are_planned(
    stage: Stage,
    coordinator: Membership,
    mentor_elsewhere: Membership,
    monkeypatch: pytest.MonkeyPatch,
    both_look_first: None,
):
    """The negative control."""
    there = elsewhere(stage, coordinator, mentor_elsewhere)
    monkeypatch.setattr(planning, "lock_trainees", lambda *_requests: None)
    assert kinds(at_once(stage.plan, there.plan)) == ["PlannedActivity"] * 2


def test_planning_while_a_week_is_copied_leaves_nothing_double(stage: Stage):
    stage.plan("2017-10-17", 1)

    def copy():
        return copy_week(
            placement_pk=stage.placement.pk,
            week=MONDAY,
            to_week=MONDAY.replace(day=24),
            actor=stage.actor,
            form_key=stage.placement.public_id,
        )

    at_once(copy, lambda: stage.plan("2017-10-24", 1))
    assert [day for day, _start in stage.planned] == ["2017-10-17", "2017-10-24"]
