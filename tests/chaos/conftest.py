"""One real stack and one real PostgreSQL for all cases that leave them alive."""

from __future__ import annotations

import pytest
from chaos_news import News, served
from chaos_stack import ChaosStack


def pytest_configure(config):
    """Offer ``tests/postgres.py``; whoever imports it before pytest does is warned."""
    config.pluginmanager.import_plugin("postgres")


@pytest.fixture(scope="module")
def server():
    """Return a PostgreSQL that may be killed."""
    from postgres import postgres_server  # noqa: PLC0415

    with postgres_server() as running:
        yield running


@pytest.fixture(scope="module")
def news():
    """Return an empty newsroom that is being served."""
    with served(News()) as running:
        yield running


@pytest.fixture(scope="module")
def stack(tmp_path_factory, server, news):
    """Return a stack that is up."""
    made = ChaosStack(tmp_path_factory.mktemp("chaos"), server.url, news)
    made.start()
    yield made
    made.stop()
