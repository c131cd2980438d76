"""Starting real programs, and waiting for what they say instead of for a time."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class Program:
    """A running program whose output is read as it comes."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def wait_for(self, text: str) -> str:
        """The first line from now on that holds `text`.

        Raises AssertionError, with all that was said, when it ends or stays silent too long.
        """
        until = monotonic() + PATIENCE_SECONDS
        while (left := until - monotonic()) > 0:
            try:
                line = self._lines.get(timeout=min(left, 1))
            except Empty:
                if self.process.poll() is not None:
                    break
                continue
            self.said.append(line)
            if text in line:
                return line
        raise AssertionError(f"never said {text!r}, but:\n{''.join(self.said)}")

    def kill(self) -> None:
        """End it at once, as a machine that loses power does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        self._reader.join(timeout=5)
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextmanager
def running(
    *command: str, environment: Mapping[str, str] | None = None, folder: Path = PROJECT
) -> Iterator[Program]:
    """A program that runs for as long as the block does."""
    program = Program([*command], environment or {}, folder)
    try:
        yield program
    finally:
        program.stop()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def real_redis(folder: Path) -> Iterator[str]:
    """A redis-server of our own, gone afterwards; its address."""
    server = shutil.which("redis-server")
    assert server is not None
    port = free_port()
    with running(server, "--port", str(port), "--save", "", folder=folder) as redis:
        redis.wait_for("Ready to accept connections")
        yield f"redis://127.0.0.1:{port}/0"


def celery(*words: str) -> list[str]:
    """A command of the project's Celery."""
    return [sys.executable, "-m", "celery", "--app", "lerarenstage", *words]
