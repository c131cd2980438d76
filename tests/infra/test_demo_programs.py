"""The programs of a demo are started, watched and stopped together."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lerarenstage import demo_programs
from lerarenstage.demo_programs import DemoPrograms

pytestmark = pytest.mark.processes

START_ONE = """
import signal, sys
from pathlib import Path
from lerarenstage.demo_programs import DemoPrograms
with DemoPrograms(Path(sys.argv[1])) as programs:
    programs.start("one", ["waits"])
    print(programs.running[0].process.pid, flush=True)
    signal.pause()
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose Python files can be started as programs with `-m`."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "waits.py").write_text("import signal; print('ready', flush=True); signal.pause()")
    (tmp_path / "fails.py").write_text("raise SystemExit('no such luck')")
    (tmp_path / "stubborn.py").write_text(
        "import signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "while True: signal.pause()"
    )
    return tmp_path


def wait_for_output(log: Path) -> None:
    with subprocess.Popen(["tail", "-n", "+1", "-f", log], stdout=subprocess.PIPE) as tail:
        assert tail.stdout
        tail.stdout.readline()
        tail.terminate()


def test_leaving_stops_every_program(module: Path) -> None:
    with DemoPrograms(module / "logs") as programs:
        for name in ("one", "two"):
            programs.start(name, ["waits"])
            wait_for_output(module / "logs" / f"{name}.log")
        assert programs.first_crashed() is None
    assert [p.process.returncode for p in programs.running] == [-signal.SIGTERM] * 2


def test_a_program_that_ends_by_itself_is_found_with_the_end_of_its_log(module: Path) -> None:
    with DemoPrograms(module / "logs") as programs:
        programs.start("good", ["waits"])
        programs.start("bad", ["fails"])
        programs.running[1].process.wait()
        crashed = programs.first_crashed()
        assert crashed is not None
        assert crashed.name == "bad"
        assert "no such luck" in crashed.end_of_log()


def test_a_program_that_does_not_listen_is_killed(
    module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_programs, "STOP_SECONDS", 0.2)
    with DemoPrograms(module / "logs") as programs:
        programs.start("deaf", ["stubborn"])
        wait_for_output(module / "logs" / "deaf.log")
    assert programs.running[0].process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells the child")
def test_programs_end_when_their_starter_is_killed(module: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", START_ONE, str(module)], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout
    child = starter.stdout.readline().strip()
    wait_for_output(module / "one.log")
    starter.kill()
    starter.communicate()
    with subprocess.Popen(["tail", f"--pid={child}", "-f", "/dev/null"]) as gone:
        assert gone.wait(timeout=10) == 0
