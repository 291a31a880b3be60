"""The store's tests run on both databases; each begins with empty tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from worker.store.engine import Store, open_store

from stage import migrated_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Offer the fixtures of ``tests/postgres.py``; a plugin's session fixtures exist once."""
    config.pluginmanager.import_plugin("postgres")


@pytest.fixture
def now() -> datetime:
    """Return the moment at which these tests take place."""
    return NOW


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'communique.db'}"
    from postgres import new_database  # noqa: PLC0415 - whoever imports it before pytest does is warned

    return new_database(request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return a migrated store of either kind."""
    if request.param == "sqlite":
        file = tmp_path / "communique.db"
        file.write_bytes(migrated_file())
        opened = open_store(f"sqlite:///{file}")
    else:
        opened = open_store(request.getfixturevalue("emptied_database"))
    yield opened
    opened.close()
