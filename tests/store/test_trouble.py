"""What is waited for and what is not: errors made by the databases themselves."""

from __future__ import annotations

import threading

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from worker.errors import DatabaseAway
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.models import FeedRow, OutletRow
from worker.store.trouble import is_trouble


def test_a_full_disk_is_waited_for_and_leaves_nothing_half_done(store, now):
    """SQLite counts pages as a disk counts blocks."""
    if store.is_postgres:
        pytest.skip("no disk small enough here; its error is one of the cases below")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # of this connection: as small as it is now
    register_feed(store, "https://outlet.example/feed", now)
    with pytest.raises(DatabaseAway, match="full"), store.transaction() as session:
        session.add_all(OutletRow(name=f"{number}" * 150) for number in range(400))
    with store.reading() as session:
        assert session.query(OutletRow).count() == 0
        assert session.query(FeedRow).count() == 1


def test_a_read_only_database_is_waited_for(store, now):
    """A file system that was mounted anew after an error, or a standby that was not promoted yet."""
    word = "SET default_transaction_read_only = on" if store.is_postgres else "PRAGMA query_only=ON"
    with store.engine.connect() as connection:
        connection.exec_driver_sql(word)
        connection.commit()
    with pytest.raises(DatabaseAway, match=r"read-?only"):
        register_feed(store, "https://outlet.example/feed", now)


@pytest.mark.postgres
def test_two_writers_in_a_deadlock_one_of_which_is_told_to_try_again(emptied_database, now):
    """A real one: each holds what the other wants."""
    store = open_store(emptied_database)
    ids = [register_feed(store, f"https://outlet.example/{name}", now)[0] for name in "xy"]
    both, caught = threading.Barrier(2), []

    def write(order):
        try:
            with store.transaction() as session:
                session.connection().exec_driver_sql("SET LOCAL deadlock_timeout = '50ms'")
                session.get(FeedRow, order[0], with_for_update=True)
                both.wait()
                session.get(FeedRow, order[1], with_for_update=True)
        except DatabaseAway as away:
            caught.append(str(away))

    threads = [threading.Thread(target=write, args=(order,)) for order in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    assert caught == ["the database can't work for now: deadlock detected"]


@pytest.mark.parametrize(
    ("error", "waited_for"),
    [
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.SerializationFailure(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.OperationalError("the connection is closed"), True),
        (psycopg.errors.ProgramLimitExceeded(), False),  # a key that no index holds: the row's own fault
        (psycopg.errors.StringDataRightTruncation(), False),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.UndefinedColumn(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_row_is_at_fault_for_is_not_waited_for(error, waited_for):
    assert is_trouble(DBAPIError.instance("", {}, error, psycopg.Error)) is waited_for


def test_an_error_that_sqlite_did_not_make_is_not_waited_for():
    """A driver's complaint without a code, such as too many parameters."""
    import sqlite3  # noqa: PLC0415

    error = sqlite3.OperationalError("too many SQL variables")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert not is_trouble(OperationalError("", {}, error))
