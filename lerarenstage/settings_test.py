"""Settings of the test suite: quick, closed to the outside, strict about templates.

What the developer's shell says about the kind of installation does not count here; only
DATABASE_URL and TEST_DATABASE_NAME are taken from it.
"""

import os
from typing import cast

os.environ.update(
    DEBUG="0",
    DEMO="0",
    TRAINING="0",
    PRACTICE_CLOCK="0",
    SECURE="0",
    ADMIN_MFA_REQUIRED="0",
    SECRET_KEY="tests-only-" + "0123456789abcdef" * 4,
    SITE_URL="http://testserver",
    EMAIL_URL="memorymail://",
    REDIS_URL="",
    CELERY_EAGER="1",
    CONN_MAX_AGE="0",
    THROWAWAY_DATABASE="1",
)
# Playwright's own event loop runs in the thread of a browser test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from lerarenstage.settings import *  # noqa: F403
from lerarenstage.settings import (
    BASE_DIR,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
    MIDDLEWARE,
    STORAGES,
    TEMPLATES,
)
from lerarenstage.strict_templates import MissingVariable

# Django's own live server hands out the static files; there is no folder with collected ones.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATICFILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": STATICFILES}}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS.clear()
CELERY_TASK_EAGER_PROPAGATES = True
options = cast("dict[str, object]", TEMPLATES[0]["OPTIONS"])
options["string_if_invalid"] = MissingVariable(BASE_DIR / "templates")
# A test database may be lost in a power cut.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
