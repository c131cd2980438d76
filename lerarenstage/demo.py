"""The demo: everything the product needs on one machine, started with one command.

    python -m lerarenstage.demo            start (what `make demo` does)
    python -m lerarenstage.demo reset      throw the demo's data away and load them anew

Uses DATABASE_URL and REDIS_URL when they are set, and otherwise the embedded PostgreSQL and a queue
in a folder. PORT is the port of the site. Everything it writes lies in `.local`.
"""

import contextlib
import fcntl
import http.client
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from lerarenstage.demo_data import empty_database, prepare_database
from lerarenstage.demo_programs import DemoPrograms
from lerarenstage.embedded import discard_embedded_data
from lerarenstage.translations import compile_changed

LOCAL_DIR = Path(__file__).resolve().parent.parent / ".local"
FOLDERS = ("broker", "broker-control", "logs", "mail", "static")
WRITTEN = (*FOLDERS, "beat-schedule")
START_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.3


class DemoError(Exception):
    """The demo cannot run; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """Start the demo, or reset it; give the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerarenstage.settings")
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("STATIC_ROOT", str(LOCAL_DIR / "static"))
    try:
        with _only_one():
            if arguments == ["reset"]:
                _reset()
            else:
                _run(int(os.environ["PORT"]))
    except PermissionError as error:
        return _complain(
            f"{error.filename} belongs to another user, most likely because the demo ran as root "
            "before. Run it as that user again, or remove the folder .local as root."
        )
    except (DemoError, ImproperlyConfigured, CommandError) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        _say("\nStopped before it ran; nothing is half done.")
        return 130
    return 0


def _run(port: int) -> None:
    _require_free(port)
    _on_signals(signal.default_int_handler)
    logins = _prepare()
    stop = threading.Event()
    _on_signals(lambda *_: stop.set())
    commands = _commands(port)
    with DemoPrograms(LOCAL_DIR / "logs") as programs:
        # The site first, with the whole machine to itself: that is what people wait for.
        programs.start("web", commands.pop("web"))
        _wait_until_it_answers(port, programs, stop)
        for name, arguments in commands.items():
            programs.start(name, arguments)
        if not stop.is_set():
            _welcome(port, logins)
        while not stop.wait(LOOK_AGAIN_SECONDS):
            _require_all_running(programs)
        _say("Stopping ...")
    _say("Stopped. `make demo` starts again with the same data.")


def _prepare() -> str:
    """Bring database, translations and demo data up to date; give the logins as text."""
    compile_changed()
    for folder in FOLDERS:
        (LOCAL_DIR / folder).mkdir(parents=True, exist_ok=True)
    return prepare_database(_say)


def _reset() -> None:
    if os.environ.get("DATABASE_URL"):
        empty_database()
    else:
        discard_embedded_data(LOCAL_DIR)
    for name in WRITTEN:
        _remove(LOCAL_DIR / name)
    _prepare()
    _say("The demo's data are new. `make demo` starts it.")


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _commands(port: int) -> dict[str, list[str]]:
    celery = ["celery", "--app", "lerarenstage", "--quiet"]
    beat_file = str(LOCAL_DIR / "beat-schedule")
    return {
        "web": [
            *("gunicorn", "lerarenstage.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "2", "--threads", "4", "--graceful-timeout", "5"),
            *("--preload", "--worker-tmp-dir", str(LOCAL_DIR)),
        ],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--schedule", beat_file, "--pidfile", "", "--loglevel", "INFO"],
    }


def _wait_until_it_answers(port: int, programs: DemoPrograms, stop: threading.Event) -> None:
    for _ in range(int(START_SECONDS / LOOK_AGAIN_SECONDS)):
        _require_all_running(programs)
        if _answers(port) or stop.wait(LOOK_AGAIN_SECONDS):
            return
    raise DemoError(f"The site does not answer. See {LOCAL_DIR / 'logs' / 'web.log'}.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/gezond/live")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _require_all_running(programs: DemoPrograms) -> None:
    crashed = programs.first_crashed()
    if crashed is not None:
        raise DemoError(
            f"{crashed.name} ended by itself (code {crashed.process.returncode}), so the demo "
            f"stops. The end of {crashed.log}:\n{crashed.end_of_log()}"
        )


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Choose another one: PORT={port + 1} make demo"
            ) from error


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Two demos on the same data would stop each other's programs."""
    LOCAL_DIR.mkdir(exist_ok=True)
    with (LOCAL_DIR / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DemoError("A demo of this checkout is running already; stop it first.") from error
        yield


def _on_signals(handler: Callable[[int, FrameType | None], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _welcome(port: int, logins: str) -> None:
    _say(f"\nlerarenstage runs:  http://localhost:{port}/\n")
    _say(logins)
    _say(f"The mails of the demo:  http://localhost:{port}/postbus/ (log in first)")
    _say(f"Mails are written to {LOCAL_DIR / 'mail'} too, logs to {LOCAL_DIR / 'logs'}.")
    _say("Ctrl-C stops everything.")


def _complain(message: str) -> int:
    print(f"\n{message}", file=sys.stderr, flush=True)
    return 1


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
