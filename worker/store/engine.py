"""Opening a database: SQLite in the data folder or PostgreSQL, both with the same manners."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.engine import URL

    from worker.store.models import Base

BUSY_S = 30  # SQLite waits so long for another writer


class Store:
    """One database; open it after the fork, close it before the process ends."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def is_postgres(self) -> bool:
        """Tell whether rows can be locked one by one."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session whose work is committed at the end of the block, or not at all."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads: it never waits for a writer on SQLite."""
        with Session(self.engine.execution_options(communique_reads=True)) as session:
            yield session

    def insert(self, table: type[Base]) -> Any:
        """Return the dialect's insert, which knows ``on_conflict_do_*``."""
        return (postgresql if self.is_postgres else sqlite).insert(table)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_store(database_url: str) -> Store:
    """Connect to a database and see that it answers.

    Raises:
        WrongUse: the URL is no database's, its file can't be written, or nobody answers; one clear line.
    """
    url = _parsed(database_url)
    options: dict[str, Any] = {"pool_pre_ping": True} if url.get_backend_name() == "postgresql" else {}
    try:
        engine = create_engine(url, **options)
        if url.get_backend_name() == "sqlite":
            _teach_sqlite(engine)
        with engine.connect():
            pass
    except (OperationalError, NoSuchModuleError, ImportError) as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise WrongUse(
            f"can't open the database {url.render_as_string(hide_password=True)}: {cause}"
        ) from error
    return Store(engine)


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
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_S * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("communique_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
