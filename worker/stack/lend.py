"""Lend a working stack for a while: the one that runs, else workers of our own without beat or Flower."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from worker.app import CPU_QUEUES, QUEUES, make_app
from worker.app.broker_address import broker_url, redis_client
from worker.stack.broker import BROKER_ERRORS, demand_broker
from worker.stack.core import start_core
from worker.stack.lock import FolderLock
from worker.stack.supervise import START_S, StartFailed, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from celery import Celery

    from worker.settings import Settings


@dataclass(slots=True)
class LentStack:
    """An app that talks to the stack, a client of its broker to look with, and what to call meanwhile.

    ``watch`` is to be called a few times a second.

    Set ``idle`` once nothing waits and nothing is in hand: workers of our own then end at once.
    """

    app: Celery
    client: Any
    watch: Callable[[], None]
    idle: bool = False


@contextmanager
def lent_stack(
    settings: Settings, say: Callable[[str], None], *, for_texts: bool = False
) -> Iterator[LentStack]:
    """Find the running stack or start workers within the block.

    ``for_texts`` asks for the worker of texts alone: nothing that could reach the network is started.

    Raises:
        WrongUse: the configured broker can't be reached.
        StartFailed: the workers did not come up, or the running stack has none.
    """
    app = make_app(settings)
    if settings.broker_url:
        demand_broker(app, settings)
    stack = LentStack(app, redis_client(broker_url(settings)), _nothing)
    lock = FolderLock(settings.home, f"communique {'reprocess' if for_texts else 'run-once'}")
    queues = CPU_QUEUES if for_texts else QUEUES
    try:
        if not lock.take():
            say(f"using the stack of {lock.holder()}")
            _await_workers(app, queues)
            yield stack
        elif settings.broker_url and _served(app, queues):
            say("using the workers behind COMMUNIQUE_BROKER_URL")
            yield stack
        else:
            with _own_workers(stack, settings, (lock.fd, for_texts), say):
                yield stack
    finally:
        stack.client.close()
        lock.release()
        app.close()


@contextmanager
def _own_workers(
    stack: LentStack, settings: Settings, ground: tuple[int, bool], say: Callable[[str], None]
) -> Iterator[None]:
    lock_fd, for_texts = ground
    supervisor = Supervisor(stack.app, lock_fd, say)
    stack.watch = supervisor.watch
    suffix = f"-once-{os.getpid()}" if settings.broker_url else ""  # one broker, many folders
    try:
        folder = settings.home / "stack"
        start_core(supervisor, settings, suffix, log_folder=folder, for_texts=for_texts)
        yield
    finally:
        # A broker of others may hand us a message at any moment; ours can't.
        supervisor.stop(idle=stack.idle and not settings.broker_url)


def _served(app: Celery, wanted: tuple[str, ...]) -> bool:
    """Tell whether every queue that is wanted has a worker that answers."""
    try:
        active = app.control.inspect(timeout=1.0).active_queues() or {}
    except BROKER_ERRORS:
        return False
    return {queue["name"] for queues in active.values() for queue in queues} >= set(wanted)


def _await_workers(app: Celery, wanted: tuple[str, ...]) -> None:
    deadline = time.monotonic() + START_S  # the other stack may be starting at this moment
    while not _served(app, wanted):
        if time.monotonic() > deadline:
            raise StartFailed("the running stack's workers do not answer")
        time.sleep(0.1)


def _nothing() -> None:
    pass
