"""`/gezond/live` and `/gezond/klaar`: public, truthful, and answering when all else is down."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.mail_decisions import hold_outbox
from accounts.models import OutgoingMail, User
from calendar_cfg import clock, heartbeat
from institutions.actors import Actor
from institutions.enums import Role
from matching.enums import RunState
from tests.accounts.mails import queue
from tests.factories_matching import MatchingRunFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def queue_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path)}
    return tmp_path


def reasons(client: Client, *, status: int = 200) -> list[str]:
    response = client.get("/gezond/klaar")
    assert response.status_code == status
    answer = response.json()
    assert answer["status"] == ("degraded" if answer["reasons"] else "ready")
    return [reason["code"] for reason in answer["reasons"]]


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    response = client.get("/gezond/live", headers={"host": "10.0.0.1"})
    assert (response.status_code, response.json()) == (200, {"status": "live"})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_sweep_ran_lately(client: Client) -> None:
    heartbeat.beat()
    assert reasons(client) == []


@pytest.mark.django_db
def test_degraded_when_the_sweep_never_ran(client: Client) -> None:
    assert reasons(client) == ["heartbeat"]


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "expected"), [(4, []), (6, ["heartbeat"])])
def test_degraded_when_the_sweep_stands_still_for_five_minutes(
    client: Client, minutes: int, expected: list[str]
) -> None:
    heartbeat.beat()
    with time_machine.travel(clock.real_now() + timedelta(minutes=minutes), tick=False):
        assert reasons(client) == expected


@pytest.mark.django_db
def test_degraded_when_a_run_of_the_matching_stands_still_or_has_failed(client: Client) -> None:
    heartbeat.beat()
    run = MatchingRunFactory(state="running", heartbeat_at=clock.real_now())
    assert reasons(client) == []
    run.heartbeat_at -= timedelta(minutes=11)
    run.save()
    assert reasons(client) == ["matching"]
    run.state, run.publishes_itself = RunState.FAILED, True
    run.save()
    assert reasons(client) == ["matching"]
    MatchingRunFactory(year=run.year, state="published")
    assert reasons(client) == []


@pytest.mark.django_db
def test_degraded_when_mail_is_due_for_half_an_hour(client: Client, administrator: User) -> None:
    heartbeat.beat()
    queue()
    mail = OutgoingMail.objects.get()
    mail.next_try_at -= timedelta(minutes=29)
    mail.save()
    assert reasons(client) == []
    mail.next_try_at -= timedelta(minutes=2)
    mail.save()
    assert reasons(client) == ["mail"]
    hold_outbox(why="Even niet.", actor=Actor(user=administrator, role=Role.ADMIN))
    assert reasons(client) == []  # that is a decision, and a banner says it


@pytest.mark.django_db
def test_degraded_but_serving_when_the_queue_is_away(client: Client, settings: Settings) -> None:
    heartbeat.beat()
    settings.REDIS_URL = "redis://:secret-word@127.0.0.1:1/0"
    assert reasons(client) == ["broker"]
    assert "secret-word" not in client.get("/gezond/klaar").text


@pytest.mark.django_db
def test_degraded_when_the_queue_folder_is_gone(client: Client, queue_folder: Path) -> None:
    heartbeat.beat()
    queue_folder.rmdir()
    assert reasons(client) == ["broker"]


ASK = """
import django
django.setup()
from django.test import Client
for address in ("/gezond/live", "/gezond/klaar"):
    response = Client(headers={"host": "10.0.0.1"}).get(address)
    print(response.status_code, response.content.decode())
"""


@pytest.mark.processes
def test_answers_without_a_database_and_says_so() -> None:
    settings = {
        "DJANGO_SETTINGS_MODULE": "lerarenstage.settings_test",
        "DATABASE_URL": "postgresql://name:secret-word@127.0.0.1:1/none",
    }
    result = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    live, ready = result.stdout.splitlines()
    assert live == '200 {"status": "live"}'
    assert ready.startswith("503 ")
    codes = [reason["code"] for reason in json.loads(ready[4:])["reasons"]]
    assert "database" in codes
    assert "secret-word" not in result.stdout + result.stderr
