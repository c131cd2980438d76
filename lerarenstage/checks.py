"""System checks: mistakes in an installation, each with an id and a hint.

E001-E005 refuse to start: `manage.py` runs them before every command, and the container does so
before it serves. W011-W016 are remarks of `manage.py check --deploy`.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

SHORTEST_SECRET_KEY = 50
NO_REAL_MAIL = ("locmem", "console", "dummy", "filebased")


@register(Tags.security)
def check_no_practice_in_production(**_: Any) -> Sequence[CheckMessage]:
    """A production installation has the real clock and real data."""
    if not settings.SECURE:
        return []
    found: list[CheckMessage] = []
    if settings.PRACTICE_CLOCK_ALLOWED:
        found.append(
            Error(
                "The practice clock is allowed in a production installation.",
                hint="Unset PRACTICE_CLOCK and TRAINING, or set SECURE=0 for a training site.",
                id="lerarenstage.E001",
            )
        )
    if settings.DEMO:
        found.append(
            Error(
                "DEMO is on in a production installation.",
                hint="Unset DEMO: demo accounts have a published password.",
                id="lerarenstage.E002",
            )
        )
    if settings.DEBUG:
        found.append(
            Error(
                "DEBUG is on in a production installation.",
                hint="Unset DEBUG: its error pages show settings and data.",
                id="lerarenstage.E003",
            )
        )
    return found


@register(Tags.security)
def check_secret_key(**_: Any) -> Sequence[CheckMessage]:
    """Sessions, reset links and invitations are only as safe as this key."""
    key = settings.SECRET_KEY
    if not settings.SECURE or (
        len(key) >= SHORTEST_SECRET_KEY and not key.startswith(("demo-only-", "django-insecure-"))
    ):
        return []
    return [
        Error(
            f"SECRET_KEY is shorter than {SHORTEST_SECRET_KEY} characters or a published one.",
            hint='Make one: python -c "import secrets; print(secrets.token_urlsafe(64))"',
            id="lerarenstage.E004",
        )
    ]


@register(Tags.database)
def check_database_engine(**_: Any) -> Sequence[CheckMessage]:
    """Row locks, exclusion constraints and triggers carry the promises: PostgreSQL only."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return []
    return [
        Error(
            "The database is not PostgreSQL.",
            hint="Set DATABASE_URL to postgresql://..., or unset it for the embedded server.",
            id="lerarenstage.E005",
        )
    ]


@register(Tags.security, deploy=True)
def check_deployment(**_: Any) -> Sequence[CheckMessage]:
    """What production needs besides what Django itself checks."""
    return [
        checks.Warning(message, hint=hint, id=f"lerarenstage.{number}")
        for number, wrong, message, hint in _deployment_facts()
        if wrong
    ]


def _deployment_facts() -> list[tuple[str, bool, str, str]]:
    """(number, whether it is wrong, message, hint) for each fact of a deployment."""
    hosts = settings.ALLOWED_HOSTS
    return [
        (
            "W011",
            any(kind in settings.EMAIL_BACKEND for kind in NO_REAL_MAIL),
            "Mail does not leave this machine.",
            "Set EMAIL_URL to smtp+tls://user:password@host:587.",
        ),
        (
            "W012",
            settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"),
            "Mails are sent from localhost.",
            "Set DEFAULT_FROM_EMAIL to an address of your own domain.",
        ),
        (
            "W013",
            not settings.SITE_URL.startswith("https://"),
            "Links in mails do not start with https.",
            "Set SITE_URL to the public address of the site.",
        ),
        (
            "W014",
            "*" in hosts or set(hosts) <= {"localhost", "127.0.0.1", "[::1]"},
            "ALLOWED_HOSTS does not name the public host.",
            "Set ALLOWED_HOSTS to the host names of the site, separated by commas.",
        ),
        (
            "W015",
            not settings.REDIS_URL,
            "The queue is a folder on this machine.",
            "Set REDIS_URL to a Redis with an append-only file.",
        ),
        (
            "W016",
            not settings.ADMIN_MFA_REQUIRED,
            "Administrators may log in with a password alone.",
            "Unset ADMIN_MFA_REQUIRED.",
        ),
    ]
