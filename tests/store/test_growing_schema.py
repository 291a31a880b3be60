"""Old code goes on writing after a migration: what it knows is there, what it does not know has a default."""

from __future__ import annotations

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from stored_samples import statement, stored_article
from worker.store import upgrade as upgrades
from worker.store.engine import open_store
from worker.store.feeds import register_feed
from worker.store.upgrade import downgrade, newest, upgrade


def revisions():
    """Return all revisions, the first one first."""
    script = ScriptDirectory.from_config(upgrades._config())
    return [each.revision for each in script.walk_revisions()][::-1]


@pytest.fixture
def empty(database_url):
    opened = open_store(database_url)
    yield opened
    opened.close()


def reflected(store):
    metadata = MetaData()
    metadata.reflect(store.engine)
    return metadata.tables


def test_each_migration_only_adds_what_old_code_may_leave_out(empty):
    """No table or column goes, and a new column in an old table may be null or has a default."""
    upgrade(empty, revisions()[0])
    for revision in revisions()[1:]:
        before = reflected(empty)
        upgrade(empty, revision)
        after = reflected(empty)
        for name, table in before.items():
            assert name in after, f"{revision} removes {name}"
            assert set(table.columns.keys()) <= set(after[name].columns.keys()), f"{revision} narrows {name}"
            for column in after[name].columns:
                if column.name not in table.columns:
                    filled = column.nullable or column.server_default is not None
                    assert filled, f"{revision}: {name}.{column.name} needs a default"


def test_down_to_the_first_schema_and_up_again_keeps_the_rows_that_both_know(store, now):
    """Migrations on data, one by one: entries, pages, articles and statements are those from before."""
    register_feed(store, "https://outlet.example/feed", now)
    stored_article(store, now, statements=[statement(1), statement(2, (39, 50))])
    before = counted(store, ("feed", "entry", "body", "page", "article", "statement"))
    assert before == {"feed": 1, "entry": 1, "body": 1, "page": 1, "article": 1, "statement": 2}
    for revision in revisions()[-2::-1]:
        downgrade(store, revision)
    assert counted(store, before) == before
    for revision in revisions():
        upgrade(store, revision)
    assert counted(store, before) == before
    assert upgrades.current(store) == newest()


def counted(store, tables):
    with store.engine.connect() as connection:
        return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in tables}  # noqa: S608
