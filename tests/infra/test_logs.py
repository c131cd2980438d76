"""Log lines tell what happened, never to whom."""

import json
import logging
from datetime import timedelta
from logging.config import DictConfigurator  # type: ignore[attr-defined]
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from gunicorn.config import Config  # type: ignore[import-untyped]

from lerarenstage.access_log import AccessLogger
from lerarenstage.logs import logging_config


def formatted(*, as_json: bool, message: str, **fields: Any) -> str:
    config = logging_config(json=as_json)
    formatter = DictConfigurator(config).configure_formatter(config["formatters"]["line"])
    record = logging.LogRecord("app", logging.ERROR, __file__, 1, message, None, fields.get("exc"))
    return str(formatter.format(record))


@pytest.mark.parametrize("as_json", [True, False])
def test_mail_addresses_are_masked(as_json: bool) -> None:
    line = formatted(as_json=as_json, message="sent to an.peeters+x@school.example.be")
    assert "peeters" not in line
    assert "<mail>" in line


def test_values_that_the_database_quotes_are_masked() -> None:
    message = 'duplicate key "user_email_once"\nDETAIL:  Key (name)=(An Peeters) already exists.'
    line = formatted(as_json=True, message=message)
    assert "Peeters" not in line
    assert "user_email_once" in line


def test_secret_addresses_are_cut() -> None:
    line = formatted(as_json=True, message="Not Found: /agenda/AbC-1.sig_2.ics")
    assert json.loads(line)["event"] == "Not Found: /agenda/<secret>.ics"
    line = formatted(as_json=True, message='"GET /uitnodiging/sleutel/ HTTP/1.1" 200')
    assert json.loads(line)["event"] == '"GET /uitnodiging/<secret>/ HTTP/1.1" 200'


def test_the_access_log_cuts_them_too() -> None:
    logger = AccessLogger(Config())
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/agenda/AbC-1.sig_2.ics",
        "PATH_INFO": "/agenda/AbC-1.sig_2.ics",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    answer = SimpleNamespace(status="200 OK", sent=0, headers=[])
    atoms = logger.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(0))
    assert atoms["U"] == "/agenda/<secret>.ics"
    assert atoms["r"] == "GET /agenda/<secret>.ics HTTP/1.1"


def test_fields_that_name_a_person_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    event = {
        "event": "filed",
        "email": "x",
        "user": {"id": 1},
        "detail": {"last_name": "P", "n": 2},
    }
    from lerarenstage.logs import mask_people

    assert mask_people(structlog.get_logger(), "info", event) == {
        "event": "filed",
        "detail": {"n": 2},
    }


def test_json_lines_carry_level_logger_and_time() -> None:
    line = json.loads(formatted(as_json=True, message="hello"))
    assert (line["event"], line["level"], line["logger"]) == ("hello", "error", "app")
    assert line["timestamp"].endswith("Z")


def test_tracebacks_show_no_local_variables() -> None:
    secret = "hidden-value"
    try:
        raise ValueError("went wrong")
    except ValueError as error:
        line = formatted(
            as_json=True, message="failed", exc=(type(error), error, error.__traceback__)
        )
    assert "went wrong" in line
    assert secret not in line
