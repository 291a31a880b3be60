"""Run the whole stack in the foreground until it is told to stop: the door behind ``communique up``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from worker.app import make_app
from worker.app.tracing import demand_extra
from worker.errors import WrongUse
from worker.log import configure_log
from worker.settings import metrics_port, settings_environ
from worker.stack.broker import demand_broker
from worker.stack.core import start_core
from worker.stack.lock import FolderLock
from worker.stack.parts import beat_part, flower_part, hooks_part, metrics_part
from worker.stack.supervise import StartFailed, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from worker.settings import Settings

LOOK_EVERY_S = 0.5


class StopRequests:
    """Counts SIGINT and SIGTERM: the first asks for a warm stop, a second one for a hurried one."""

    def __init__(self) -> None:
        self.count = 0
        self._asked = threading.Event()

    def wait(self, timeout_s: float) -> bool:
        """Wait for a request; True as soon as there is one."""
        return self._asked.wait(timeout_s)

    def note(self, _number: int, _frame: FrameType | None) -> None:
        """Count one signal."""
        self.count += 1
        self._asked.set()


@contextmanager
def stop_requests() -> Iterator[StopRequests]:
    """Take over SIGINT and SIGTERM within the block; outside the main thread none arrive."""
    requests = StopRequests()
    if threading.current_thread() is not threading.main_thread():
        yield requests
        return
    before = {number: signal.signal(number, requests.note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield requests
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_up(settings: Settings, port: int | None, say: Callable[[str], None]) -> int:
    """Start every part of the stack, watch them, and stop them warmly on SIGINT or SIGTERM.

    Args:
        settings: the settings of this and every child process.
        port: Flower's port, None for the one of the settings.
        say: called with each line for the person at the terminal.

    Returns:
        The exit code: 0 after a stop that was asked for, 1 when a part could not be started.

    Raises:
        WrongUse: the data folder is taken, the port is taken, or the broker can't be reached.
    """
    configure_log(settings.log_level, settings.log_format)
    demand_extra(settings.traces_endpoint)
    settings = replace(settings, flower_port=port or settings.flower_port)
    with stop_requests() as requests, FolderLock(settings.home, "communique up") as lock:
        extras = [flower_part(settings), metrics_part(settings)]
        extras += [hooks_part(settings)] if settings.websub_address else []
        app = make_app(settings)
        if settings.broker_url:
            demand_broker(app, settings)
        _upgrade(settings)
        stack = Supervisor(app, lock.fd, say)
        try:
            start_core(stack, settings)
            app.send_task("feeds.dispatch", queue="poll")  # beat's first one comes an interval later
            stack.start(beat_part(settings))
            for extra in extras:
                stack.start(extra)
            place = f"http://{settings.flower_address}:{settings.flower_port}"
            metrics = f"http://{settings.metrics_address}:{metrics_port(settings)}/metrics"
            say(f"communique is up; Flower: {place} metrics: {metrics} (Ctrl-C stops)")
            while not requests.wait(LOOK_EVERY_S):
                stack.watch()
            say("stopping; running tasks may finish (Ctrl-C again: return them)")
        except StartFailed as failure:
            say(str(failure))
            return 1
        finally:
            stack.stop(hurry=lambda: requests.count > 1)
        say("stopped; nothing was lost")
    return 0


def _upgrade(settings: Settings) -> None:
    """Bring the database to today's schema, in a process of its own: what it loads would stay here for good.

    Raises:
        WrongUse: the database can't be used, with the reason.
    """
    command = (sys.executable, "-m", "worker", "db", "upgrade")
    environ = os.environ | settings_environ(settings)
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise WrongUse(last)
