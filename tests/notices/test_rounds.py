"""The daily round: once, whoever looks; what was missed is made up for, and withheld when late."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.db import connection

from calendar_cfg import practice
from calendar_cfg.ledger import HasUser
from institutions.actors import SYSTEM
from notices import daily, rounds
from notices.enums import NoticeState
from notices.models import Notice, Round
from notices.rounds import make_rounds
from tests.notices.world import told
from tests.queries import queries_of
from tests.requests_app.world import filed, on

WAIT = 20
ADMIN: HasUser = SYSTEM


@pytest.fixture
def due_18_september(coordinator, mentor, year_2017):
    """A request of which the answer is due on 18 September 2017; the rounds are up to date."""
    with on("2017-06-20"):
        request = filed(coordinator, mentor, year_2017)
    with on("2017-09-12"):
        make_rounds()
    Notice.objects.all().delete()
    return request


def days_done() -> list[str]:
    """The days that were done."""
    return [str(row.day) for row in Round.objects.exclude(done_at=None).order_by("day")]


@pytest.mark.django_db
def test_a_round_is_done_once_a_day_and_then_costs_one_query(due_18_september, mentor):
    with on("2017-09-13", hour=0):
        assert make_rounds() == 1
        assert len(queries_of(make_rounds)) == 1
    assert told(mentor) == ["answer_due_soon"]
    assert Round.objects.get(day="2017-09-13").told == 1


@pytest.mark.django_db
def test_the_first_round_ever_is_that_of_today(year_2017):
    with on("2017-09-13"):
        make_rounds()
    assert days_done() == ["2017-09-13"]


@pytest.mark.django_db
def test_three_missed_days_are_made_up_for_in_order(due_18_september, mentor, coordinator):
    with on("2017-09-17"):
        make_rounds()
        Notice.objects.all().delete()
    with on("2017-09-20"):
        assert make_rounds() == 3
    assert days_done()[-3:] == ["2017-09-18", "2017-09-19", "2017-09-20"]
    assert told(mentor) == ["answer_due_today"]


@pytest.mark.django_db
def test_what_should_have_been_told_48_hours_ago_is_withheld(due_18_september, mentor):
    with on("2017-09-15", hour=1):  # of the 13th: 49 hours
        make_rounds()
    assert Notice.objects.get(membership=mentor).state == NoticeState.WITHHELD
    Notice.objects.all().delete()
    with on("2017-09-19", hour=23):  # of the 18th: 47 hours
        make_rounds()
    last = Notice.objects.get(membership=mentor, kind="answer_due_today")
    assert last.state == NoticeState.WAITING


@pytest.mark.django_db
def test_at_most_a_fortnight_is_made_up_for(due_18_september):
    with on("2017-10-20"):
        assert make_rounds() == 14


@pytest.mark.django_db
def test_the_sweep_of_cron_does_the_round(due_18_september, mentor):
    with on("2017-09-13", hour=0):
        rounds_before = len(days_done())
        from calendar_cfg.catching_up import catch_up

        catch_up.send(None)
    assert len(days_done()) == rounds_before + 1
    assert told(mentor) == ["answer_due_soon"]


def at_once(work, count: int = 4) -> list[int]:
    """Run in threads that start together."""
    start = threading.Barrier(count)

    def run() -> int:
        try:
            start.wait(WAIT)
            return int(work())
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(WAIT * 2) for future in [pool.submit(run) for _ in range(count)]]


@pytest.mark.django_db(transaction=True)
def test_four_at_once_do_it_once_and_who_is_killed_leaves_it(due_18_september, mentor, monkeypatch):
    calls: list[date] = []

    def remind(day: date) -> int:
        calls.append(day)
        return 0

    def die(day: date) -> int:
        raise KeyboardInterrupt

    with on("2017-09-13", hour=0):
        monkeypatch.setattr(daily, "DAILY", [*daily.DAILY, die])
        monkeypatch.setattr(rounds, "DAILY", [*daily.DAILY])
        with pytest.raises(KeyboardInterrupt):
            make_rounds()
        assert told(mentor) == []
        assert Round.objects.get(day="2017-09-13").done_at is None
        monkeypatch.setattr(rounds, "DAILY", [*daily.DAILY[:-1], remind])
        assert sum(at_once(make_rounds)) == 1
    assert calls == [date(2017, 9, 13)]
    assert told(mentor) == ["answer_due_soon"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_at_once_do_it_twice(year_2017, monkeypatch):
    """The negative control: the test above finds the fault when the guard is off."""
    together = threading.Barrier(2)
    calls: list[date] = []

    def remind(day: date) -> int:
        together.wait(WAIT)
        calls.append(day)
        return 0

    class Unguarded:
        @staticmethod
        def select_for_update(**_kwargs: object) -> object:
            return Round.objects.all()

    class Rows:
        objects = Unguarded

    with on("2017-09-13", hour=0):
        Round.objects.create(day="2017-09-13")
        monkeypatch.setattr(rounds, "DAILY", [remind])
        monkeypatch.setattr(rounds, "Round", Rows)
        at_once(lambda: rounds._make(date(2017, 9, 13)), 2)
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_a_practice_clock_lives_through_the_days_and_may_go_back(
    due_18_september, coordinator, mentor, settings
):
    settings.PRACTICE_CLOCK_ALLOWED = True
    Round.objects.all().delete()
    with time_machine.travel("2026-11-23 12:00+01:00"):
        for day in (12, 22):
            practice.move_clock(to=date(2017, 9, day), actor=ADMIN)
        expected = ["answer_due_soon", "answer_due_today", "answer_overdue"]
        rows = Notice.objects.filter(membership=mentor, kind__startswith="answer_")
        assert [(row.kind, row.created_at.date().day) for row in rows.order_by("pk")] == list(
            zip(expected, (13, 18, 21), strict=True)
        )
        assert not rows.filter(state=NoticeState.WITHHELD).exists()
        practice.move_clock(to=date(2017, 9, 14), actor=ADMIN)
        assert days_done()[-1] == "2017-09-14"
        practice.move_clock(to=date(2017, 9, 22), actor=ADMIN)
        assert days_done()[-1] == "2017-09-22"
        assert rows.count() == 3
