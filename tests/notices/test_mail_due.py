"""What is due is made and sent without beat too: by the sweep of cron, and as a worker starts."""

import pytest
from celery.signals import worker_ready
from django.core.management import call_command

import accounts.tasks  # noqa: F401
import notices.tasks  # noqa: F401 - a worker has read all tasks before it is ready
from accounts.models import MailState, OutgoingMail
from notices.models import Addressee
from tests.requests_app.world import filed, on


@pytest.fixture
def told(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        filed(coordinator, mentor, year_2017)
    Addressee.objects.update(last_mail_on="2017-09-04")


def test_the_sweep_collects_and_sends_what_is_due(told, mentor, capsys):
    with on("2017-09-05", hour=8):
        call_command("sweep")
    mail = OutgoingMail.objects.get(to=mentor.user.email)
    assert (mail.kind, mail.state) == ("digest", MailState.SENT)


def test_a_worker_that_starts_collects_and_sends_what_waited(told, mentor):
    with on("2017-09-05", hour=8):
        worker_ready.send(sender="test")
        assert OutgoingMail.objects.filter(to=mentor.user.email).exists()
        worker_ready.send(sender="test")  # what its first collector wrote was not yet committed
    assert OutgoingMail.objects.get(to=mentor.user.email).state == MailState.SENT
