"""Prepare each worker process: log lines, warm data before the fork, one set of connections after it."""

from __future__ import annotations

import os
import threading
import time
import warnings
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import redis
from celery import signals
from celery.exceptions import SecurityWarning

from worker.app.broker_address import broker_url, redis_client
from worker.app.configuration import CPU_QUEUES, HOST_QUEUES, LINE_QUEUES, QUEUES
from worker.app.line_task import LineTask
from worker.app.meter import Meter
from worker.app.tracing import start_tracing, stop_tracing, trace_engine
from worker.errors import DatabaseAway, WrongUse
from worker.log import configure_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from worker.app.outbox import Outbox
    from worker.settings import Settings
    from worker.steps.context import Context
    from worker.steps.relay import Carrier

SENT_AT = "sent_at"  # header of every message: since when it waits, in seconds of 1970


class Connections:
    """The context of this process, opened when first asked for and never carried across a fork."""

    def __init__(self, settings: Settings) -> None:
        self.meter = Meter(settings)
        self._settings = settings
        self._lock = threading.Lock()
        self._opened: tuple[int, Context] | None = None
        self._line: tuple[int, Any] | None = None
        self._carriers: tuple[int, dict[str, Carrier]] | None = None

    def context(self) -> Context:
        """Return this process's context; every thread gets the same one.

        Raises:
            DatabaseAway: the database can't be opened for now.
        """
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                # A parent's connections are left alone: closing them here would speak on its sockets.
                from worker.steps.context import open_context  # noqa: PLC0415 - beat and Flower never need it
                from worker.web.spacing import HostSpacing  # noqa: PLC0415

                # All processes take turns at a host; who is next, the broker they share knows.
                broker = redis_client(broker_url(self._settings))
                spacing = HostSpacing(broker, self._settings.host_pause_s)
                try:
                    context = open_context(self._settings, spacing)
                except WrongUse as error:  # settings were checked; a database that is away may come back
                    raise DatabaseAway(str(error)) from error
                trace_engine(context.store.engine)
                self._opened = (os.getpid(), replace(context, count=self.meter.count))
            return self._opened[1]

    def carriers(self) -> dict[str, Carrier]:
        """Return this process's ways to the receivers of events."""
        with self._lock:
            if self._carriers is None or self._carriers[0] != os.getpid():
                from worker.app.carriers import carriers_of  # noqa: PLC0415 - only the relay needs them

                self._carriers = (os.getpid(), carriers_of(self._settings))
            return self._carriers[1]

    def line_waits(self) -> bool:
        """Tell whether newer work than re-processing waits for a process; a broker that is away has none."""
        if self._line is None or self._line[0] != os.getpid():
            self._line = (os.getpid(), redis_client(broker_url(self._settings)))
        pipe = self._line[1].pipeline(transaction=False)
        for queue in LINE_QUEUES:
            pipe.llen(queue)
        try:
            return any(pipe.execute())
        except redis.RedisError:
            return False

    def close(self) -> None:
        """Close what this process opened; safe to repeat."""
        with self._lock:
            if self._opened is not None and self._opened[0] == os.getpid():
                self._opened[1].close()
            self._opened = None

    def forget(self) -> None:
        """Start anew in a forked child, whose copy of the lock may be held by a thread that is not there."""
        self._lock = threading.Lock()
        self._opened = None
        self.meter.forget()


def task_modules(queues: Iterable[str]) -> list[str]:
    """Return the modules whose tasks a worker of these queues may be sent."""
    homes = {"worker.tasks.hosts": HOST_QUEUES, "worker.tasks.texts": CPU_QUEUES}
    return [module for module, its in homes.items() if set(its) & set(queues)]


def prepare(settings: Settings, outbox: Outbox) -> Connections:
    """Connect Celery's signals of this process to our log lines, connections and ids that wait to be sent.

    Returns the connections, not opened yet.
    """
    connections = Connections(settings)

    # Celery warns root because of pickle, which accept_content refuses.
    warnings.filterwarnings("ignore", category=SecurityWarning)

    def speak(**_: Any) -> None:
        configure_log(settings.log_level, settings.log_format)

    def bring_tasks(options: Mapping[str, Any], **_: Any) -> None:
        # Not by ``include``: beat and Flower would load them too, 45 MB each, and they only need names.
        for module in task_modules(options.get("queues") or QUEUES):
            import_module(module)

    def arrive(sender: Any, **_: Any) -> None:
        start_tracing(settings.traces_endpoint)
        if not settings.traces_endpoint:  # a message that others share belongs to no trace of one poll
            outbox.open()
        if settings.preload and set(CPU_QUEUES) & set(sender.app.amqp.queues.consume_from):
            from worker.app.warming import warm  # noqa: PLC0415 - only a worker that reads texts needs it

            warm()

    def begin(**_: Any) -> None:
        connections.forget()
        outbox.forget()

    def end(**_: Any) -> None:
        outbox.close()
        connections.close()
        connections.meter.flush()
        stop_tracing()

    def stamp(headers: dict[str, Any], **_: Any) -> None:
        headers[SENT_AT] = time.time()

    LineTask.meter = connections.meter
    signals.before_task_publish.connect(stamp, weak=False)
    signals.setup_logging.connect(speak, weak=False)
    signals.celeryd_init.connect(bring_tasks, weak=False)
    signals.worker_init.connect(arrive, weak=False)
    signals.worker_process_init.connect(begin, weak=False)
    signals.worker_process_shutdown.connect(end, weak=False)
    signals.worker_shutdown.connect(end, weak=False)
    return connections
