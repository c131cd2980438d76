"""Reminders on the days of 2017-2018, counted in lesdagen, and never of what is finished."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from calendar_cfg import clock
from calendar_cfg.withholding import withheld_when
from institutions.actors import Actor
from institutions.enums import Role
from institutions.models import SchoolFreeDay
from notices.collecting import collect
from notices.enums import NoticeState
from notices.models import Addressee, Notice
from notices.other_schools import other_schools
from notices.reminding import remind_of_answers, remind_of_choices
from notices.rounds import make_rounds
from notices.withheld import drop_withheld
from requests_app.enums import Onward
from requests_app.filing import file_request
from requests_app.models import PlacementRequest, Proposal
from tests.browsing import logged_in
from tests.dashboards.reading import changes_in, html_of
from tests.factories import MentorFactory, SchoolFactory, actor_for
from tests.matching.world import offering
from tests.notices.world import holding, line_of, told
from tests.queries import queries_of
from tests.requests_app.world import NO, YES, answer, draft, filed, on, proposal_of, two_lines

pytestmark = pytest.mark.django_db


def reminded_on(first: str, last: str) -> dict[str, str]:
    """The kind of each reminder of answers, by the day on which the round told it."""
    day, found, before = date.fromisoformat(first), {}, Notice.objects.count()
    while day <= date.fromisoformat(last):
        with on(day.isoformat()):
            remind_of_answers(day)
        if (now := Notice.objects.count()) > before:
            kinds = Notice.objects.order_by("-pk").values_list("kind", flat=True)
            found[day.isoformat()] = " ".join(sorted(set(kinds[: now - before])))
        day, before = day + timedelta(days=1), now
    return found


def test_of_an_answer_due_on_18_september(coordinator, mentor, year_2017):
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
    assert proposal_of(request).due_on == date(2017, 9, 18)
    assert reminded_on("2017-09-11", "2017-09-26") == {
        "2017-09-13": "answer_due_soon",
        "2017-09-18": "answer_due_today",
        "2017-09-21": "answer_overdue school_is_late",
    }
    assert told(coordinator) == ["school_is_late"]
    assert told(mentor)[-1] == "answer_overdue"


def test_over_the_herfstvakantie(coordinator, mentor, year_2017):
    with on("2017-10-16"):
        request = filed(coordinator, mentor, year_2017)
    assert proposal_of(request).due_on == date(2017, 11, 6)
    assert reminded_on("2017-10-23", "2017-11-12") == {
        "2017-10-25": "answer_due_soon",
        "2017-11-06": "answer_due_today",
        "2017-11-09": "answer_overdue school_is_late",
    }


def test_a_schools_own_free_days_count_for_that_school(coordinator, mentor, year_2017):
    with on("2017-06-20"):
        filed(coordinator, mentor, year_2017)
        filed(coordinator, other := MentorFactory(), year_2017)
    for day in ("2017-09-15", "2017-09-18"):  # a long weekend, over the due day itself
        SchoolFreeDay.objects.create(school=mentor.school, date=day)
    reminded_on("2017-09-11", "2017-09-22")
    days = {
        who: [
            (row.kind, row.created_at.day)
            for row in Notice.objects.filter(membership=who, presses=True).order_by("pk")
        ]
        for who in (mentor, other)
    }
    assert days == {
        mentor: [("answer_due_soon", 12), ("answer_due_today", 14), ("answer_overdue", 21)],
        other: [("answer_due_soon", 13), ("answer_due_today", 18), ("answer_overdue", 21)],
    }


def test_not_of_what_is_finished_and_one_line_about_what_is_not(coordinator, mentor, year_2017):
    with on("2017-09-04", hour=23):
        done = filed(coordinator, mentor, year_2017)
        waits = filed(coordinator, mentor, year_2017)
        answer(proposal_of(done), mentor, YES)
    Addressee.objects.update(last_mail_on="2017-09-04")
    for day in ("2017-09-13", "2017-09-18"):
        with on(day, hour=0):
            assert remind_of_answers(date.fromisoformat(day)) == 1
    with on("2017-09-18", hour=7):
        collect()
    states = Notice.objects.filter(membership=mentor).order_by("pk")
    assert list(states.values_list("kind", "request", "state")) == [
        ("request_reached", done.pk, NoticeState.OVER),
        ("request_reached", waits.pk, NoticeState.OVER),
        ("answer_due_soon", waits.pk, NoticeState.OVER),
        ("answer_due_today", waits.pk, NoticeState.MAILED),
    ]


def test_the_dashboard_says_once_what_was_asked_again(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    for day in ("2017-09-13", "2017-09-18"):
        with on(day, hour=0):
            remind_of_answers(date.fromisoformat(day))
        with on(day, hour=7):
            collect()
    with on("2017-09-18", hour=9):
        page = html_of(logged_in(mentor))
    assert "rekent op uw antwoord" in page
    assert changes_in(page) == 1


def test_a_reminder_that_is_withheld_takes_the_place_of_nothing(
    coordinator, mentor, year_2017, administrator
):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-13"), withheld_when(late=True):
        remind_of_answers(date(2017, 9, 13))
    with on("2017-09-16", hour=8):
        drop_withheld("answer_due_soon", date(2017, 9, 13), actor=Actor(administrator, Role.ADMIN))
    with on("2017-09-18", hour=7):
        assert collect() == 1
    states = Notice.objects.filter(membership=mentor).order_by("pk").values_list("kind", "state")
    assert list(states) == [
        ("request_reached", NoticeState.MAILED),
        ("answer_due_soon", NoticeState.DROPPED),
    ]


def test_who_answers_no_more_is_not_asked(coordinator, mentor, year_2017):
    with on("2017-09-05", hour=8):
        filed(coordinator, mentor, year_2017)
        type(mentor).objects.filter(pk=mentor.pk).update(handles_requests=False)
        assert collect() == 0
    assert Notice.objects.get(membership=mentor).state == NoticeState.OVER


def test_an_address_that_changes_is_told_what_lies_there_once(coordinator, mentor, year_2017):
    school = SchoolFactory(email="")
    with on("2017-09-05", hour=8):
        filed(coordinator, MentorFactory.build(school=school), year_2017)
        filed(coordinator, mentor, year_2017)
    for day, email in (("06", "fout@x.example"), ("07", "Juist@x.example"), ("08", None)):
        if email:
            type(school).objects.filter(pk=school.pk).update(email=email)
        with on(f"2017-09-{day}", hour=0):
            make_rounds()
    with on("2017-09-08", hour=8):
        collect()
    rows = Notice.objects.filter(kind="request_reached").order_by("pk")
    assert list(rows.values_list("addressee__email", "state")) == [
        ("", NoticeState.MAILED),
        ("fout@x.example", NoticeState.OVER),
        ("Juist@x.example", NoticeState.MAILED),
    ]


def test_no_digest_to_who_has_looked_since(coordinator, mentor, year_2017):
    with on("2017-09-18", hour=0):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-18", hour=6):
        type(mentor).objects.filter(pk=mentor.pk).update(looked_at=clock.now())
    with on("2017-09-18", hour=7):
        assert collect() == 0
    assert Notice.objects.get(membership=mentor).state == NoticeState.SEEN


def test_not_while_schools_cannot_answer(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    year_2017.phases.filter(kind="answers").update(last_day=date(2017, 9, 10))
    assert reminded_on("2017-09-12", "2017-09-22") == {}


def test_a_coordinator_reads_up_to_three_other_schools_that_fit(
    coordinator, mentor, year_2017, french
):
    with on("2017-06-20"):
        for number in range(4):
            offering(year_2017, french, places=2, name=f"School Plaats {number}")
        offering(year_2017, french, places=0, name="School Vol")
        request = filed(coordinator, mentor, year_2017, subject=french)
    with on("2017-09-21", hour=0):
        remind_of_answers(date(2017, 9, 21))
        line = line_of(coordinator, "school_is_late")
    assert len(line.more) == 4
    assert all("School Plaats" in words and "Frans: 2" in words for words in line.more[1:])
    assert str(request.public_id) in line.url


def test_other_schools_are_read_once_for_all_requests(coordinator, mentor, year_2017, french):
    with on("2017-06-20"):
        offering(year_2017, french, places=9, name="School Plaats")
        for _number in range(3):
            filed(coordinator, mentor, year_2017, subject=french)
    rows = list(Proposal.objects.select_related("request__year").order_by("pk"))
    one, three = (queries_of(lambda few=few: other_schools(few)) for few in (rows[:1], rows))
    assert len(one) == len(three)
    assert {pk: len(found) for pk, found in other_schools(rows).items()} == {
        row.pk: 1 for row in rows
    }


def test_who_answers_at_an_address_is_reminded_there(coordinator, year_2017):
    school = SchoolFactory(email="onthaal@stil.example.be")
    with on("2017-09-04"):
        filed(coordinator, MentorFactory.build(school=school), year_2017)
    reminded_on("2017-09-13", "2017-09-13")
    assert told("onthaal@stil.example.be") == ["request_reached", "answer_due_soon"]


def test_a_choice_that_nobody_makes_is_reminded_of_once(coordinator, mentor, year_2017, french):
    with on("2017-09-08"):  # a Friday
        refused = filed(coordinator, mentor, year_2017)
        goes_on = filed(coordinator, mentor, year_2017, onward=Onward.AUTOMATIC)
        partly = draft(coordinator, mentor, year_2017)
        two_lines(partly)
        file_request(request_pk=partly.pk, actor=actor_for(coordinator))
        for request in (refused, goes_on):
            answer(proposal_of(request), mentor, NO)
        answer(proposal_of(partly), mentor, YES, NO)
    follow_up = PlacementRequest.objects.get(parent=partly)
    found = {}
    for number in range(9, 16):
        with on(f"2017-09-{number:02}"):
            remind_of_choices(date(2017, 9, number))
            rows = Notice.objects.filter(kind="needs_school", created_at__day=number)
            found[number] = list(rows.values_list("request", flat=True))
    assert {day: rows for day, rows in found.items() if rows} == {
        9: [follow_up.pk],
        13: [refused.pk],
    }
    assert len(holding("needs_school")) == 2


def test_a_round_asks_the_same_whatever_the_number(coordinator, mentor, year_2017):
    def round_of(day: str) -> int:
        with on(day, hour=0):
            return len(queries_of(make_rounds))

    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    with on("2017-09-12"):
        make_rounds()
    one = round_of("2017-09-13")
    with on("2017-09-04"):
        for _number in range(6):
            filed(coordinator, MentorFactory(), year_2017)
    Proposal.objects.update(due_on="2017-09-19")
    assert round_of("2017-09-14") <= one + 1  # who never got anything yet
    with on("2017-09-14"):
        assert len(queries_of(make_rounds)) == 1
