"""Settings. The environment is read here, once, and nowhere else."""

from pathlib import Path

import django_stubs_ext
import environ
import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

# Lets `ModelAdmin[School]` and `BaseFormSet[Form]` stand in the code, as the type checker asks.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

env = environ.Env()

# What kind of installation this is. DEMO: demo data and the practice clock, never for real people.
DEMO = env.bool("DEMO", default=False)
TRAINING = env.bool("TRAINING", default=False)
DEBUG = env.bool("DEBUG", default=False)
PRACTICE_CLOCK_ALLOWED = env.bool("PRACTICE_CLOCK", default=DEMO or TRAINING)
# Only an installation that says so is production: cookies, HSTS and the checks depend on it.
SECURE = env.bool("SECURE", default=not (DEMO or DEBUG))

if DEMO or DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="demo-only-" + "0123456789abcdef" * 4)
else:
    SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:" + env.str("PORT", default="8000"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
    "pghistory",
    "pgtrigger",
    "rules",
    "calendar_cfg",
    "institutions",
    "accounts",
    "placement_code",
    "requests_app",
    "matching",
    "placements",
    "answer_links",
    "feeds",
    "agreements",
    "schedules",
    "intromoments",
    "notices",
    "lerarenstage",
    "lerarenstage.admin_site.LerarenstageAdminConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lerarenstage.middleware.SecurityHeadersMiddleware",
    "lerarenstage.middleware.HealthMiddleware",
    "lerarenstage.middleware.BodySizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.AdminMfaMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "calendar_cfg.middleware.ClockMiddleware",
    "accounts.middleware.ActorMiddleware",
    "calendar_cfg.middleware.YearMiddleware",
    "placement_code.middleware.PlacementCodeMiddleware",
]

ROOT_URLCONF = "lerarenstage.urls"
WSGI_APPLICATION = "lerarenstage.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lerarenstage.context_processors.page_head",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["lerarenstage"]
CRISPY_TEMPLATE_PACK = "lerarenstage"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# --- Database: PostgreSQL only; the embedded one when no address is given. ---
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    from lerarenstage.embedded import embedded_database_url

    DATABASES = {
        "default": env.db_url_config(
            embedded_database_url(LOCAL_DIR, throwaway=env.bool("THROWAWAY_DATABASE", False))
        )
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", default="test_lerarenstage")}
# The audit trail keeps what was deleted too (trust.md, 20).
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The trail of changes that the database keeps; `events` are those of the domain.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="audit_rows")

# --- Queue: Redis, or kombu's filesystem broker when no address is given. ---
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
# A request that finds no Redis tries once more at once, and goes on: beat brings what it asked for.
REDIS_OPTIONS = {"visibility_timeout": 3600, "max_retries": 1, "interval_start": 0}
CELERY_BROKER_TRANSPORT_OPTIONS = (
    REDIS_OPTIONS
    if REDIS_URL
    else {
        "data_folder_in": str(LOCAL_DIR / "broker"),
        "data_folder_out": str(LOCAL_DIR / "broker"),
        "control_folder": str(LOCAL_DIR / "broker-control"),
    }
)
# UTC and intervals: an every-minute crontab in Europe/Brussels is silent for
# 61 minutes on the night that summer time ends.
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_EAGER", default=False)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "open-and-close-phases": {
        "task": "calendar_cfg.tasks.open_and_close_phases",
        "schedule": env.float("SWEEP_SECONDS", default=60.0),
        "kwargs": {"trigger": "beat"},
    },
    "continue-matching": {
        "task": "matching.tasks.continue_matching",
        "schedule": env.float("SWEEP_SECONDS", default=60.0),
    },
    "send-outgoing-mail": {
        "task": "accounts.tasks.send_outgoing_mail",
        "schedule": env.float("SWEEP_SECONDS", default=60.0),
    },
    "collect-notices": {
        "task": "notices.tasks.collect_notices",
        "schedule": env.float("SWEEP_SECONDS", default=60.0),
    },
    "make-daily-round": {
        "task": "notices.tasks.make_daily_round",
        "schedule": env.float("SWEEP_SECONDS", default=60.0),
    },
}

# --- People ---
AUTH_USER_MODEL = "accounts.User"
# The address is unique whatever its case, by a constraint the check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, which proves the address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A signature, or a change of the login, asks for the password again after five minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Beside allauth's own.
ACCOUNT_RATE_LIMITS = {"verify_agreement": "30/m/ip", "answer_link": "60/m/ip"}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a change of password or second step is told by mail
# Behind a proxy, rate limits count the visitor's address, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ADMIN_MFA_REQUIRED = env.bool("ADMIN_MFA_REQUIRED", default=SECURE)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "lerarenstage"
INVITATION_DAYS = 14

# --- Mail ---
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if not DEMO else "filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
# How long the waits of the outbox take: 1 is real, a rehearsal of an outage has them pass faster.
MAIL_TIME_SCALE = env.float("MAIL_TIME_SCALE", default=1.0)
# From this hour, in Brussels, the daily and weekly mails go out; a demo need not wait for morning.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=0 if DEMO else 7)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or str(LOCAL_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="lerarenstage <noreply@localhost>")

# --- Language and time. Dutch is the language of the source: every msgid is Dutch. ---
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "taal"
FORMAT_MODULE_PATH = ["lerarenstage.formats"]

# --- Files ---
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SECURE
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not SECURE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- Web security (trust.md, Web) ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lerarenstage.error_views.csrf_failure"
if SECURE:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^gezond/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# --- Logs: JSON in production, readable elsewhere; never a name or an address. ---
from lerarenstage.logs import logging_config

LOGGING = logging_config(json=SECURE)
