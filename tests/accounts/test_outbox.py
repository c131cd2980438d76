"""Mail: once per cause, after the commit, tried again, forgotten when sent (trust.md, 5)."""

import threading
from datetime import timedelta

import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings
from kombu.exceptions import OperationalError

from accounts import outbox
from accounts.models import MailState, OutgoingMail, User
from accounts.outbox import LADDER, drop_mail, queue_mail, send_again, send_due_mail
from accounts.tasks import send_outgoing_mail
from institutions.actors import SYSTEM, Actor
from institutions.enums import Role


def queue(key: str = "test:1", **given: object) -> bool:
    return queue_mail(key, "an@example.be", "Onderwerp", "Tekst", **given)  # type: ignore[arg-type]


class BrokenBackend:
    """A mail server that is down."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError("no mail server")


BROKEN = override_settings(EMAIL_BACKEND="tests.accounts.test_outbox.BrokenBackend")


def test_the_same_key_is_one_mail(db):
    assert queue() is True
    assert queue() is False
    assert OutgoingMail.objects.count() == 1


def test_a_rolled_back_cause_sends_nothing(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert mail.outbox == []


def test_commit_sends_and_forgets_the_text(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue()
        assert mail.outbox == []
    sent = OutgoingMail.objects.get()
    assert (sent.state, sent.body, sent.attempts) == (MailState.SENT, "", 1)
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["an@example.be"], "Onderwerp", "Tekst")
    ]
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{sent.public_id}@")


def test_many_mails_in_one_transaction_wake_the_sender_once(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            queue(f"test:{number}")
    assert callbacks == [outbox.wake_sender]


@override_settings(DEMO=True)
def test_a_demo_keeps_the_text(db):
    queue()
    send_due_mail()
    assert OutgoingMail.objects.get().body == "Tekst"


def test_a_broker_that_is_down_fails_nothing(db, monkeypatch, django_capture_on_commit_callbacks):
    def down() -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(send_outgoing_mail, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        queue()
    assert OutgoingMail.objects.get().state == MailState.QUEUED
    assert send_due_mail() == 1  # what beat does a minute later


def test_sending_twice_sends_once(db):
    queue()
    assert (send_due_mail(), send_due_mail()) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_newline_in_the_subject_makes_no_header(db):
    queue_mail("k", "an@example.be", "Een\r\nBcc: x@example.be", "Tekst")
    send_due_mail()
    assert mail.outbox[0].subject == "Een Bcc: x@example.be"
    assert mail.outbox[0].bcc == []


def test_a_failed_mail_climbs_the_ladder_and_then_gives_up(db):
    with time_machine.travel("2017-06-15 08:00+02:00", tick=False) as clock, BROKEN:
        queue()
        for attempt, step in enumerate(LADDER, start=1):
            send_due_mail()
            row = OutgoingMail.objects.get()
            assert (row.state, row.attempts) == (MailState.QUEUED, attempt)
            assert send_due_mail() == 0  # not before its time
            clock.shift(step)
        send_due_mail()
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts, row.body) == (MailState.FAILED, len(LADDER) + 1, "Tekst")
    assert row.error == "ConnectionRefusedError: no mail server"


def test_one_bad_mail_does_not_hold_up_the_others(db, monkeypatch):
    queue("bad")
    OutgoingMail.objects.filter(key="bad").update(to="geen adres\nBcc: x@example.be")
    queue("good")
    assert send_due_mail() == 1
    states = dict(OutgoingMail.objects.values_list("key", "state"))
    assert states == {"bad": MailState.QUEUED, "good": MailState.SENT}


def test_a_killed_worker_leaves_a_mail_that_is_sent_later(db):
    with time_machine.travel("2017-06-15 08:00+02:00", tick=False) as clock:
        queue()
        outbox._claim_batch()  # and then the worker is killed
        assert send_due_mail() == 0
        clock.shift(outbox.LEASE)
        assert send_due_mail() == 1


def test_a_withheld_mail_waits_for_an_administrator(db, administrator: User):
    actor = Actor(user=administrator, role=Role.ADMIN)
    queue("a", withheld=True)
    queue("b", withheld=True)
    first, second = OutgoingMail.objects.order_by("key")
    assert send_due_mail() == 0
    assert send_again(first, actor=actor)
    assert drop_mail(second, actor=actor)
    assert send_due_mail() == 1
    states = dict(OutgoingMail.objects.values_list("key", "state"))
    assert states == {"a": MailState.SENT, "b": MailState.DROPPED}


def test_a_sent_mail_cannot_be_sent_again(db, administrator: User):
    queue()
    send_due_mail()
    row = OutgoingMail.objects.get()
    assert not send_again(row, actor=Actor(user=administrator, role=Role.ADMIN))
    assert not drop_mail(row, actor=Actor(user=administrator, role=Role.ADMIN))


def test_only_an_administrator_sends_again(db):
    queue()
    row = OutgoingMail.objects.get()
    assert not send_again(row, actor=SYSTEM)
    assert not drop_mail(row, actor=SYSTEM)


def test_two_senders_at_once_send_each_mail_once(transactional_db):
    for number in range(40):
        queue_mail(f"race:{number}", "an@example.be", f"{number}", "Tekst", withheld=True)
    OutgoingMail.objects.update(state=MailState.QUEUED)
    start = threading.Barrier(3)

    def send() -> None:
        start.wait()
        try:
            send_due_mail()
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(m.subject) for m in mail.outbox) == list(range(40))


def test_the_lease_outlives_a_batch_with_a_server_that_hangs(settings):
    assert timedelta(seconds=settings.EMAIL_TIMEOUT) * outbox.BATCH < outbox.LEASE
