"""The embedded PostgreSQL: shared while somebody uses it, gone when nobody does."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from environ import Env

from lerarenstage.embedded import (
    EmbeddedDatabaseError,
    EmbeddedServer,
    discard_embedded_data,
    embedded_database_url,
)

pytestmark = pytest.mark.processes

USE_IT = """
import os, sys
from pathlib import Path
from lerarenstage.embedded import embedded_database_url
if len(sys.argv) > 2:
    os.setuid(int(sys.argv[2]))
print(embedded_database_url(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start_user() -> Iterator[Start]:
    """Starts a program that uses the server until its input is closed."""
    started: list[subprocess.Popen[str]] = []

    def start(local_dir: Path, *user_id: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", USE_IT, str(local_dir), *user_id],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.communicate()


def address(user: "subprocess.Popen[str]") -> str:
    assert user.stdout
    line = user.stdout.readline().strip()
    assert line, user.communicate()[1]
    return line


def leave(user: "subprocess.Popen[str]") -> None:
    user.communicate()


def runs(local_dir: Path) -> bool:
    return EmbeddedServer(local_dir / "postgres").answers()


def query(url: str, sql: LiteralString, *, prepare: LiteralString = "SELECT 1") -> object:
    config = Env.db_url_config(url)
    with psycopg.connect(
        host=config["OPTIONS"]["host"], user=config["USER"], dbname=config["NAME"]
    ) as connection:
        connection.execute(prepare)
        row = connection.execute(sql).fetchone()
    assert row
    return row[0]


def test_server_is_shared_and_stops_with_its_last_user(tmp_path: Path, start_user: Start) -> None:
    local_dir = tmp_path / "with a space"
    first = start_user(local_dir)
    url = address(first)
    second = start_user(local_dir)
    assert address(second) == url
    assert query(url, "SELECT lower('ÉCOLE')") == "école"

    leave(first)
    assert runs(local_dir)
    leave(second)
    assert not runs(local_dir)


def test_killed_user_does_not_keep_the_server_alive(tmp_path: Path, start_user: Start) -> None:
    killed, other = start_user(tmp_path), start_user(tmp_path)
    address(killed)
    address(other)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert runs(tmp_path)
    leave(other)
    assert not runs(tmp_path)


def test_data_outlive_a_stop_and_a_stale_process_id(tmp_path: Path, start_user: Start) -> None:
    first = start_user(tmp_path)
    query(
        address(first),
        "INSERT INTO kept VALUES (1) RETURNING n",
        prepare="CREATE TABLE kept (n int)",
    )
    leave(first)
    # After a power cut the file is still there, and its number may be anybody's.
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{tmp_path / 'postgres'}\n")

    assert query(address(start_user(tmp_path)), "SELECT n FROM kept") == 1


def test_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path, start_user: Start) -> None:
    user = start_user(tmp_path / ("long" * 30))
    assert query(address(user), "SELECT 1") == 1


def test_data_are_not_discarded_while_in_use(tmp_path: Path, start_user: Start) -> None:
    user = start_user(tmp_path)
    address(user)
    with pytest.raises(EmbeddedDatabaseError, match="stop that first"):
        discard_embedded_data(tmp_path)
    leave(user)
    discard_embedded_data(tmp_path)
    assert not (tmp_path / "postgres").exists()


def test_data_of_another_version_are_refused_with_a_way_on(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedDatabaseError, match="make demo-reset"):
        embedded_database_url(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a program as another user")
def test_what_root_left_behind_is_told_plainly_to_another_user(
    tmp_path: Path, start_user: Start
) -> None:
    as_root = start_user(tmp_path)
    address(as_root)
    leave(as_root)
    for folder in [tmp_path, *tmp_path.parents]:
        folder.chmod(folder.stat().st_mode | 0o005)

    _, errors = start_user(tmp_path, "65534").communicate()
    last_line = errors.strip().splitlines()[-1]
    assert "belongs to another user" in last_line
    assert "DATABASE_URL" in last_line
