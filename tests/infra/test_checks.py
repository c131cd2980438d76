"""Each mistake in an installation has a check with an id and a hint."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings

PRODUCTION = {
    "SECURE": True,
    "DEMO": False,
    "DEBUG": False,
    "PRACTICE_CLOCK_ALLOWED": False,
    "SECRET_KEY": "k" * 20 + "0123456789" * 4,
    "ALLOWED_HOSTS": ["stages.example"],
    "SITE_URL": "https://stages.example",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "lerarenstage <stages@stages.example>",
    "REDIS_URL": "redis://redis.example:6379/0",
    "ADMIN_MFA_REQUIRED": True,
}


def found(*, deploy: bool, **settings: Any) -> set[str]:
    with override_settings(**{**PRODUCTION, **settings}):
        messages = run_checks(include_deployment_checks=deploy)
    ours = [message for message in messages if str(message.id).startswith("lerarenstage.")]
    assert all(message.hint for message in ours)
    return {str(message.id) for message in ours}


def test_a_proper_production_installation_has_no_remarks() -> None:
    assert found(deploy=True) == set()


@pytest.mark.parametrize(
    ("setting", "value", "check"),
    [
        ("PRACTICE_CLOCK_ALLOWED", True, "lerarenstage.E001"),
        ("DEMO", True, "lerarenstage.E002"),
        ("DEBUG", True, "lerarenstage.E003"),
        ("SECRET_KEY", "short", "lerarenstage.E004"),
        ("SECRET_KEY", "demo-only-" + "0123456789abcdef" * 4, "lerarenstage.E004"),
        (
            "DATABASES",
            {"default": {"ENGINE": "django.db.backends.sqlite3"}},
            "lerarenstage.E005",
        ),
    ],
)
# Replacing DATABASES for a moment is what this test is about; no query is made.
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES:UserWarning")
def test_what_must_never_be_in_production_is_refused_by_every_command(
    setting: str, value: object, check: str
) -> None:
    assert found(deploy=False, **{setting: value}) == {check}


@pytest.mark.parametrize(
    ("setting", "value", "check"),
    [
        ("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend", "lerarenstage.W011"),
        ("DEFAULT_FROM_EMAIL", "lerarenstage <noreply@localhost>", "lerarenstage.W012"),
        ("SITE_URL", "http://localhost:8000", "lerarenstage.W013"),
        ("ALLOWED_HOSTS", ["*"], "lerarenstage.W014"),
        ("ALLOWED_HOSTS", ["localhost"], "lerarenstage.W014"),
        ("REDIS_URL", "", "lerarenstage.W015"),
        ("ADMIN_MFA_REQUIRED", False, "lerarenstage.W016"),
    ],
)
def test_what_a_deployment_lacks_is_told(setting: str, value: object, check: str) -> None:
    assert found(deploy=True, **{setting: value}) == {check}


def test_a_training_site_may_have_the_practice_clock() -> None:
    assert found(deploy=False, SECURE=False, PRACTICE_CLOCK_ALLOWED=True) == set()
