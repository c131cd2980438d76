"""Starting real programs, and waiting for what they say instead of for a time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
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
            start_new_session=True,
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

    def has_said(self, text: str) -> bool:
        """Whether a line so far holds `text`."""
        while not self._lines.empty():
            self.said.append(self._lines.get())
        return any(text in line for line in self.said)

    def wait_until_done(self, task: str) -> None:
        """Wait until a worker has done a task once more."""
        while "succeeded" not in self.wait_for(task):
            pass

    def kill(self) -> None:
        """End it and its children at once, as a machine that loses power does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
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


class Redis:
    """A redis-server of our own, that can be killed and comes back empty at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.address = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        server = shutil.which("redis-server")
        assert server is not None
        command = [server, "--port", str(self._port), "--save", ""]
        self._program = Program(command, {}, self._folder)
        self._program.wait_for("Ready to accept connections")

    def kill(self) -> None:
        self._program.kill()
        self._program.stop()


@contextmanager
def real_redis(folder: Path) -> Iterator[Redis]:
    """A redis-server that is gone afterwards."""
    redis = Redis(folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.kill()


def celery(*words: str) -> list[str]:
    """A command of the project's Celery."""
    return [sys.executable, "-m", "celery", "--app", "lerarenstage", *words]


def worker(environment: dict[str, str], stack: ExitStack) -> Program:
    """A worker that says what it does."""
    command = celery("worker", "--concurrency", "1", "--loglevel", "INFO")
    return stack.enter_context(running(*command, environment=environment))


def beat(environment: dict[str, str], stack: ExitStack, folder: Path, name: str) -> Program:
    """A beat with a schedule file of its own."""
    command = celery(
        "beat", "--schedule", str(folder / name), "--pidfile", "", "--loglevel", "INFO"
    )
    return stack.enter_context(running(*command, environment=environment))
