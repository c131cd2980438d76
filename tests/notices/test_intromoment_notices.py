"""Invited trainees hear of an intromoment, of changes, and of it once more the lesdag before."""

from datetime import date, time

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from intromoments.answering import answer_invitation
from intromoments.enums import Coming
from intromoments.models import Intromoment
from intromoments.planning import call_off
from notices.hearing.intromoments import tomorrow
from requests_app.answering import mark_answer_seen
from requests_app.ending import cancel_request
from tests.agreements.signing_world import account_of
from tests.factories import TraineeFactory, actor_for
from tests.intromoments.world import T2, planned
from tests.notices.stage_world import CANARY, Side, mailed, of_own_side, side, told
from tests.requests_app.world import YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db
Sides = tuple[Side, Side]
INVITED, CHANGED, OFF = "intro_invitation", "intro_changed", "intro_called_off"
REMINDER = "intro_reminder"


def who(kind: str) -> list[str]:
    """Who was told of a kind and waits for the mail."""
    return [to for to, _kind in told(kind)]


def test_the_invited_of_that_school_and_trimester_are_told_and_nobody_else(
    sides: Sides, year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    own, other = sides
    later = side(coordinator, mentor, year_2017, **T2)
    mailed("2017-10-03")
    with on("2017-10-03"):
        planned(own.mentor, year_2017, text=f"{CANARY} wacht u op.")
        planned(other.mentor, year_2017, place="Refter")
    mails = mailed("2017-10-04")
    assert set(mails) == {own.trainee.user.email, other.trainee.user.email}
    assert later.trainee.user.email not in mails
    assert (
        "School Eigen nodigt u uit voor het intromoment: di 10 oktober 2017, 16.00–17.30, Onthaal."
        in mails[own.trainee.user.email]
    )
    assert "Refter" not in mails[own.trainee.user.email]
    assert of_own_side(mails, sides)


def test_a_change_is_told_once_as_it_is_now(sides: Sides, year_2017: AcademicYear) -> None:
    own = sides[0]
    with on("2017-10-03"):
        row = planned(own.mentor, year_2017)
    assert set(mailed("2017-10-04")) == {own.trainee.user.email}
    with on("2017-10-04", hour=12):
        row = planned(own.mentor, year_2017, version=row.version, place="Refter")
        row = planned(own.mentor, year_2017, version=row.version, start=time(15))
        planned(own.mentor, year_2017, version=row.version, start=time(15), place="Turnzaal")
        planned(own.mentor, year_2017, version=row.version, start=time(15), place="Turnzaal")
    text = mailed("2017-10-05")[own.trainee.user.email]
    assert text.count("gewijzigd") == 2  # the subject, and one line
    assert "15.00–17.30, Turnzaal" in text


def test_what_is_called_off_is_told_to_who_heard_of_it(
    sides: Sides, year_2017: AcademicYear
) -> None:
    own, other = sides
    with on("2017-10-03"):
        heard = planned(own.mentor, year_2017)
        planned(other.mentor, year_2017)
    mailed("2017-10-04")
    with on("2017-10-04", hour=12):
        call_off(intromoment=fresh(heard), reason=f"{CANARY} is ziek.", actor=actor_for(own.mentor))
    mails = mailed("2017-10-05")
    assert set(mails) == {own.trainee.user.email}
    assert "gaat niet door" in mails[own.trainee.user.email]
    with on("2017-10-05", hour=12):
        again = planned(own.mentor, year_2017, version=fresh(heard).version)
        call_off(intromoment=fresh(again), reason="Toch niet.", actor=actor_for(own.mentor))
        planned(own.mentor, year_2017, version=fresh(heard).version)
    text = mailed("2017-10-06")[own.trainee.user.email]
    assert "nodigt u uit" in text
    assert "gaat niet door" not in text


def fresh(row: Intromoment) -> Intromoment:
    """As the database has it now."""
    found: Intromoment = Intromoment.objects.select_related("school", "year").get(pk=row.pk)
    return found


def test_who_is_placed_later_is_invited_once_the_answer_is_opened(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    record = TraineeFactory(institution=coordinator.institution, last_name=CANARY)
    trainee = account_of(record)
    assert trainee.role == Role.TRAINEE
    with on("2017-10-03"):
        planned(mentor, year_2017)
        proposal = proposal_of(filed(coordinator, mentor, year_2017, trainee=record))
        answer(proposal, mentor, YES)
        assert who(INVITED) == []
        mark_answer_seen(proposal=proposal, actor=actor_for(coordinator))
        assert who(INVITED) == [trainee.user.email]


def test_the_lesdag_before_who_may_come_is_reminded(sides: Sides, year_2017: AcademicYear) -> None:
    own, other = sides
    monday = date(2017, 10, 9)
    with on("2017-10-03"):
        rows = [planned(one.mentor, year_2017, day=monday) for one in sides]
        answer_invitation(
            intromoment=rows[1], coming=Coming.NO, note="", actor=actor_for(other.trainee)
        )
    mailed("2017-10-04")
    with on("2017-10-05"):
        tomorrow(date(2017, 10, 5))
        assert who(REMINDER) == []
    for day in ("2017-10-06", "2017-10-07"):
        with on(day):
            tomorrow(date.fromisoformat(day))
            assert who(REMINDER) == [own.trainee.user.email]
    assert "ma 9 oktober 2017" in mailed("2017-10-09")[own.trainee.user.email]


def test_an_invitation_to_a_cancelled_stage_is_not_mailed(
    sides: Sides, year_2017: AcademicYear
) -> None:
    own = sides[0]
    with on("2017-10-03"):
        planned(own.mentor, year_2017)
        cancel_request(
            request_pk=own.placement.request.pk, reason="Ziek.", actor=actor_for(own.mentor)
        )
    assert "nodigt u uit" not in mailed("2017-10-04").get(own.trainee.user.email, "")
