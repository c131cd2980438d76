"""Tasks of the house: retried, on one reading of the clock, and never in the way of a request."""

from datetime import date

import pytest
from django.db import OperationalError, transaction
from kombu.exceptions import OperationalError as BrokerDown

from calendar_cfg import clock, tasks
from calendar_cfg.models import PracticeClock
from calendar_cfg.tasks_base import enqueue, house_task


def test_a_task_is_given_back_when_its_worker_dies():
    task = tasks.open_and_close_phases
    assert task.name == "calendar_cfg.tasks.open_and_close_phases"
    assert task.acks_late
    assert task.reject_on_worker_lost


@pytest.mark.django_db
def test_a_lost_connection_with_the_database_is_tried_again():
    tries = []

    @house_task(name="tests.lost_connection", retry_backoff=False, default_retry_delay=0)
    def work() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("server closed the connection")

    work.app.conf.task_eager_propagates = False  # as in a worker, which raises nothing
    try:
        work.delay()
    finally:
        work.app.conf.task_eager_propagates = True
    assert len(tries) == 3


@pytest.mark.django_db
def test_a_fault_in_the_code_is_not_tried_again():
    tries = []

    @house_task(name="tests.fault")
    def work() -> None:
        tries.append(1)
        raise ValueError("fault")

    with pytest.raises(ValueError, match="fault"):
        work.delay()
    assert len(tries) == 1


@pytest.mark.django_db
def test_a_task_reads_the_practice_clock_once(settings, django_assert_num_queries):
    settings.PRACTICE_CLOCK_ALLOWED = True
    PracticeClock.objects.create(believed_date=date(2017, 6, 15), set_at=clock.real_now())
    days = []

    @house_task(name="tests.clock")
    def work() -> None:
        days.extend(clock.today() for _time in range(3))

    with django_assert_num_queries(1):
        work.delay()
    assert days == [date(2017, 6, 15)] * 3


@pytest.mark.django_db(transaction=True)
def test_a_task_is_enqueued_when_the_transaction_is_saved_and_not_before():
    done = []

    @house_task(name="tests.on_commit")
    def work(number: int) -> None:
        done.append(number)

    with transaction.atomic():
        enqueue(work, 7)
        assert done == []
    assert done == [7]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_fails_no_request(monkeypatch):
    @house_task(name="tests.broker_down")
    def work() -> None:
        """Never reached."""

    def down(*args, **kwargs):
        raise BrokerDown("connection refused")

    monkeypatch.setattr(work, "delay", down)
    with transaction.atomic():
        enqueue(work)


def test_a_worker_that_starts_without_its_broker_starts_all_the_same(monkeypatch):
    def down(*args, **kwargs):
        raise BrokerDown("connection refused")

    monkeypatch.setattr(tasks.open_and_close_phases, "delay", down)
    tasks.sweep_when_worker_starts()
