"""Ids that wait a moment for others, so that one message carries several: of a worker that waits on hosts.

A message costs as much as what it is about (docs/decisions/013). Rows hold the state, here as everywhere:
what a killed process held is sent by the sweep.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from worker.app.sending import TOGETHER, send

if TYPE_CHECKING:
    from collections.abc import Mapping

    from celery import Celery

GATHER_S = 0.4  # an id waits at most so long; less than the time for which run-once looks before it sweeps


class Outbox:
    """The ids of one process, by task; threads share it, forks start anew. Before it is opened none waits."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._is_open = False
        self.forget()

    def open(self) -> None:
        """Let ids wait from now on."""
        self._is_open = True

    def forget(self) -> None:
        """Start anew, as a forked child must: its parent sends what it has itself."""
        self._lock = threading.Lock()
        self._waiting: dict[str, dict[int, str]] = {}
        self._timer: threading.Timer | None = None

    def post(self, task: str, names: Mapping[int, str]) -> None:
        """Send messages of ``task`` about these ids, with their names; what fills none waits a moment."""
        if not self._is_open:
            send(self._app, task, names, names=names)
            return
        with self._lock:
            waiting = self._waiting.setdefault(task, {})
            waiting.update(names)
            full = list(waiting)[: len(waiting) - len(waiting) % TOGETHER[task]]
            ready = {row_id: waiting.pop(row_id) for row_id in full}
            if waiting and self._timer is None:
                self._timer = threading.Timer(GATHER_S, self.flush)
                self._timer.daemon = True
                self._timer.start()
        send(self._app, task, ready, names=ready)

    def flush(self) -> None:
        """Send all that waits; safe to repeat."""
        with self._lock:
            waiting, self._waiting, self._timer = self._waiting, {}, None
        for task, names in waiting.items():
            send(self._app, task, names, names=names)

    def close(self) -> None:
        """Send all that waits, and let nothing wait any more."""
        self._is_open = False
        self.flush()
