"""The steps run on both databases; most of their tests on SQLite alone, with a web of prepared answers."""

from __future__ import annotations

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
        url = request.getfixturevalue("emptied_database")
    made = make_stage(home, url)
    made.with_settings(echo_model="none")
    yield made
    made.context.close()
