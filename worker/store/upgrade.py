"""Bringing a database to today's schema, and telling where it stands.

A migration that would lose or orphan rows is refused as a whole.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from worker.store.engine import Store

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(store: Store, revision: str = "head") -> None:
    """Run the migrations that are missing, in one transaction; safe to repeat and to run twice at once.

    Raises:
        WrongUse: a newer version has written the database.
    """
    found = current(store)
    if found is not None and found not in _known():
        raise WrongUse(
            f"a newer version of communiqué wrote this database: schema {found}, "
            f"this version knows {newest()}"
        )
    with _migrating(store) as config:
        command.upgrade(config, revision)


def downgrade(store: Store, revision: str) -> None:
    """Undo migrations down to a revision; ``base`` removes everything."""
    with _migrating(store) as config:
        command.downgrade(config, revision)


@contextmanager
def _migrating(store: Store) -> Iterator[Config]:
    with store.engine.connect() as connection, _no_cascades(connection), connection.begin():
        if store.is_postgres:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727202604)")
        config = _config()
        config.attributes["connection"] = connection
        yield config
        if not store.is_postgres and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise WrongUse("the migration would leave rows that point nowhere; nothing was changed")


@contextmanager
def _no_cascades(connection: Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off for a migration.

    SQLite changes a table by copying it; dropping the old one would delete every row
    that points to it. The switch works outside a transaction only.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def current(store: Store) -> str | None:
    """Return the revision that the database is at, None when it is empty."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision that this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
