"""Run a program with a limit in time and memory, and measure what it and its children used."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

EVERY_SECONDS = 0.2
PROC = Path("/proc")


@dataclass(frozen=True)
class Watched:
    """How a program went.

    Arguments:
        status: "done", "time" or "memory" when it was stopped for that, else "crashed".
        peak_mb: the most memory that it and its children held at once. Shared pages count once.
            Where the kernel does not tell, the largest of them.
        last_words: the end of what it wrote on standard error.
    """

    status: str
    code: int
    seconds: float
    peak_mb: float
    last_words: str


def watch(command: Sequence[str], *, seconds: float, memory_mb: int, folder: Path) -> Watched:
    """Run a program in a folder until it ends or passes a limit."""
    with tempfile.TemporaryFile("w+") as errors:
        begun = perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
        )
        status, peak = "done", 0.0
        while status == "done" and not _ended(process):
            peak = max(peak, memory_of(process.pid))
            if perf_counter() - begun > seconds:
                status = "time"
            elif peak > memory_mb:
                status = "memory"
        _end(process)
        took = perf_counter() - begun
        errors.seek(0)
        words = errors.read()[-2000:].strip()
    if status == "done" and process.returncode != 0:
        status = "crashed"
    return Watched(
        status, process.returncode, took, peak or _largest(resource.RUSAGE_CHILDREN), words
    )


def memory_of(pid: int) -> float:
    """MB that a process and all below it hold now; 0 where the kernel does not tell."""
    total = 0.0
    for one in _family(pid):
        with contextlib.suppress(OSError):
            for line in (PROC / str(one) / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
    return total


def high_water() -> float:
    """MB that this process itself held at the most."""
    try:
        lines = (PROC / "self" / "status").read_text().splitlines()
    except OSError:
        return _largest(resource.RUSAGE_SELF)
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _family(pid: int) -> list[int]:
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        for tasks in (PROC / str(one) / "task").glob("*/children"):
            with contextlib.suppress(OSError):
                queue += [int(child) for child in tasks.read_text().split()]
    return found


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(EVERY_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop it and whatever it started, which is in its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _largest(whose: int) -> float:
    units = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(whose).ru_maxrss / units
