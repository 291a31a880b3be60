"""Models and migrations say the same, up and down, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func, inspect, select, text
from worker.errors import WrongUse
from worker.shapes import Entry
from worker.store import upgrade as upgrades
from worker.store.engine import open_store
from worker.store.entries import add_entries
from worker.store.feeds import register_feed
from worker.store.models import Base, EntryRow
from worker.store.upgrade import current, downgrade, newest, upgrade


@pytest.fixture
def empty(database_url):
    """Return a store without tables."""
    opened = open_store(database_url)
    yield opened
    opened.close()


def test_migrations_build_what_the_models_say(empty):
    """Autogenerate finds nothing to add; the index of words is each database's own and has no model."""
    upgrade(empty)
    with empty.engine.connect() as connection:
        opts = {"compare_type": True, "include_object": lambda _, name, *__: not _of_search(name)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def _call_it(store, revision):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def _of_search(name):
    return name in ("search", "statement_search", "ix_statement_search") or name.startswith("statement_words")


def test_up_down_and_up_again(empty):
    """Down to nothing leaves nothing but Alembic's own table; up is safe to repeat."""
    assert current(empty) is None
    upgrade(empty)
    upgrade(empty)
    assert current(empty) == newest()
    downgrade(empty, "base")
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]
    upgrade(empty)
    assert current(empty) == newest()


def test_a_database_of_a_newer_version_is_left_alone(store):
    """One line that says so, instead of Alembic's search for a file."""
    before = current(store)
    _call_it(store, "9999")
    try:
        with pytest.raises(WrongUse, match=r"newer version .* schema 9999, this version knows"):
            upgrade(store)
    finally:
        _call_it(store, before)


def test_a_table_that_is_rebuilt_keeps_the_rows_that_point_to_it(empty, now):
    """SQLite drops the old table; with its foreign keys on, every entry would go with it."""
    store = empty
    upgrade(store)
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now)
    with store.transaction() as session:
        add_entries(store, session, feed_id, [Entry("a", None), Entry("b", None)], now)
    with upgrades._migrating(store) as config:
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        with operations.batch_alter_table("feed", recreate="auto") as batch:
            batch.alter_column("title", new_column_name="name")
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(EntryRow)) == 2


def test_a_migration_that_orphans_rows_is_undone(store, now):
    """Whatever a migration does, no row may point nowhere afterwards."""
    if store.is_postgres:
        pytest.skip("PostgreSQL refuses at once")
    feed_id, _ = register_feed(store, "https://outlet.example/feed", now)
    with store.transaction() as session:
        add_entries(store, session, feed_id, [Entry("a", None)], now)
    with pytest.raises(WrongUse, match="nowhere"), upgrades._migrating(store) as config:
        config.attributes["connection"].exec_driver_sql("DELETE FROM feed")
    with store.reading() as session:
        assert session.scalar(select(EntryRow.feed_id)) == feed_id
