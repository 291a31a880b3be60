"""Fetching a URL: redirects followed by hand and vetted hop by hop, one connection pool a thread.

It keeps no cookies, sends no credentials to another host, and never talks to a private address.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

import pycurl

from worker.errors import GiveUp
from worker.settings import Hosts
from worker.shapes import Page
from worker.web.exchange import Exchange
from worker.web.faults import BrokenCompression
from worker.web.targets import Target, is_same_site, next_target, parse_target
from worker.web.transfer import Manner, perform

if TYPE_CHECKING:
    from collections.abc import Callable

PERMANENT = frozenset({301, 308})
COMPRESSIONS = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One URL to fetch, and the limits of doing so."""

    url: str
    max_bytes: int = 5_000_000  # of the decompressed body
    deadline_s: float = 30.0  # for all hops together
    accept: str = "*/*"
    etag: str | None = None
    last_modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()  # shown to the URL's own host only
    cut: bool = False  # keep the first max_bytes of a longer body instead of giving up


@dataclass(frozen=True, slots=True)
class WebPolicy:
    """How this worker behaves on the web; ``allow_hosts`` (host or host:port) skip guard and proxy.

    Proxies named in the environment are ignored. Behind ``proxy`` it is the proxy that resolves
    names and must keep private networks closed; addresses written out are still vetted here.
    """

    user_agent: str
    allow_hosts: frozenset[str] = frozenset()
    max_redirects: int = 5
    proxy: str | None = None
    connect_timeout_s: float = 10.0
    hosts: Hosts = field(default_factory=Hosts)


def utc_now() -> datetime:
    """Return the time on the wall."""
    return datetime.now(UTC)


class WebClient:
    """Fetches pages; threads may share one, each keeps its own connections."""

    def __init__(self, policy: WebPolicy, now: Callable[[], datetime] = utc_now) -> None:
        self.policy = policy
        self._now = now
        self._local = threading.local()

    def fetch(self, request: WebRequest) -> Page:
        """Return the answer to a request, whatever its HTTP status; 304 has an empty body.

        The body of an answer that is no content (status 300 and up) is cut at 64 KiB.
        ``final_url`` never shows credentials, ``permanent_url`` keeps those of its own host.

        Raises:
            TryAgain: time-out, DNS, TLS, refused or broken connection, a truncated answer.
            GiveUp: ``bad-url``, ``blocked-address``, ``redirect-loop``, ``too-large``.
        """
        deadline = monotonic() + request.deadline_s
        first = here = parse_target(request.url)
        permanent, seen = True, {here.url}
        for _ in range(self.policy.max_redirects + 1):
            exchange = self._hop(here, request, deadline, known=is_same_site(first, here))
            if exchange.location is None:
                moved = permanent and len(seen) > 1
                return self._page(request, here, exchange, here.url_with_userinfo if moved else None)
            permanent = permanent and exchange.status in PERMANENT
            here = next_target(here, exchange.location)
            if here.url in seen:
                raise GiveUp("redirect-loop", f"back at {here.url[:200]}")
            seen.add(here.url)
        raise GiveUp("redirect-loop", f"more than {self.policy.max_redirects} redirects")

    def post(self, request: WebRequest, body: bytes) -> int:
        """Send a body to a URL and return the HTTP status; a redirect is one, and is not followed.

        Raises:
            TryAgain: time-out, DNS, TLS, refused or broken connection.
            GiveUp: ``bad-url``, ``blocked-address``.
        """
        target = parse_target(request.url)
        manner = self._manner(target, request, monotonic() + request.deadline_s, known=True)
        exchange = Exchange(request.max_bytes, guarded=not self._is_exempt(target), cut=True)
        # No "100-continue": a receiver that does not know it would cost a second each time.
        headers = (*manner.headers, "Expect:")
        perform(self._handle(), target, replace(manner, body=body, headers=headers), exchange)
        return exchange.status

    def is_allowed(self, url: str) -> bool:
        """Tell whether a URL's host is exempt from the guard: a newsroom of our own."""
        try:
            return parse_target(url).is_among(self.policy.allow_hosts)
        except GiveUp:
            return False

    def _hop(self, target: Target, request: WebRequest, deadline: float, *, known: bool) -> Exchange:
        """Ask one host; a broken compression is asked for once more without any."""
        exempt = self._is_exempt(target)
        manner = self._manner(target, request, deadline, known=known)
        exchange = Exchange(request.max_bytes, guarded=not exempt, cut=request.cut)
        try:
            perform(self._handle(), target, manner, exchange)
        except BrokenCompression:
            exchange = Exchange(request.max_bytes, guarded=not exempt, cut=request.cut)
            perform(self._handle(), target, replace(manner, decode=False), exchange)
            if (exchange.header("content-encoding") or "").lower() in COMPRESSIONS:
                raise  # compressed all the same: its bytes are no page
        return exchange

    def _is_exempt(self, target: Target) -> bool:
        return target.is_among(self.policy.allow_hosts)

    def _manner(self, target: Target, request: WebRequest, deadline: float, *, known: bool) -> Manner:
        exempt, own = self._is_exempt(target), self.policy.hosts.of(target.host)
        # The operator's headers for a host may be secrets: they go to it alone, and never in the open.
        secrets = own.headers if exempt or target.scheme == "https" else ()
        return Manner(
            user_agent=self.policy.user_agent,
            headers=_header_lines(request, (*(request.headers if known else ()), *secrets)),
            deadline=deadline,
            connect_timeout_s=self.policy.connect_timeout_s,
            proxy=None if exempt else own.proxy or self.policy.proxy,
        )

    def _page(self, request: WebRequest, last: Target, exchange: Exchange, moved_to: str | None) -> Page:
        return Page(
            url=request.url,
            final_url=last.url,
            status=exchange.status,
            headers=tuple(exchange.headers),
            body=b"" if exchange.status == 304 else bytes(exchange.body),
            fetched_at=self._now(),
            permanent_url=moved_to,
        )

    def _handle(self) -> pycurl.Curl:
        handle: pycurl.Curl | None = getattr(self._local, "handle", None)
        if handle is None:
            handle = self._local.handle = pycurl.Curl()
        return handle


def _header_lines(request: WebRequest, further: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Write the request's headers; further ones replace ours of the same name."""
    named = {name.lower() for name, _ in further}
    pairs = [("Accept", request.accept)] if "accept" not in named else []
    pairs += [("If-None-Match", request.etag)] if request.etag else []
    pairs += [("If-Modified-Since", request.last_modified)] if request.last_modified else []
    pairs += further
    lines = (f"{name}: {value}" for name, value in pairs)
    return tuple(line for line in lines if not any(sign in line for sign in "\r\n\0"))
