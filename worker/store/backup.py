"""Copies of a whole database and the way back: SQLite by its own online backup, PostgreSQL by pg_dump.

A copy is written beside its target and moved there when it is complete: a target is never half a copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, make_url

from worker.errors import WrongUse
from worker.store.engine import open_store

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

PAGES = 1_000  # copied at a time; writers go on in between


def backup(database_url: str, target: Path) -> int:
    """Write all of a database to a file, readers and writers undisturbed; return its size in bytes.

    Raises:
        WrongUse: nothing to copy, the target can't be written, or ``pg_dump`` is missing or fails.
    """
    url = make_url(database_url)
    half = target.with_name(target.name + ".half")
    try:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(_file_of(url), half)
        else:
            _run(["pg_dump", "--format=custom", "--no-owner", f"--file={half}", _address(url)], url)
        half.replace(target)
    except OSError as error:
        raise WrongUse(f"can't write {target}: {error.strerror}") from error
    finally:
        half.unlink(missing_ok=True)
    return target.stat().st_size


def restore(database_url: str, source: Path, *, replace: bool) -> None:
    """Put a backup in the place of a database; nobody may have it open.

    Raises:
        WrongUse: the backup is none or is damaged, the database holds something and ``replace`` is
            false, or ``pg_restore`` is missing or fails.
    """
    url = make_url(database_url)
    if not source.is_file():
        raise WrongUse(f"no file {source}")
    if not replace and _holds_something(database_url, url):
        raise WrongUse("the database is not empty; --replace puts the backup in its place")
    if url.get_backend_name() == "sqlite":
        _check_sqlite(source)
        file = _file_of(url, must_exist=False)
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_name(file.name + ".half")
        shutil.copyfile(source, half)
        for leftover in ("-wal", "-shm"):  # they belong to the file that goes
            file.with_name(file.name + leftover).unlink(missing_ok=True)
        half.replace(file)
    else:
        options = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
        _run(["pg_restore", *options, f"--dbname={_address(url)}", str(source)], url)


def _copy_sqlite(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as here,
            closing(sqlite3.connect(target)) as there,
        ):
            here.backup(there, pages=PAGES)
    except sqlite3.Error as error:
        raise WrongUse(f"can't copy {source}: {error}") from error


def _check_sqlite(source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error as error:
        raise WrongUse(f"{source} is no backup: {error}") from error
    if not sound or not ours:
        raise WrongUse(f"{source} is {'damaged' if ours else 'no backup of communiqué'}")


def _holds_something(database_url: str, url: URL) -> bool:
    if url.get_backend_name() == "sqlite":
        file = _file_of(url, must_exist=False)
        return file.exists() and file.stat().st_size > 0
    store = open_store(database_url)
    try:
        return bool(inspect(store.engine).get_table_names())
    finally:
        store.close()


def _file_of(url: URL, *, must_exist: bool = True) -> Path:
    file = Path(url.database or "")
    if must_exist and not file.is_file():
        raise WrongUse(f"no database at {file}")
    return file


def _address(url: URL) -> str:
    """Return the address as PostgreSQL's programs take it, without the password: others see arguments."""
    return url.set(drivername="postgresql", password=None).render_as_string()


def _run(command: list[str], url: URL) -> None:
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    try:
        done = subprocess.run(  # noqa: S603 - our own words and an address, no shell
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise WrongUse(f"{command[0]} is not installed; it comes with PostgreSQL's client programs") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise WrongUse(f"{command[0]}: {said[-1]}")
