"""What the dashboard of a school asks and tells, and what the pages cost."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Membership
from calendar_cfg.clock import today
from calendar_cfg.enums import PhaseKind
from calendar_cfg.models import AcademicYear, Phase
from intromoments.answering import answer_invitation
from intromoments.attendance import mark_attendance
from intromoments.dashboard import (
    intromoments_of_school,
    intromoments_to_come,
    invitations_to_answer,
)
from intromoments.enums import Coming
from intromoments.invitations import guests_of
from intromoments.models import Intromoment
from requests_app.dashboards import Asking, Dashboard, Task
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.intromoments.world import T2, other_coordinator, placed_trainee, planned
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


def board(mentor: Membership, year: AcademicYear) -> Dashboard:
    return intromoments_of_school(Asking(actor_for(mentor), year, today()))


def test_a_school_with_trainees_is_asked_to_plan_near_the_day_of_the_calendar(
    coordinator: Membership,
    mentor: Membership,
    mentor_elsewhere: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        assert not board(mentor, year_2017).tasks  # nobody is placed yet
        placed_trainee(coordinator, mentor, year_2017, "Later", **T2)
        assert not board(mentor, year_2017).tasks
    with on("2017-12-11"):  # six weeks and a day before 23 January
        assert not board(mentor, year_2017).tasks
    with on("2017-12-12"):
        (task,) = board(mentor, year_2017).tasks
        assert not board(mentor_elsewhere, year_2017).tasks
        assert task.title == "Plan uw intromoment voor trimester 2"
        assert (task.url, task.due) == ("/intromomenten/trimester-2/", date(2018, 1, 23))
        assert task.tone == "due"
        page = logged_in(mentor).get("/start/").content.decode()
        assert "Plan uw intromoment voor trimester 2" in page
        window = Phase.objects.filter(kind=PhaseKind.SCHOOL_DATA)
        window.update(last_day=date(2017, 12, 1))
        assert not board(mentor, year_2017).tasks
        window.update(last_day=date(2018, 7, 3))
        planned(mentor, year_2017, trimester=2, day=date(2018, 1, 23))
        assert not board(mentor, year_2017).tasks


def test_it_is_told_what_comes_and_asked_who_was_there(
    coordinator: Membership,
    mentor: Membership,
    subject_mentor: Membership,
    year_2017: AcademicYear,
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        placed_trainee(coordinator, mentor, year_2017, "Achternaam")
        (fact,) = board(mentor, year_2017).facts
        assert fact.text == "Intromoment op di 10 oktober 2017, Onthaal."
        asking = Asking(actor_for(subject_mentor), year_2017, today())
        assert intromoments_to_come(asking).facts == [fact]
    with on("2017-10-10", hour=18):
        (task,) = board(mentor, year_2017).tasks
        assert task.title == "Duid aan wie er was op het intromoment van di 10 oktober 2017"
        assert not board(mentor, year_2017).facts
        ids = {guest.trainee.public_id for guest in guests_of(row, actor_for(mentor))}
        mark_attendance(intromoment=row, listed=ids, there=ids, version=1, actor=actor_for(mentor))
        assert not board(mentor, year_2017).tasks


def test_an_invited_trainee_is_asked_to_answer_until_it_begins(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        first = placed_trainee(coordinator, mentor, year_2017, "Eerst")
        later = placed_trainee(coordinator, mentor, year_2017, "Later", **T2)
        row = planned(mentor, year_2017)

        def asked(who: Membership) -> list[Task]:
            asking = Asking(actor_for(who), year_2017, today())
            return list(invitations_to_answer(asking).tasks)

        (task,) = asked(first.member)
        assert (task.url, task.due, task.tone) == (
            f"/intromomenten/{row.public_id}/antwoord/",
            date(2017, 10, 9),
            "due",
        )
        assert task.text == "Intromoment op di 10 oktober 2017, Onthaal."
        assert task.title in logged_in(first.member).get("/start/").content.decode()
        assert not asked(later.member)
    with on("2017-10-10", hour=18):
        assert not asked(first.member)
    with on("2017-10-10", hour=9):
        assert asked(first.member)[0].tone == "soon"
        answer_invitation(intromoment=row, coming=Coming.NO, note="", actor=actor_for(first.member))
        assert not asked(first.member)


def test_pages_ask_the_same_for_any_number_of_trainees(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        two = other_coordinator()
        people = [placed_trainee(coordinator, mentor, year_2017, "Achternaam")]

        def grow(size: int) -> None:
            while len(people) < min(size, 12):
                people.append(placed_trainee(two, mentor, year_2017, f"Nr{len(people)}"))

        school, trainee = logged_in(mentor), logged_in(people[0].member)
        url = f"/intromomenten/{row.public_id}/"
        check_growing_page("intromoment", school, url, grow=grow, limit=Limit.LIST)
        check_page("intromoments", school, "/intromomenten/", limit=Limit.LIST)
        edit = "/intromomenten/trimester-1/"
        check_page("intromoment edit", school, edit, limit=Limit.DETAIL)
        check_page("intromoments of a trainee", trainee, "/intromomenten/", limit=Limit.LIST)
        check_page("intromoment answer", trainee, f"{url}antwoord/", limit=Limit.DETAIL)
        check_page("intromoment cancel", school, f"{url}aflassen/", limit=Limit.LIST)


def test_what_is_sent_stays_within_the_queries_of_a_post(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
):
    typed = {"version": "1", "start": "16:00", "end": "18:00", "place": "Zaal", "text": ""}
    with on("2017-09-12"):
        row = planned(mentor, year_2017)
        people = [placed_trainee(coordinator, mentor, year_2017, f"Nr{n}") for n in range(3)]
        sent = {
            "intromoment_edit POST": (mentor, "trimester-1/", {**typed, "day": "2017-10-10"}),
            "intromoment_answer POST": (
                people[0].member,
                f"{row.public_id}/antwoord/",
                {"coming": "yes"},
            ),
        }
        for name, (who, path, data) in sent.items():
            _check_post(name, who, path, data)
    with on("2017-10-10"):
        ids = [str(one.trainee.public_id) for one in people]
        marks = {"version": "2", "listed": ids, "there": ids[:2]}
        _check_post("intromoment POST", mentor, f"{row.public_id}/", marks)
    with on("2017-09-12"):
        planned(mentor, year_2017, trimester=2, day=date(2018, 1, 23))
        second = Intromoment.objects.get(trimester=2)
        reason = {"reason": "Staking"}
        _check_post("intromoment_cancel POST", mentor, f"{second.public_id}/aflassen/", reason)


def _check_post(name: str, who: Membership, path: str, data: dict[str, Any]) -> None:
    browser, answers = logged_in(who), []
    browser.get("/start/")
    queries = queries_of(lambda: answers.append(browser.post(f"/intromomenten/{path}", data)))
    assert answers[0].status_code == 302
    check(name, queries, Limit.POST)
