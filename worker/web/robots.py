"""robots.txt by RFC 9309: what may be fetched, remembered for a day and shared by all threads."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from worker.errors import GiveUp, TryAgain
from worker.web.client import WebClient, WebRequest

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 500 * 1024  # RFC 9309 asks for this much at least
FRESH = timedelta(hours=24)
FRESH_AFTER_ERROR = timedelta(hours=1)
MAX_HOSTS = 20_000  # remembered; the oldest half is forgotten past it


class RobotsRules:
    """The rules of one host."""

    def __init__(self, rules: Protego | None, *, closed: bool = False) -> None:
        self._rules = rules
        self._closed = closed

    @classmethod
    def from_answer(cls, status: int, body: bytes) -> RobotsRules:
        """Read an answer: 4xx allows everything, 5xx nothing (RFC 9309, 2.3.1)."""
        if 200 <= status < 300:
            return cls(Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")))
        return cls(None, closed=status >= 500)

    def allows(self, url: str, agent: str) -> bool:
        """Tell whether an agent may fetch a URL of this host."""
        if self._rules is None:
            return not self._closed
        return bool(self._rules.can_fetch(url, agent))

    def crawl_delay_s(self, agent: str) -> float | None:
        """Return the pause the host asks for between two requests."""
        delay = self._rules.crawl_delay(agent) if self._rules else None
        return float(delay) if delay is not None else None


class RobotsCache:
    """Fetches each host's robots.txt once a day; an unreachable one closes the host for an hour."""

    def __init__(self, client: WebClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, tuple[datetime, RobotsRules]] = {}

    def rules_for(self, url: str) -> RobotsRules:
        """Return the rules for a URL's host."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        with self._lock:
            known = self._known.get(place)
        if known is not None and known[0] > self._now():
            return known[1]
        fresh, rules = self._fetch(place)
        with self._lock:
            if len(self._known) >= MAX_HOSTS:
                self._known = dict(list(self._known.items())[MAX_HOSTS // 2 :])
            self._known[place] = (self._now() + fresh, rules)
        return rules

    def _fetch(self, place: str) -> tuple[timedelta, RobotsRules]:
        request = WebRequest(
            url=f"{place}/robots.txt", max_bytes=2 * MAX_BYTES, deadline_s=15.0, accept="text/plain, */*"
        )
        try:
            page = self._client.fetch(request)
        except TryAgain:
            return FRESH_AFTER_ERROR, RobotsRules(None, closed=True)
        except GiveUp:
            return FRESH_AFTER_ERROR, RobotsRules(None)
        fresh = FRESH if page.status < 500 else FRESH_AFTER_ERROR
        return fresh, RobotsRules.from_answer(page.status, page.body)
