"""Log lines tell what happened, never to whom."""

import json
import logging
from logging.config import DictConfigurator  # type: ignore[attr-defined]
from typing import Any

import pytest
import structlog

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
