"""Opening a database, and the manners that both kinds share."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from worker.errors import WrongUse
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.models import EntryRow, FeedRow, OutletRow, PollRow


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "not a database URL"),
        ("nonsense", "not a database URL"),
        ("mysql://localhost/x", "not supported"),
        ("postgresql://me:secret@127.0.0.1:1/x", "can't open the database postgresql"),
        ("sqlite:////nowhere/at/all.db", "unable to open database file"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_clear_line(url, says):
    """No traceback, no password."""
    with pytest.raises(WrongUse, match=says) as caught:
        open_store(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path):
    """Somebody pointed at the wrong file."""
    file = tmp_path / "notes.db"
    file.write_text(
        "shopping: bread, salt, and a good deal more than one page of it\n" * 20, encoding="utf-8"
    )
    with pytest.raises(WrongUse, match="not a database"):
        open_store(f"sqlite:///{file}")


def test_a_read_only_file_is_refused_at_once(tmp_path, monkeypatch):
    """Better than at the first write, hours later."""
    file = tmp_path / "communique.db"
    file.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WrongUse, match="not writable"):
        open_store(f"sqlite:///{file}")


def test_what_a_failing_transaction_wrote_is_not_there(store, now):
    """All or nothing."""

    def write_and_fail(session):
        session.add(OutletRow(name="The Outlet"))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.transaction() as session:
        write_and_fail(session)
    with store.reading() as session:
        assert session.scalars(select(OutletRow)).all() == []


def test_times_come_back_aware_and_naive_ones_are_refused(store, now):
    """A guessed zone would be wrong by hours somewhere."""
    eastern = now.astimezone(timezone(timedelta(hours=9)))
    register_feed(store, "https://outlet.example/feed", eastern)
    with store.reading() as session:
        added = session.scalars(select(FeedRow.added_at)).one()
    assert (added, added.tzinfo) == (now, UTC)
    with pytest.raises(StatementError, match="naive"):
        register_feed(store, "https://outlet.example/b", datetime(2026, 1, 1))  # noqa: DTZ001 - the fault


def test_characters_that_one_database_refuses_are_dropped(store):
    """NUL in PostgreSQL, lone surrogates in SQLite; what is too long is cut the same way in both."""
    with store.transaction() as session:
        session.add(OutletRow(name="The\x00 Out\ud800let" + "!" * 300, lang=None))
    with store.reading() as session:
        name = session.scalars(select(OutletRow.name)).one()
    assert name == "The Outlet" + "!" * 190


@pytest.mark.parametrize(
    "row",
    [
        PollRow(feed_id=7, at=datetime(2026, 1, 1, tzinfo=UTC), outcome="ok"),  # no such feed
        FeedRow(
            url="x",
            state="asleep",
            added_at=datetime(2026, 1, 1, tzinfo=UTC),
            next_poll_at=datetime(2026, 1, 1, tzinfo=UTC),
        ),
        EntryRow(
            key="x",
            stage="done",  # without an outcome
            seen_at=datetime(2026, 1, 1, tzinfo=UTC),
            touched_at=datetime(2026, 1, 1, tzinfo=UTC),
        ),
    ],
    ids=["dangling", "unknown state", "end without a word"],
)
def test_the_database_itself_refuses_rows_that_make_no_sense(store, row):
    """Foreign keys and checks hold on both."""
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}
    fresh = type(row)(**{key: value for key, value in values.items() if value is not None})
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.add(fresh)


def test_writers_wait_for_each_other(store, now):
    """Reading first and writing then is where SQLite's own transactions end in "database is locked"."""

    def add(number):
        for step in range(5):
            register_feed(store, f"https://outlet.example/{number}/{step}", now)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        assert len(session.scalars(select(FeedRow.id)).all()) == 20


def test_a_reader_does_not_wait_for_a_writer(store):
    """An export runs beside the workers."""
    with store.transaction() as writing, store.reading() as reading:
        writing.add(OutletRow(name="The Outlet"))
        writing.flush()
        assert reading.scalars(select(OutletRow)).all() == []


def test_letters_of_every_script_fold(store):
    """SQLite knows ASCII only by itself."""
    with store.reading() as session:
        assert session.scalar(text("SELECT lower('ÉÄЖΔ')")) == "éäжδ"
