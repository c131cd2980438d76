"""A Redis, the environment of programs that use it, and requests that wait for their release."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from kombu import pools
from pytest_django.fixtures import Settings

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear, PracticeClock
from lerarenstage.celery import app
from requests_app.models import PlacementRequest
from tests.broker.programs import Redis, real_redis
from tests.requests_app.world import filed, on


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis of this test's own."""
    with real_redis(tmp_path) as server:
        yield server


@pytest.fixture
def environment(redis: Redis) -> dict[str, str]:
    """The environment of a worker of ours: this test's database and Redis."""
    database = connection.settings_dict
    host = database["OPTIONS"].get("host") or database["HOST"]
    return {
        "DJANGO_SETTINGS_MODULE": "lerarenstage.settings",
        "DATABASE_URL": (
            f"postgresql://{database['USER']}:{database['PASSWORD'] or ''}@"
            f"/{database['NAME']}?host={host}"
        ),
        "REDIS_URL": redis.address,
        "DEMO": "1",
        "PRACTICE_CLOCK": "1",
        "SWEEP_SECONDS": "1",
        "CELERY_EAGER": "0",
    }


@pytest.fixture
def web(redis: Redis, settings: Settings) -> Iterator[None]:
    """This process is the web server: it enqueues on that Redis, and has a practice clock."""
    settings.PRACTICE_CLOCK_ALLOWED = True
    names = ("task_always_eager", "broker_url", "broker_transport_options")
    before = {name: app.conf[name] for name in names}
    app.conf.update(
        task_always_eager=False,
        broker_url=redis.address,
        broker_transport_options=settings.REDIS_OPTIONS,
    )
    _forget_connections()
    yield
    app.conf.update(before)
    _forget_connections()


def _forget_connections() -> None:
    pools.reset()
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def held(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> list[PlacementRequest]:
    """Three requests filed on 6 June; the practice clock of the worker says 15 June."""
    with on("2017-06-06"):
        requests = [filed(coordinator, mentor, year_2017) for _ in range(3)]
    PracticeClock.objects.create(believed_date=date(2017, 6, 15), set_at=clock.real_now())
    return requests
