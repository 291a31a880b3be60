"""Measure the tasks of this process and keep the sums in the broker, where they outlive every worker.

A task costs one addition in memory; what has gathered is sent once a second, so a killed worker takes at most
that second with it. Metrics must never disturb the line: a broker that is away loses some.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any

import redis

from worker.app.broker_address import broker_url, redis_client

if TYPE_CHECKING:
    from worker.settings import Settings

KEY = "communique:metrics"  # a hash: see ``field``
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds
LAST = "inf"
FLUSH_S = 1.0


def field(*words: str) -> str:
    """Return the hash's field of a count: its name and its labels."""
    return "|".join(words)


class Meter:
    """The sums of one process since they were last sent; threads may share it, forks start anew."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.forget()

    def forget(self) -> None:
        """Start anew, as a forked child must: its parent sends what it has itself."""
        self._lock = threading.Lock()
        self._sums: Counter[str] = Counter()
        self._timer: threading.Timer | None = None
        self._client: Any = None
        self._pid = os.getpid()

    def observe(self, task: str, result: str, seconds: float) -> None:
        """Note how long a task took and how it ended: ``success``, ``failure``, ``retry``."""
        place = bisect_left(BUCKETS, seconds)
        end = f"{BUCKETS[place]:g}" if place < len(BUCKETS) else LAST
        with self._lock:
            self._sums[field("seconds", task, result, end)] += 1
            self._sums[field("microseconds", task, result)] += round(1e6 * seconds)
            self._wind_up()

    def count(self, name: str, label: str) -> None:
        """Count one thing that has happened."""
        with self._lock:
            self._sums[field(name, label)] += 1
            self._wind_up()

    def flush(self) -> None:
        """Send what has gathered; safe to repeat."""
        with self._lock:
            sums, self._sums, self._timer = self._sums, Counter(), None
            if not sums:
                return
            if self._client is None:
                self._client = redis_client(broker_url(self._settings))
            pipe = self._client.pipeline(transaction=False)
        for name, value in sums.items():
            pipe.hincrby(KEY, name, value)
        try:
            pipe.execute()
        except (redis.RedisError, OSError):
            return  # a gap in a curve, no more

    def _wind_up(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(FLUSH_S, self.flush)
            self._timer.daemon = True
            self._timer.start()
