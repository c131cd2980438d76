"""A planning waits for who approves it, and the trainee hears what came of it."""

from datetime import date
from uuid import uuid4

import pytest

from accounts.models import Membership
from institutions.actors import Actor
from notices.hearing.schedules import to_plan
from placements.guides import assign_mentors
from requests_app.ending import cancel_request
from schedules.approving import approve, withdraw_approval
from schedules.entries import Entry
from schedules.models import PlannedActivity, Schedule
from schedules.planning import plan_activity, remove_planned
from tests.factories import actor_for
from tests.notices.stage_world import Side, mailed, of_own_side, told, wiskunde
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db
Sides = tuple[Side, Side]
TO_APPROVE, TO_MAKE = "planning_to_approve", "planning_to_make"
APPROVED, FELL = "planning_approved", "planning_approval_fell"


def plan(own: Side, lesuur: int, who: Membership | None = None) -> PlannedActivity:
    """A lesson of Wiskunde on Monday 16 October, planned by the trainee unless told otherwise."""
    entry = Entry(
        line=own.placement.request.activities.get(),
        day=date(2017, 10, 16),
        first_lesuur=lesuur,
        last_lesuur=lesuur,
        class_name="3A",
    )
    return plan_activity(
        placement_pk=own.placement.pk,
        entry=entry,
        actor=actor_for(who or own.trainee),
        form_key=uuid4(),
    )


def approved(own: Side) -> None:
    """The vakmentor approves what is planned."""
    version = Schedule.objects.get(placement=own.placement).version
    approve(
        placement_pk=own.placement.pk,
        subject=wiskunde(),
        expected_version=version,
        actor=actor_for(own.vak),
    )


def taken_back(own: Side) -> None:
    """The vakmentor takes the approval back."""
    withdraw_approval(placement_pk=own.placement.pk, subject=wiskunde(), actor=actor_for(own.vak))


def who(kind: str) -> list[str]:
    """Who was told of a kind and waits for the mail."""
    return [to for to, _kind in told(kind)]


def test_a_part_waits_once_for_its_vakmentor_and_again_when_the_approval_falls(
    sides: Sides,
) -> None:
    own, other = sides
    with on("2017-10-09"):
        for one in sides:
            plan(one, 2)
            plan(one, 3)
        assert who(TO_APPROVE) == sorted([own.vak.user.email, other.vak.user.email])
        approved(other)
    mails = mailed("2017-10-10")
    assert "planning Wiskunde" in mails[own.vak.user.email]
    assert other.vak.user.email not in mails  # approved before the mail
    assert of_own_side(mails, sides)
    with on("2017-10-10", hour=12):
        approved(own)
        plan(own, 4)
    mails = mailed("2017-10-11")
    assert set(mails) == {own.vak.user.email}  # the trainee let it fall, and was told on the page
    with on("2017-10-11", hour=12):
        plan(own, 5)
    assert mailed("2017-10-12") == {}


def test_the_trainee_hears_of_an_approval_and_of_its_fall(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-09"):
        plan(own, 2)
        approved(own)
    mails = mailed("2017-10-10")
    assert set(mails) == {own.trainee.user.email}
    assert "School Eigen keurde uw planning Wiskunde goed." in mails[own.trainee.user.email]
    with on("2017-10-10", hour=12):
        plan(own, 3, own.mentor)
        assert who(FELL) == [own.trainee.user.email]
        assert who(TO_APPROVE) == [own.vak.user.email]
    assert "is vervallen" in mailed("2017-10-11")[own.trainee.user.email]
    with on("2017-10-11", hour=12):
        approved(own)
        taken_back(own)
        approved(own)
    mails = mailed("2017-10-12")
    assert set(mails) == {own.trainee.user.email}
    assert "vervallen" not in mails[own.trainee.user.email]


def test_the_school_approves_what_nobody_guides_and_nothing_waits_that_was_taken_out(
    sides: Sides,
) -> None:
    own = sides[0]
    with on("2017-10-09"):
        assign_mentors(
            placement_pk=own.placement.pk,
            subject=wiskunde(),
            members=[],
            actor=actor_for(own.mentor),
        )
        row = plan(own, 2)
        assert who(TO_APPROVE) == [own.mentor.user.email]
        remove_planned(planned_pk=row.pk, actor=own_actor(own))
    assert own.mentor.user.email not in mailed("2017-10-10")


def own_actor(own: Side) -> Actor:
    """The trainee, acting."""
    return actor_for(own.trainee)


def test_who_plans_and_approves_is_not_told_of_it(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-09"):
        plan(own, 2, own.vak)
    assert who(TO_APPROVE) == []


def test_ten_lesdagen_before_the_stage_the_trainee_is_told_that_nothing_is_planned(
    sides: Sides,
) -> None:
    own, other = sides
    with on("2017-09-29"):
        to_plan(date(2017, 9, 29))
        assert who(TO_MAKE) == []
    with on("2017-10-02"):
        to_plan(date(2017, 10, 2))
        to_plan(date(2017, 10, 3))
        assert who(TO_MAKE) == sorted([own.trainee.user.email, other.trainee.user.email])
        plan(other, 2)
    mails = mailed("2017-10-03")
    assert "Er is nog niets gepland" in mails[own.trainee.user.email]
    assert "nog 9 lesdagen (tot ma 16 oktober 2017)" in mails[own.trainee.user.email].lower()
    assert other.trainee.user.email not in mails
    with on("2017-10-03"):
        to_plan(date(2017, 10, 3))
    assert who(TO_MAKE) == []


def test_a_cancelled_stage_asks_no_approval_and_no_planning(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-03"):
        to_plan(date(2017, 10, 3))
        plan(own, 2)
        cancel_request(
            request_pk=own.placement.request.pk, reason="Ziek.", actor=actor_for(own.mentor)
        )
    mails = mailed("2017-10-04")
    assert "goedkeuring" not in mails.get(own.vak.user.email, "")
    assert "gepland" not in mails.get(own.trainee.user.email, "")
