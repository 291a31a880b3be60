"""Whose turn it is to ask a host, and who else is there: short waits are slept, long ones handed back.

A few threads may wait for one host; the rest of them stay free for others.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.errors import WorkerError
from worker.web.spacing import NoSpacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worker.web.spacing import Spacing

PATIENCE_S = 10.0  # slept at most for one turn
FULL_WAIT_S = 2.0  # until a host that has as many visitors as it may is asked about again
WAITING = 3  # threads that may wait for one host: with 16 of them, five crowded hosts block nobody else


class NotYetError(WorkerError):
    """The host is busy with others or rests; ask again in ``wait_s`` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Terms:
    """How a host may be visited: the pause it wants, how many at once, how long one visit may take."""

    gap_s: float | None = None
    parallel: int = 1
    for_s: float = 60.0


class Turns:
    """The turns of one process; its threads share it, and through the spacing all processes do."""

    def __init__(
        self,
        spacing: Spacing | None = None,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._spacing = spacing or NoSpacing()
        self._sleep = sleep
        self._chance = chance
        self._lock = threading.Lock()
        self._waiting: Counter[str] = Counter()

    @contextmanager
    def visit(self, host: str, terms: Terms) -> Iterator[None]:
        """Run the block when it is the caller's turn, as one of the few that may ask the host at once.

        Raises:
            NotYetError: it would take too long.
            TryAgain: the broker, which keeps the turns, does not answer.
        """
        place = self._await_place(host, terms)
        try:
            yield
        finally:
            self._spacing.leave(host, place)

    def _await_place(self, host: str, terms: Terms) -> int:
        place, wait_s = self._ask(host, terms)
        if place is not None:
            return place
        with self._place_in_line(host, wait_s):
            slept_s = 0.0
            while place is None:
                nap_s = wait_s * (1 + 0.1 * self._chance())
                if slept_s + nap_s > PATIENCE_S:
                    raise NotYetError(wait_s)
                self._sleep(nap_s)
                slept_s += nap_s
                place, wait_s = self._ask(host, terms)
        return place

    def _ask(self, host: str, terms: Terms) -> tuple[int | None, float]:
        wait_s = self._spacing.reserve(host, terms.gap_s)
        if wait_s > 0:
            return None, wait_s
        # The turn is gone when all places are taken: a host that is slow to answer is asked less often.
        return self._spacing.enter(host, terms.parallel, terms.for_s), FULL_WAIT_S

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while, in all processes."""
        self._spacing.rest(host, seconds)

    @contextmanager
    def _place_in_line(self, host: str, wait_s: float) -> Iterator[None]:
        with self._lock:
            if self._waiting[host] >= WAITING:
                raise NotYetError(wait_s)
            self._waiting[host] += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting[host] -= 1
                if not self._waiting[host]:
                    del self._waiting[host]
