"""The programs that a demo consists of: started together, watched, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

STOP_SECONDS = 10
LINES_OF_LOG = 15
# prctl(PR_SET_PDEATHSIG, ...): the kernel stops a program whose starter was killed outright.
PR_SET_PDEATHSIG = 1


class DemoProgram:
    """One child process with a log of its own."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path) -> None:
        self.name = name
        self.log = log
        with log.open("w") as output:
            # A session of its own: Ctrl-C reaches us alone, and we stop them in order.
            self.process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(),  # noqa: PLW1509 -- the demo has no threads
            )

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone; while the demo runs, that is a crash."""
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if not self.has_ended:
            self.process.terminate()

    def wait_or_kill(self, seconds: float) -> None:
        """Wait for the end; after that time end it and everything it started."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def end_of_log(self) -> str:
        """The last lines it wrote, for whoever has to find out why it ended."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join("    " + line for line in lines[-LINES_OF_LOG:])


class DemoPrograms:
    """All programs of one demo. Leaving the `with` block stops them."""

    def __init__(self, log_dir: Path) -> None:
        self.log_dir = log_dir
        self.running: list[DemoProgram] = []

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start one more program, with a log named after it."""
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self.running.append(DemoProgram(name, arguments, self.log_dir / f"{name}.log"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for program in self.running:
            program.ask_to_stop()
        for program in self.running:
            program.wait_or_kill(STOP_SECONDS)

    def first_crashed(self) -> DemoProgram | None:
        """The first program that ended by itself, if any did."""
        return next((program for program in self.running if program.has_ended), None)


def _die_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask_kernel
