"""Serve the metrics over HTTP until the process is told to stop: the door behind ``communique metrics``."""

from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import redis
from prometheus_client import CollectorRegistry, start_http_server
from sqlalchemy.exc import SQLAlchemyError

from worker.app.broker_address import broker_url, redis_client
from worker.errors import WrongUse
from worker.log import Log, configure_log
from worker.monitor.broker import broker_samples
from worker.monitor.database import database_samples
from worker.monitor.samples import Collector
from worker.settings import load_settings, metrics_port
from worker.store.engine import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.monitor.samples import Sample
    from worker.settings import Settings
    from worker.store.engine import Store

log = Log("monitor")
FAULTS = (SQLAlchemyError, redis.RedisError, OSError)


def collector_for(settings: Settings) -> Collector:
    """Return what answers a scrape; database and broker are opened when first asked, and may be away."""
    opened: list[Store] = []
    client = redis_client(broker_url(settings))

    def database() -> Iterator[Sample]:
        if not opened:
            opened.append(open_store(settings.database_url))
        yield from database_samples(opened[0], datetime.now(UTC))

    def broker() -> Iterator[Sample]:
        yield from broker_samples(client, datetime.now(UTC).timestamp())

    return Collector({"database": database, "broker": broker}, FAULTS)


def serve(settings: Settings, until: threading.Event) -> None:
    """Answer scrapes until ``until`` is set.

    Raises:
        WrongUse: the address is taken.
    """
    address, port = settings.metrics_address, metrics_port(settings)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_quiet(collector_for(settings)))
    try:
        server, thread = start_http_server(port, address, registry)
    except OSError as error:
        raise WrongUse(f"metrics can't listen on {address}:{port}: {error.strerror}") from error
    log.info("metrics.served", address=address, port=port)
    until.wait()
    server.shutdown()
    server.server_close()
    thread.join()


def serve_until_stopped(settings: Settings) -> None:
    """Answer scrapes until SIGINT or SIGTERM.

    Raises:
        WrongUse: the address is taken.
    """
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    serve(settings, stopped)


def _quiet(collector: Collector) -> Any:
    """Keep the registry from asking everything once more only to learn the names."""
    collector.describe = list  # type: ignore[attr-defined]
    return collector


def main() -> None:
    """Serve with the settings of this process, as ``communique up`` starts it."""
    settings = load_settings(os.environ)
    configure_log(settings.log_level, settings.log_format)
    serve_until_stopped(settings)


if __name__ == "__main__":
    main()
