"""The line under trial, on both databases."""

from __future__ import annotations

import psycopg
import pytest
from fault_line import FaultLine
from fault_news import Newsroom
from worker.store.engine import open_store
from worker.store.models import Base
from worker.store.upgrade import upgrade


def pytest_configure(config):
    """Offer the fixtures of ``tests/postgres.py``."""
    config.pluginmanager.import_plugin("postgres")


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory):
    """Return an engine on a SQLite file at today's schema, to be emptied."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('trial') / 'communique.db'}")
    upgrade(store)
    yield store.engine
    store.close()


@pytest.fixture(scope="session")
def postgresql_engine(postgres_url):
    """Return an engine on a PostgreSQL database at today's schema, to be emptied."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE trial")
    store = open_store(postgres_url.replace("/postgres?", "/trial?"))
    upgrade(store)
    yield store.engine
    store.close()


def emptied(engine):
    """Empty all tables."""
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER SEQUENCE entry_id_seq RESTART")
    return engine


@pytest.fixture
def start_line(request, home, monkeypatch):
    """Return a function that sets a line up on a kind of database, before its first step."""
    started = []

    def start(kind):
        engine = emptied(request.getfixturevalue(f"{kind}_engine"))
        started.append(FaultLine(engine, home, Newsroom(), monkeypatch))
        return started[0]

    yield start
    for line in started:
        line.close()


@pytest.fixture(scope="session")
def undisturbed(sqlite_engine, tmp_path_factory):
    """Return the books of a run that nothing disturbed, and the seconds it takes on its clock."""
    with pytest.MonkeyPatch.context() as patch:
        line = FaultLine(emptied(sqlite_engine), tmp_path_factory.mktemp("undisturbed"), Newsroom(), patch)
        spent_s = line.run()
        books = line.books()
        line.close()
    return books, spent_s
