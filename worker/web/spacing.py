"""Pauses between two requests to one host, and how many run there at once, shared by all workers.

Both are kept in the broker.

It never sleeps and never queues: it answers how long to wait, and the caller comes back.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Protocol

from redis.exceptions import RedisError

from worker.errors import TryAgain

KEY = "communique:pause:"
PLACE = "communique:place:"
MAX_PAUSE_S = 24 * 3600.0
BROKER_WAIT_S = 5.0


class Broker(Protocol):
    """The commands that are used of a Redis client."""

    def set(self, name: str, value: str, *, px: int, nx: bool) -> Any:
        """Set a key that ends by itself; falsy when ``nx`` and it was there."""
        ...

    def pttl(self, name: str) -> Any:
        """Return the milliseconds left, -1 for a key without end, -2 for none."""
        ...

    def pexpire(self, name: str, time: int) -> Any:
        """Set the milliseconds left."""
        ...

    def delete(self, name: str) -> Any:
        """Forget a key."""
        ...


class Spacing(Protocol):
    """What a step needs of either class below."""

    def reserve(self, host: str, gap_s: float | None = None) -> float:
        """Return the seconds to wait, 0 when the caller may go now."""
        ...

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while."""
        ...

    def enter(self, host: str, places: int, for_s: float) -> int | None:
        """Return the place taken among those that may ask the host at once, None when all are taken."""
        ...

    def leave(self, host: str, place: int) -> None:
        """Give a place back."""
        ...


class HostSpacing:
    """One request per host and pause; threads and machines may share the broker."""

    def __init__(self, redis_client: Broker, gap_s: float) -> None:
        self._broker = redis_client
        self._gap_s = gap_s

    def reserve(self, host: str, gap_s: float | None = None) -> float:
        """Return 0.0 when the caller may go now; else the seconds until it should ask again.

        Only a 0.0 takes the turn, and the next pause begins with it. Whoever waits asks again
        and may meet others who were faster: add some chance to the wait. ``gap_s`` stands in for
        the usual pause where it is longer (a crawl-delay).

        Raises:
            TryAgain: the broker does not answer.
        """
        gap_ms = _milliseconds(max(self._gap_s, gap_s or 0.0))
        if gap_ms <= 0:
            gap_ms = 1  # a rest may still be on
        try:
            return self._reserve(KEY + host.lower(), gap_ms)
        except RedisError as error:
            raise TryAgain("the broker does not answer", BROKER_WAIT_S) from error

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long at least; a longer rest stays. At most a day.

        Raises:
            TryAgain: the broker does not answer.
        """
        key, rest_ms = KEY + host.lower(), _milliseconds(seconds)
        if rest_ms <= 0:
            return
        try:
            # Two commands: a pause that ends between them leaves one request through, no more.
            if not self._broker.set(key, "1", px=rest_ms, nx=True) and self._broker.pttl(key) < rest_ms:
                self._broker.set(key, "1", px=rest_ms, nx=False)
        except RedisError as error:
            raise TryAgain("the broker does not answer", BROKER_WAIT_S) from error

    def enter(self, host: str, places: int, for_s: float) -> int | None:
        """Return the place taken, None when all are; it comes free after ``for_s`` by itself.

        Raises:
            TryAgain: the broker does not answer.
        """
        until_ms = max(1, _milliseconds(for_s))
        try:
            for place in range(places):
                if self._broker.set(f"{PLACE}{host.lower()}:{place}", "1", px=until_ms, nx=True):
                    return place
        except RedisError as error:
            raise TryAgain("the broker does not answer", BROKER_WAIT_S) from error
        return None

    def leave(self, host: str, place: int) -> None:
        """Give a place back; if the broker is away, it ends by itself."""
        with suppress(RedisError):
            self._broker.delete(f"{PLACE}{host.lower()}:{place}")

    def _reserve(self, key: str, gap_ms: int) -> float:
        if self._broker.set(key, "1", px=gap_ms, nx=True):
            return 0.0
        left_ms = int(self._broker.pttl(key))
        if left_ms == -1:  # never set by us: somebody's PERSIST must not close a host for ever
            self._broker.pexpire(key, gap_ms)
            left_ms = gap_ms
        return max(left_ms, 1) / 1000  # it ended in between: ask again at once


class NoSpacing:
    """The twin for use without a broker: everybody may go at once."""

    def reserve(self, host: str, gap_s: float | None = None) -> float:  # noqa: ARG002 - the twin's shape
        """Return 0.0."""
        return 0.0

    def rest(self, host: str, seconds: float) -> None:
        """Do nothing."""

    def enter(self, host: str, places: int, for_s: float) -> int | None:  # noqa: ARG002
        """Return a place: there are enough."""
        return 0

    def leave(self, host: str, place: int) -> None:
        """Do nothing."""


def _milliseconds(seconds: float) -> int:
    return int(1000 * min(seconds, MAX_PAUSE_S))
