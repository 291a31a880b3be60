"""The steps run on both databases; most of their tests on SQLite alone, with a web of prepared answers."""

from __future__ import annotations

import psycopg
import pytest

from stage import make_stage


def pytest_configure(config):
    """Offer the fixtures of ``tests/postgres.py``."""
    config.pluginmanager.import_plugin("postgres")


@pytest.fixture
def stage(home):
    """Return an empty stage."""
    made = make_stage(home, f"sqlite:///{home}/communique.db")
    yield made
    made.context.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_stage(request, home):
    """Return an empty stage on either database."""
    url = f"sqlite:///{home}/communique.db"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        name = f"m{abs(hash(request.node.nodeid))}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = server.replace("/postgres?", f"/{name}?")
    made = make_stage(home, url)
    made.with_settings(echo_model="none")
    yield made
    made.context.close()
