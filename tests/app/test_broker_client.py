"""The broker's address as redis-py takes it."""

from __future__ import annotations

import pytest
from worker.app.broker_address import broker_url, redis_client
from worker.settings import load_settings


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("redis+socket:///run/here/broker.sock?virtual_host=1", {"path": "/run/here/broker.sock", "db": 1}),
        ("redis+socket:///run/broker.sock", {"path": "/run/broker.sock", "db": 0}),
        ("redis://:secret@broker.example:6380/2", {"host": "broker.example", "port": 6380, "db": 2}),
    ],
)
def test_the_same_broker_is_reached_as_by_celery(url, reached):
    """Sockets and databases are spelled differently by the two libraries."""
    with redis_client(url) as client:
        assert reached.items() <= client.connection_pool.connection_kwargs.items()


def test_the_embedded_broker_is_reached_on_its_socket(home):
    """Nothing is opened before it is asked."""
    url = broker_url(load_settings({"COMMUNIQUE_HOME": str(home)}))
    with redis_client(url) as client:
        assert str(client.connection_pool.connection_kwargs["path"]) in url
