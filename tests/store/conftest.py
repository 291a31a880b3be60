"""The store's tests run on both databases; each begins with empty tables."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import psycopg
import pytest
from worker.store.engine import Store, open_store
from worker.store.models import Base
from worker.store.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
_numbers = count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Offer the fixtures of ``tests/postgres.py``; a plugin's session fixtures exist once."""
    config.pluginmanager.import_plugin("postgres")


@pytest.fixture
def now() -> datetime:
    """Return the moment at which these tests take place."""
    return NOW


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file at today's schema, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "communique.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_database(postgres_url: str) -> str:
    """Return the address of a PostgreSQL database at today's schema, to be emptied."""
    url = new_database(postgres_url)
    _migrate(url)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'communique.db'}"
    return new_database(request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return a migrated store of either kind."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "communique.db")
        opened = open_store(f"sqlite:///{file}")
    else:
        opened = open_store(request.getfixturevalue("migrated_database"))
        _empty(opened)  # ten times faster than a database for each test
    yield opened
    opened.close()


def new_database(postgres_url: str) -> str:
    """Create an empty database and return its address."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres_url.replace("/postgres?", f"/{name}?")


def _empty(store: Store) -> None:
    tables = ", ".join(Base.metadata.tables)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY")


def _migrate(url: str) -> None:
    store = open_store(url)
    upgrade(store)
    store.close()
