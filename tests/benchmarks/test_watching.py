"""Each engine runs in a process of its own, under limits."""

import sys
from pathlib import Path

import pytest

from benchmarks.watching import watch

pytestmark = pytest.mark.processes
HERE = Path(__file__).parent
LARGE = 100_000


def run(program, seconds=60.0, memory_mb=LARGE):
    command = [sys.executable, "-c", program]
    return watch(command, seconds=seconds, memory_mb=memory_mb, folder=HERE)


def test_a_program_that_ends_is_done():
    watched = run("pass")

    assert (watched.status, watched.code) == ("done", 0)
    assert watched.peak_mb > 0


def test_a_program_that_fails_says_why():
    watched = run("raise SystemExit('no places')")

    assert (watched.status, watched.last_words) == ("crashed", "no places")


def test_a_program_that_goes_on_is_stopped():
    assert run("while True: pass", seconds=0.3).status == "time"


def test_a_program_that_takes_too_much_memory_is_stopped():
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("This kernel does not tell how much memory a process holds.")

    assert run("held = b'x' * 200_000_000\nwhile True: pass", memory_mb=150).status == "memory"


def test_what_a_program_started_is_stopped_with_it():
    program = (
        "import subprocess, sys;"
        "subprocess.run([sys.executable, '-c', 'while True: pass'])"
    )  # fmt: skip

    assert run(program, seconds=0.5).status == "time"
