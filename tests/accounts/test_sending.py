"""Sending: each mail once, by the code of the mail server, whatever dies on the way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.db.models import QuerySet

from accounts import sending
from accounts.enums import MailFault
from accounts.letters import Letter
from accounts.mail_decisions import hold_outbox, release_outbox, send_again
from accounts.models import MailState, Outbox, OutgoingMail
from accounts.outbox import QueuedMail, queue_mails
from accounts.sending import (
    LADDER,
    LEASE,
    LONG_LADDER,
    MOST_ATTEMPTS,
    TROUBLE_LADDER,
    claim_batch,
    message_of,
    send_batch,
    send_due_mail,
    send_one_batch,
)
from calendar_cfg.withholding import withheld_when
from institutions.actors import Actor
from institutions.enums import Role
from tests.accounts.mail_server import mail_server, speaking_to
from tests.accounts.mails import only_mail, queue, states

MORNING = "2017-06-15 08:00+02:00"
WAIT = 20
GONE = "550 5.1.1 No such user here"


@pytest.fixture
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def test_many_mails_go_over_one_connection_with_both_texts(db):
    for number in range(5):
        queue(f"m:{number}", subject=f"Mail {number}")
    with mail_server() as server:
        assert send_due_mail() == 5
        assert send_due_mail() == 0
    assert server.subjects == [f"Mail {number}" for number in range(5)]
    assert server.connections == 1
    _to, message = server.taken[0]
    kinds = [part.get_content_type() for part in message.get_payload()]
    assert kinds == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("to", "subject", "script", "fault"),
    [
        ("weg@example.be", "X", {"rcpt": {"weg@example.be": GONE}}, MailFault.ADDRESS),
        ("a@example.be", "X", {"rcpt": {"a@example.be": "553 not here"}}, MailFault.ADDRESS),
        ("a@example.be", "Spam", {"data": {"Spam": "554 5.7.1 looks bad"}}, MailFault.CONTENT),
        ("geen adres\nBcc: x@example.be", "X", {}, MailFault.UNWRITABLE),
    ],
)
def test_never_is_never_and_stops_no_other_mail(db, to, subject, script, fault):
    queue("bad", subject=subject)
    OutgoingMail.objects.update(to=to)
    queue("good", "goed@example.be")
    with mail_server(**script) as server:
        assert send_due_mail() == 1
    assert states() == {"bad": MailState.FAILED, "good": MailState.SENT}
    bad = OutgoingMail.objects.get(key="bad")
    assert (bad.attempts, bad.fault) == (1, fault)
    assert bad.body  # an administrator can send it again
    assert (bad.error in {*script.get("rcpt", {}).values(), *script.get("data", {}).values()}) or (
        fault == MailFault.UNWRITABLE
    )
    assert server.connections == 1


@pytest.mark.parametrize(
    ("answer", "ladder"),
    [
        ("450 4.2.0 greylisted", LONG_LADDER),
        ("451 4.3.0 later", LONG_LADDER),
        ("452 4.2.2 mailbox full", LONG_LADDER),
        ("421 4.3.2 closing", LONG_LADDER),
        ("454 4.7.0 something else for now", LADDER),
        ("", LADDER),  # hangs up
    ],
)
def test_not_now_climbs_the_ladder_of_its_code(db, morning, answer, ladder):
    queue("later", subject="Later")
    queue("good", "goed@example.be")
    with mail_server(data={"Later": answer}) as server:
        assert send_due_mail() == 1
        for attempt, step in enumerate(ladder, start=1):
            row = OutgoingMail.objects.get(key="later")
            assert (row.state, row.attempts) == (MailState.QUEUED, attempt)
            morning.shift(step - timedelta(seconds=1))
            assert claim_batch() is None  # not before its time
            morning.shift(timedelta(seconds=1))
            send_due_mail()
    row = OutgoingMail.objects.get(key="later")
    assert (row.state, row.attempts) == (MailState.FAILED, MOST_ATTEMPTS)
    assert row.fault == (MailFault.BUSY if answer else MailFault.CONNECTION)
    assert server.subjects == ["Onderwerp"]


def test_a_server_that_closes_after_some_mails_is_asked_again_at_once(db):
    for number in range(5):
        queue(f"m:{number}")
    with mail_server(most=2) as server:
        assert send_due_mail() == 5
    assert server.connections == 3
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ({"login": "535 5.7.8 wrong password"}, MailFault.LOGIN),
        ({"sender": "530 5.7.0 log in first"}, MailFault.LOGIN),
        ({"greeting": "554 not you"}, MailFault.SERVER),
        ({"greeting": "421 too busy"}, MailFault.SERVER),
    ],
)
def test_what_is_not_a_mails_fault_costs_it_no_attempt(db, morning, script, fault):
    for number in range(3):
        queue(f"m:{number}")
    with mail_server(**script) as server:
        for step in (*TROUBLE_LADDER, TROUBLE_LADDER[-1]):
            tried = server.connections
            assert send_due_mail() == 0
            assert server.connections == tried + 1  # one try for all of them
            assert send_due_mail() == 0
            assert server.connections == tried + 1  # and then all wait
            morning.shift(step)
    rows = OutgoingMail.objects.values_list("state", "attempts", "fault")
    assert set(rows) == {(MailState.QUEUED, 0, "")}
    outbox = Outbox.objects.get()
    assert (outbox.trouble, outbox.tries) == (fault, 5)
    assert outbox.trouble_since.isoformat() == "2017-06-15T06:00:00+00:00"
    with mail_server():
        assert send_due_mail() == 3
    outbox.refresh_from_db()
    assert (outbox.trouble_since, outbox.waits_until, outbox.tries) == (None, None, 0)


def test_a_server_that_is_away_for_an_hour_loses_nothing(db, morning):
    for number in range(30):
        queue(f"m:{number}")
    with mail_server() as server:
        pass  # and it is gone
    for _ten_minutes in range(6):
        with speaking_to(1):
            assert send_due_mail() == 0
        morning.shift(timedelta(minutes=10))
    with mail_server() as server:
        assert send_due_mail() == 30
        assert send_due_mail() == 0
    assert len({message["Message-ID"] for _to, message in server.taken}) == 30


def test_a_sender_that_is_refused_fails_one_mail_and_stops_the_others(db, morning):
    queue("first")
    queue("second")
    with mail_server(sender="553 5.7.1 not your address") as server:
        for _ in range(3):
            assert send_due_mail() == 0
            morning.shift(TROUBLE_LADDER[-1])
    assert server.connections == 3
    assert states() == {"first": MailState.FAILED, "second": MailState.QUEUED}
    assert OutgoingMail.objects.get(key="first").fault == MailFault.SENDER
    assert Outbox.objects.get().trouble == MailFault.SENDER


# --- What dies on the way ---


def test_a_killed_worker_leaves_a_mail_that_is_sent_later_and_counted(db, morning):
    queue()
    claim_batch()  # and then the worker is killed
    assert send_due_mail() == 0
    morning.shift(LEASE)
    assert send_due_mail() == 1
    row = only_mail()
    assert (row.state, row.attempts, row.lost) == (MailState.SENT, 2, 1)


def test_a_mail_that_kills_each_worker_is_given_up(db, morning, administrator):
    queue()
    for _ in range(MOST_ATTEMPTS):
        assert claim_batch()
        morning.shift(LEASE)
    assert claim_batch() == []
    row = only_mail()
    assert (row.state, row.fault, row.lost) == (MailState.FAILED, MailFault.LOST, MOST_ATTEMPTS)
    assert send_again(row, actor=Actor(user=administrator, role=Role.ADMIN))
    assert send_due_mail() == 1


def test_a_crash_after_the_server_took_it_sends_the_same_message_again(db, morning):
    queue()
    with mail_server() as server:
        (claimed,) = claim_batch()
        with sending.Postman() as postman:
            assert postman.deliver(message_of(claimed)) is None
        # Killed here: nobody wrote down that it was taken.
        morning.shift(LEASE)
        assert send_due_mail() == 1
    first, second = (message["Message-ID"] for _to, message in server.taken)
    assert first == second


def test_who_lost_the_lease_changes_nothing_any_more(db, morning):
    queue("slow", subject="Slow")
    slow = claim_batch()
    morning.shift(LEASE)
    assert send_due_mail() == 1  # another worker took over
    with mail_server(data={"Slow": "554 no"}) as server:
        assert send_batch(slow) == 0
    assert server.connections == 0  # its lease was over: not even tried
    assert only_mail().state == MailState.SENT


def queue_for_later(count: int) -> None:
    """Queue mails without waking a sender; their subjects are numbers."""
    with withheld_when(late=True):
        for number in range(count):
            queue(f"race:{number}", subject=f"{number}")
    OutgoingMail.objects.update(state=MailState.QUEUED)


def at_once(work: Callable[[], int], count: int) -> None:
    """Run it in threads that start together."""
    start = threading.Barrier(count)

    def run() -> None:
        try:
            start.wait(WAIT)
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        for future in [pool.submit(run) for _ in range(count)]:
            future.result(WAIT * 2)


def test_two_senders_at_once_send_each_mail_once(transactional_db):
    queue_for_later(60)
    at_once(send_due_mail, 3)
    assert sorted(int(message.subject) for message in mail.outbox) == list(range(60))


def test_without_the_claim_two_senders_send_it_twice(transactional_db, monkeypatch):
    """The negative control: the test above finds the fault when the guard is off."""
    queue_for_later(1)
    both_read = threading.Barrier(2)
    claimed = sending._claimed

    def claim_together(mails, *, lease):
        both_read.wait(WAIT)
        return claimed(mails, lease=lease)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)
    monkeypatch.setattr(sending, "_claimed", claim_together)
    at_once(send_one_batch, 2)
    assert [message.subject for message in mail.outbox] == ["0", "0"]


def test_an_idle_round_asks_one_question(db, django_assert_num_queries):
    queue()
    send_due_mail()
    with django_assert_num_queries(3):  # the savepoint and its end count here
        assert send_due_mail() == 0


def test_what_grows_old_is_withheld_and_leaves_when_an_administrator_says_so(
    db, morning, administrator
):
    letter = Letter(subject="Nog 4 lesdagen")
    queue_mails([QueuedMail("digest", "an@example.be", letter, good_for=timedelta(hours=48))])
    queue("invitation", subject="Uitnodiging")
    with speaking_to(1):
        send_due_mail()
    morning.shift(timedelta(hours=48))
    with speaking_to(1):
        assert send_due_mail() == 0  # on the last moment it may still leave
    assert states() == {"digest": MailState.QUEUED, "invitation": MailState.QUEUED}
    morning.shift(timedelta(hours=1))
    with mail_server() as server:
        assert send_due_mail() == 1
        row = OutgoingMail.objects.get(key="digest")
        assert (row.state, row.fault, row.attempts) == (MailState.WITHHELD, MailFault.STALE, 0)
        assert row.body
        assert send_again(row, actor=Actor(user=administrator, role=Role.ADMIN))
        assert send_due_mail() == 1
    assert server.subjects == ["Uitnodiging", "Nog 4 lesdagen"]


# --- Holding everything ---


def test_a_held_outbox_sends_nothing_until_it_is_released(db, administrator):
    admin = Actor(user=administrator, role=Role.ADMIN)
    queue("before")
    hold_outbox(why="De tekst van de uitnodiging klopt niet.", actor=admin)
    queue("after")
    assert send_due_mail() == 0
    outbox = Outbox.objects.get()
    assert (outbox.held_by, outbox.held_why[:8]) == (administrator, "De tekst")
    assert release_outbox(actor=admin)
    assert not release_outbox(actor=admin)
    assert send_due_mail() == 2


def test_holding_stops_a_batch_that_is_under_way(db, administrator):
    for number in range(3):
        queue(f"m:{number}")
    claimed = claim_batch()
    hold_outbox(why="Nu.", actor=Actor(user=administrator, role=Role.ADMIN))
    assert send_batch(claimed) == 0
    rows = OutgoingMail.objects.values_list("state", "attempts")
    assert set(rows) == {(MailState.QUEUED, 0)}


def test_no_mail_is_begun_that_could_outlast_its_lease(db, morning, settings):
    steps_of_one_mail = 12  # connecting, twice hello, encrypting, login, handing over, goodbye
    assert timedelta(seconds=settings.EMAIL_TIMEOUT) * steps_of_one_mail < sending.LEAST_LEASE_LEFT
    queue()
    claimed = claim_batch()
    morning.shift(LEASE - sending.LEAST_LEASE_LEFT + timedelta(seconds=1))
    assert send_batch(claimed) == 0
    row = only_mail()
    assert (row.state, row.attempts) == (MailState.QUEUED, 0)
