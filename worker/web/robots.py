"""robots.txt by RFC 9309: what may be fetched, remembered for a day and shared by all threads.

It never guesses: a host whose rules can't be had is closed for now, which is not the same as "no".
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from protego import Protego

from worker.errors import GiveUp, TryAgain
from worker.web.client import WebRequest
from worker.web.robots_text import MAX_BYTES, readable_part
from worker.web.targets import parse_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worker.shapes import Page

FRESH = timedelta(hours=24)  # RFC 9309, 2.4: at most
FRESH_AFTER_ERROR = timedelta(hours=1)
MAX_HOSTS = 2_000  # remembered; the one unused for longest is forgotten first
DEADLINE_S = 15.0
_TOKEN = re.compile(r"(?:Mozilla/[\d.]+ +\(compatible; *)?([A-Za-z_-]+)")


class Fetcher(Protocol):
    """Whatever can fetch: the client, or a test's stand-in."""

    def fetch(self, request: WebRequest) -> Page:
        """Return the answer, or raise TryAgain or GiveUp."""
        ...


class RobotsRules:
    """The rules of one host; ``is_known`` is False while the host can't tell them."""

    def __init__(self, rules: Protego | None, *, is_known: bool = True) -> None:
        self._rules = rules
        self.is_known = is_known

    @classmethod
    def from_answer(cls, status: int, body: bytes) -> RobotsRules:
        """Read an answer: 4xx allows everything, 5xx nothing for now (RFC 9309, 2.3.1).

        429 counts with 5xx: who asks for fewer requests has not said that all is open.
        """
        if 200 <= status < 300:
            return cls(Protego.parse(readable_part(body)))
        return cls(None, is_known=status < 500 and status != 429)

    def allows(self, url: str, agent: str) -> bool:
        """Tell whether an agent (its product token, or the whole User-Agent) may fetch a URL of this host."""
        if self._rules is None:
            return self.is_known
        return bool(self._rules.can_fetch(url, _product(agent)))

    def crawl_delay_s(self, agent: str) -> float | None:
        """Return the pause the host asks for between two requests, None when it asks for none."""
        delay = self._rules.crawl_delay(_product(agent)) if self._rules else None
        return float(delay) if delay is not None else None


class RobotsCache:
    """Fetches each host's robots.txt once a day; threads may share one.

    An unreachable one closes the host for an hour, unless older rules are known: those hold on.
    """

    def __init__(self, client: Fetcher, now: Callable[[], datetime], fresh: timedelta = FRESH) -> None:
        self._client = client
        self._now = now
        self._fresh = min(fresh, FRESH)
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[datetime, RobotsRules]] = OrderedDict()
        self._fetching: dict[str, tuple[threading.Lock, int]] = {}

    def check(self, url: str, agent: str) -> None:
        """Return when an agent may fetch a URL.

        Raises:
            GiveUp: ``robots``, the host says no; ``bad-url``.
            TryAgain: the host can't tell its rules for now.
        """
        rules = self.rules_for(url)
        if not rules.is_known:
            raise TryAgain("robots.txt can't be had", FRESH_AFTER_ERROR.total_seconds())
        if not rules.allows(url, agent):
            raise GiveUp("robots", "robots.txt says no")

    def rules_for(self, url: str) -> RobotsRules:
        """Return the rules for a URL's host, fetched when unknown or stale.

        Raises:
            GiveUp: ``bad-url``.
        """
        origin = parse_target(url).origin
        rules = self._fresh_rules(origin)
        if rules is not None:
            return rules
        with self._alone(origin):
            return self._fresh_rules(origin) or self._learn(origin)

    def known_delay_s(self, url: str, agent: str) -> float | None:
        """Return the pause that a host asks for as far as its rules are known; nothing is fetched."""
        with self._lock:
            _, rules = self._known.get(parse_target(url).origin, (None, None))
        return rules.crawl_delay_s(agent) if rules else None

    @contextmanager
    def _alone(self, origin: str) -> Iterator[None]:
        """Let one thread at a time ask a host for its rules; the others find what it learned."""
        with self._lock:
            lock, waiting = self._fetching.get(origin, (threading.Lock(), 0))
            self._fetching[origin] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                waiting = self._fetching[origin][1] - 1
                self._fetching[origin] = lock, waiting
                if not waiting:
                    del self._fetching[origin]

    def _fresh_rules(self, origin: str) -> RobotsRules | None:
        with self._lock:
            until, rules = self._known.get(origin, (None, None))
            if until is None or until <= self._now():
                return None
            self._known.move_to_end(origin)
            return rules

    def _learn(self, origin: str) -> RobotsRules:
        with self._lock:
            _, rules = self._known.get(origin, (None, None))
        fresh, found = self._fetch(origin)
        kept = rules if rules is not None and not found.is_known else found
        with self._lock:
            self._known[origin] = (self._now() + fresh, kept)
            self._known.move_to_end(origin)
            while len(self._known) > MAX_HOSTS:
                self._known.popitem(last=False)
        return kept

    def _fetch(self, origin: str) -> tuple[timedelta, RobotsRules]:
        request = WebRequest(
            f"{origin}/robots.txt",
            max_bytes=MAX_BYTES,
            deadline_s=DEADLINE_S,
            accept="text/plain, */*",
            cut=True,
        )
        try:
            page = self._client.fetch(request)
        except TryAgain:
            return FRESH_AFTER_ERROR, RobotsRules(None, is_known=False)
        except GiveUp:  # a redirect that leads nowhere: unavailable, so open (RFC 9309, 2.3.1.2)
            return FRESH_AFTER_ERROR, RobotsRules(None)
        rules = RobotsRules.from_answer(page.status, page.body)
        return self._fresh if rules.is_known else FRESH_AFTER_ERROR, rules


def _product(agent: str) -> str:
    """Return the product token: rules for ``http`` must not match the address in a User-Agent."""
    found = _TOKEN.match(agent.strip())
    return found[1] if found else agent
