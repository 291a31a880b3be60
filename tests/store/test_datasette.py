"""What config/datasette.json names exists, and its queries run on a database as SQLite keeps it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from stored_samples import statement, stored_article
from worker.settings import config_dir
from worker.store.engine import open_store

from stage import migrated_file

FACTS = json.loads((config_dir() / "datasette.json").read_text("utf-8"))["databases"]["communique"]


@pytest.fixture
def database(tmp_path, now):
    """Return a plain connection, as Datasette opens one, to a file with a few statements."""
    file = tmp_path / "communique.db"
    file.write_bytes(migrated_file())
    store = open_store(f"sqlite:///{file}")
    stored_article(store, now, statements=[statement(1, targets=("IS",)), statement(2)])
    store.close()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.mark.parametrize("name", FACTS["tables"])
def test_tables_and_columns_exist(database, name):
    facts = FACTS["tables"][name]
    columns = {row["name"] for row in database.execute(f"PRAGMA table_info({name})")}
    assert columns
    named = [*facts.get("columns", ()), *facts.get("facets", ())]
    named += [facts[key] for key in ("label_column", "sort_desc") if key in facts]
    assert set(named) <= columns


@pytest.mark.parametrize("name", FACTS["queries"])
def test_queries_run(database, name):
    rows = database.execute(FACTS["queries"][name]["sql"], {"words": ""}).fetchall()
    assert rows or name == "most_echoed"


def test_the_search_finds_words(database):
    sql = FACTS["queries"]["search"]["sql"]
    assert [row["id"] for row in database.execute(sql, {"words": "objects"})] == ["s1", "s2"]
    assert [dict(row) for row in database.execute(sql, {"words": "grain"})] == []
