"""Opening a database: SQLite in the data folder or PostgreSQL, both with the same manners.

Every other kind of database is refused, and so is one that can't be written.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from worker.errors import DatabaseAway, WrongUse
from worker.store.trouble import is_trouble, reason_of
from worker.text.queries import spaced_signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.engine import URL

    from worker.store.models import Base

BUSY_S = 30  # SQLite waits so long for another writer
CONNECT_S = 10  # a PostgreSQL that is away would be waited for over two minutes
MAX_CONNECTIONS = 20  # a worker of 16 threads, and some


class Store:
    """One database; open it after the fork, close it before the process ends."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        alone = {"isolation_level": "AUTOCOMMIT"} if self.is_postgres else {}
        self._single = engine.execution_options(communique_single=True, **alone)

    @property
    def is_postgres(self) -> bool:
        """Tell whether rows can be locked one by one."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session whose work is committed at the end of the block, or not at all.

        Raises:
            DatabaseAway: the database can't work for now; nothing was saved.
        """
        with _told_apart(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def single(self, statement: Any, values: dict[str, Any]) -> Sequence[Any]:
        """Run one statement as a transaction of its own, without BEGIN and COMMIT; return its rows.

        Raises:
            DatabaseAway: the database can't work for now; nothing was saved.
        """
        with _told_apart(), self._single.connect() as connection:
            return connection.execute(statement, values).all()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads: it never waits for a writer on SQLite.

        Raises:
            DatabaseAway: the database can't work for now.
        """
        with _told_apart(), Session(self.engine.execution_options(communique_reads=True)) as session:
            yield session

    def insert(self, table: type[Base]) -> Any:
        """Return the dialect's insert, which knows ``on_conflict_do_*``."""
        return (postgresql if self.is_postgres else sqlite).insert(table)

    def alone(self, session: Session, key: int) -> None:
        """Wait until no other transaction is alone under this key; SQLite's writers always are."""
        if self.is_postgres:
            session.execute(select(func.pg_advisory_xact_lock(key)))

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if is_trouble(error):
            raise DatabaseAway(f"the database can't work for now: {reason_of(error)}") from error
        raise


def open_store(database_url: str) -> Store:
    """Connect to a database and see that it answers.

    Raises:
        WrongUse: the URL is no database's, its file can't be written, or nobody answers; one clear line.
    """
    url = _parsed(database_url)
    try:
        engine = _engine(url)
        with engine.connect():
            pass
    except (DBAPIError, NoSuchModuleError, ImportError) as error:
        raise WrongUse(f"can't open the database {_shown(url)}: {_cause(error)}") from error
    return Store(engine)


def _engine(url: URL) -> Engine:
    room: dict[str, Any] = {"max_overflow": MAX_CONNECTIONS - 5}
    if url.get_backend_name() == "postgresql":
        # A server that was started anew is met by the next transaction, not by its error.
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_S}, **room)
    file = Path(url.database or "")
    if file.is_file() and not os.access(file, os.W_OK):
        raise WrongUse(f"can't open the database {_shown(url)}: the file is not writable")
    engine = create_engine(url, **(room if url.database else {}))
    _teach_sqlite(engine)
    return engine


def _cause(error: Exception) -> str:
    if isinstance(error, DBAPIError):
        return reason_of(error)
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _parsed(database_url: str) -> URL:
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise WrongUse(f"not a database URL: {database_url.rsplit('@', maxsplit=1)[-1]}") from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise WrongUse(f"database {url.get_backend_name()} is not supported; use sqlite or postgresql")
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _teach_sqlite(engine: Engine) -> None:
    """WAL for readers beside a writer, foreign keys, and transactions that begin by locking.

    The driver's own BEGIN is deferred: two writers that both read first end in
    "database is locked" at once, whatever the timeout.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        # SQLite's own lower() knows ASCII only, so that "ÉCOLE" would not be found by "école".
        connection.create_function("lower", 1, _lower, deterministic=True)
        # The triggers of the index of words call it: migration 0010.
        connection.create_function("spaced_signs", 1, spaced_signs, deterministic=True)
        for pragma in (
            f"busy_timeout={BUSY_S * 1000}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if not options.get("communique_single"):
            connection.exec_driver_sql("BEGIN" if options.get("communique_reads") else "BEGIN IMMEDIATE")


def _lower(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
