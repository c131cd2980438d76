"""Mail: once per cause, after the commit, forgotten when sent, withheld when too late."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import override_settings
from kombu.exceptions import OperationalError

from accounts import outbox
from accounts.enums import OutboxAct
from accounts.mail_decisions import drop_mail, hold_mail, send_again
from accounts.models import MailState, OutboxDecision, OutgoingMail, User
from accounts.sending import send_due_mail
from accounts.tasks import send_outgoing_mail
from calendar_cfg.withholding import withheld_when
from institutions.actors import SYSTEM, Actor
from institutions.enums import Role
from tests.accounts.mails import SECRET, only_mail, queue, states


@pytest.fixture
def admin(administrator: User) -> Actor:
    return Actor(user=administrator, role=Role.ADMIN)


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


def test_commit_sends_both_texts_and_forgets_them(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue()
        assert mail.outbox == []
    sent = only_mail()
    assert (sent.state, sent.body, sent.html, sent.attempts) == (MailState.SENT, "", "", 1)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["an@example.be"], "Onderwerp")
    parts: Any = message.message().get_payload()
    plain, html = parts
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    for part in (plain, html):
        text = part.get_payload(decode=True).decode()
        assert "Tekst" in text
        assert SECRET in text
    assert message.extra_headers["Message-ID"].startswith(f"<{sent.public_id}@")


def test_many_mails_in_one_transaction_wake_the_sender_once(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            queue(f"test:{number}")
    assert callbacks == [outbox.wake_sender]


@override_settings(DEMO=True)
def test_a_demo_keeps_the_text(db):
    queue()
    send_due_mail()
    assert "Tekst" in only_mail().body


def test_a_broker_that_is_down_fails_nothing(db, monkeypatch, django_capture_on_commit_callbacks):
    def down() -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(send_outgoing_mail, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        queue()
    assert only_mail().state == MailState.QUEUED
    assert send_due_mail() == 1  # what beat does a minute later


def test_a_newline_in_the_subject_makes_no_header(db):
    queue(subject="Een\r\nBcc: x@example.be")
    send_due_mail()
    assert mail.outbox[0].subject == "Een Bcc: x@example.be"
    assert mail.outbox[0].bcc == []


# --- What an administrator decides ---


def test_what_is_told_too_late_waits_for_an_administrator(db, admin):
    with withheld_when(late=True):
        queue("a")
        queue("b")
    first, second = OutgoingMail.objects.order_by("key")
    assert send_due_mail() == 0
    assert send_again(first, actor=admin)
    assert drop_mail(second, actor=admin)
    assert send_due_mail() == 1
    assert states() == {"a": MailState.SENT, "b": MailState.DROPPED}
    assert OutgoingMail.objects.get(key="b").body == ""
    decided = OutboxDecision.objects.order_by("pk").values_list("act", "about", "by")
    assert list(decided) == [
        (OutboxAct.SEND, str(first.public_id), admin.user.pk),
        (OutboxAct.DROP, str(second.public_id), admin.user.pk),
    ]


def test_one_mail_is_held_and_released(db, admin):
    queue("held")
    queue("other")
    held = OutgoingMail.objects.get(key="held")
    assert hold_mail(held, actor=admin)
    assert send_due_mail() == 1
    assert states() == {"held": MailState.WITHHELD, "other": MailState.SENT}
    assert not hold_mail(held, actor=admin)
    assert send_again(held, actor=admin)
    assert send_due_mail() == 1


def test_a_sent_mail_is_sent_again_by_nobody(db, admin):
    queue()
    send_due_mail()
    row = only_mail()
    assert not any(decide(row, actor=admin) for decide in (send_again, drop_mail, hold_mail))
    assert not OutboxDecision.objects.exists()


@pytest.mark.parametrize("decide", [send_again, drop_mail, hold_mail])
def test_only_an_administrator_decides(db, decide):
    queue()
    with pytest.raises(PermissionDenied):
        decide(only_mail(), actor=SYSTEM)
