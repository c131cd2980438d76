"""The world of the rights tests, on a day when every phase is open."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from calendar_cfg.year_2017_2018 import PLAN_2017_2018
from calendar_cfg.years_admin import save_plan
from tests.requests_app.world import on
from tests.rights.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Both sides, on 12 September 2017; built once, as every request is undone.

    A module that uses it is marked `django_db`: then each test runs in a savepoint inside.
    """
    with django_db_blocker.unblock(), on("2017-09-12"):
        cache.clear()
        with transaction.atomic():
            yield World.of(save_plan(PLAN_2017_2018))
            transaction.set_rollback(True)
        connection.close()
