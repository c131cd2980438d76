"""`make demo` in a checkout of its own: starts, answers, keeps its data, and stops everything."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = (".*", "__pycache__", "tests", "docs", "benchmarks", "staticfiles")
READY_SECONDS = 60
# The settings of the tests stand in our environment; the demo starts with a bare one.
SETTINGS = frozenset(
    re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "lerarenstage" / "settings.py").read_text())
)

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "checkout"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return folder


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(checkout: Path, port: int, *arguments: str) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "lerarenstage.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "lerarenstage.demo", *arguments],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running_demo(checkout: Path, port: int) -> Iterator[str]:
    """The demo, from its welcome until it has stopped; gives what it printed."""
    demo = start(checkout, port)
    assert demo.stdout
    printed = ""
    try:
        for line in demo.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        assert "Ctrl-C" in printed, printed
        yield printed
    finally:
        demo.send_signal(signal.SIGINT)
        rest, _ = demo.communicate(timeout=60)
    assert demo.returncode == 0, rest
    assert "Stopped." in rest


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def wait_until_ready(port: int) -> None:
    """The worker sweeps when it starts, and with that the last reason goes."""
    answer: dict[str, object] = {}
    for _ in range(READY_SECONDS):
        answer = json.loads(get(port, "/gezond/klaar")[1])
        if answer["status"] == "ready":
            return
        threading.Event().wait(1)
    pytest.fail(f"not ready: {answer}")


def test_demo_starts_answers_and_stops_twice_on_the_same_data(checkout: Path, port: int) -> None:
    with running_demo(checkout, port) as printed:
        assert f"http://localhost:{port}/" in printed
        assert len(re.findall(r"@demo\.example", printed)) >= 3
        wait_until_ready(port)
        assert get(port, "/")[0] == 200

        second = start(checkout, port)
        told, _ = second.communicate()
        assert second.returncode == 1
        assert "running already" in told

    with running_demo(checkout, port) as printed_again:
        assert printed_again.splitlines()[-8:] == printed.splitlines()[-8:]
    with pytest.raises(ConnectionRefusedError):
        get(port, "/gezond/live")
    assert not (checkout / ".local" / "postgres" / "postmaster.pid").exists()


def test_occupied_port_is_told_with_another_one(checkout: Path, port: int) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", port))
        occupant.listen()
        demo = start(checkout, port)
        told, _ = demo.communicate()
    assert demo.returncode == 1
    assert f"PORT={port + 1} make demo" in told
