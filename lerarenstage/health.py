"""Is the site alive, and is it ready? For load balancers, containers and the person on call.

`/gezond/live` says that the process answers, and asks nothing of anything else. `/gezond/klaar`
says `ready`, or `degraded` with the reasons. It answers 503 when people cannot be served (database,
migrations) and 200 when they can but something behind the site stands still (sweep, mail, broker):
a queue that is down must not take the site down. Reasons are fixed sentences, so that no address
or password of an installation can be in them.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.outbox_standing import mail_is_stuck
from calendar_cfg import heartbeat
from matching.standing import standing_still

BROKER_SECONDS = 1


class Reason(NamedTuple):
    """Why the site is not wholly ready."""

    code: str
    text: str
    blocks: bool


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The site can do its work, or why not."""
    reasons = list(find_reasons())
    return JsonResponse(
        {
            "status": "degraded" if reasons else "ready",
            "reasons": [{"code": reason.code, "text": reason.text} for reason in reasons],
        },
        status=503 if any(reason.blocks for reason in reasons) else 200,
    )


def find_reasons() -> Iterator[Reason]:
    """Everything that is wrong at this moment; nothing when the site is ready."""
    if not _database_answers():
        yield Reason("database", "The database does not answer.", blocks=True)
    else:
        yield from _reasons_in_database()
    if not _broker_answers():
        yield Reason("broker", "The queue cannot be reached; tasks wait.", blocks=False)


def _reasons_in_database() -> Iterator[Reason]:
    if not _migrated():
        yield Reason("migrations", "The database is older than the program.", blocks=True)
        return
    age = heartbeat.age()
    if age is None:
        yield Reason("heartbeat", "The sweep of the phases has never run.", blocks=False)
    elif age > heartbeat.OLDEST:
        minutes = int(age.total_seconds() // 60)
        text = f"The sweep of the phases last ran {minutes} minutes ago."
        yield Reason("heartbeat", text, blocks=False)
    if standing_still():
        yield Reason("matching", "A run of the matching stands still.", blocks=False)
    if mail_is_stuck():
        yield Reason("mail", "Mail is due for more than 30 minutes and does not leave.", False)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return False
    return True


def _migrated() -> bool:
    """Whether all migrations of this program are applied; once true it stays so."""
    try:
        return _migrations_are_applied()
    except PendingMigrationsError:
        return False


class PendingMigrationsError(Exception):
    """Raised instead of returned, because `cache` keeps what is returned."""


@cache
def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise PendingMigrationsError
    return True


def _broker_answers() -> bool:
    answers: Callable[[], bool] = _redis_answers if settings.REDIS_URL else _folder_is_writable
    return answers()


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=BROKER_SECONDS,
            socket_timeout=BROKER_SECONDS,
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def _folder_is_writable() -> bool:
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_in")
    return folder is None or os.access(folder, os.W_OK)
