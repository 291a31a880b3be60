"""Fetching a URL: redirects followed by hand and vetted hop by hop, one connection pool a thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urljoin, urlsplit, urlunsplit

import pycurl

from worker.errors import GiveUp, TryAgain
from worker.shapes import Page
from worker.web.transfer import Exchange, perform

REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One URL to fetch, and the limits of doing so."""

    url: str
    max_bytes: int = 5_000_000  # of the decompressed body
    deadline_s: float = 30.0  # for all hops together
    accept: str = "*/*"
    etag: str | None = None
    last_modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WebPolicy:
    """How this worker behaves on the web; ``allow_hosts`` (host or host:port) skip the address guard."""

    user_agent: str
    allow_hosts: frozenset[str] = frozenset()
    max_redirects: int = 5
    proxy: str | None = None
    connect_timeout_s: float = 10.0


class WebClient:
    """Fetches pages; threads may share one, each keeps its own connections."""

    def __init__(self, policy: WebPolicy) -> None:
        self.policy = policy
        self._local = threading.local()

    def fetch(self, request: WebRequest) -> Page:
        """Return the answer to a request, whatever its HTTP status; 304 has an empty body.

        Raises:
            TryAgain: time-out, DNS, refused or broken connection.
            GiveUp: ``bad-url``, ``blocked-address``, ``redirect-loop``, ``too-large``.
        """
        deadline = monotonic() + request.deadline_s
        url, permanent, seen = _checked(request.url), True, set()
        for _ in range(self.policy.max_redirects + 1):
            if url in seen:
                raise GiveUp("redirect-loop", _without_user(url))
            seen.add(url)
            exchange = Exchange(request.max_bytes, guarded=not self.is_allowed(url))
            status = self._hop(url, request, exchange, deadline)
            target = next((value for name, value in exchange.headers if name == "location"), None)
            if status not in REDIRECTS or not target:
                moved = permanent and len(seen) > 1
                return Page(
                    url=request.url,
                    final_url=_without_user(url),
                    status=status,
                    headers=tuple(exchange.headers),
                    body=bytes(exchange.body),
                    fetched_at=datetime.now(UTC),
                    permanent_url=url if moved else None,
                )
            permanent = permanent and status in PERMANENT
            url = _checked(urljoin(url, target.strip().replace(" ", "%20")))
        raise GiveUp("redirect-loop", f"more than {self.policy.max_redirects} redirects")

    def _hop(self, url: str, request: WebRequest, exchange: Exchange, deadline: float) -> int:
        left_s = deadline - monotonic()
        if left_s <= 0:
            raise TryAgain("timed out")

        def configure(handle: pycurl.Curl) -> None:
            handle.setopt(pycurl.USERAGENT, self.policy.user_agent)
            handle.setopt(pycurl.TIMEOUT_MS, max(1, int(1000 * left_s)))
            handle.setopt(
                pycurl.CONNECTTIMEOUT_MS, int(1000 * min(left_s, self.policy.connect_timeout_s)) or 1
            )
            handle.setopt(pycurl.PROXY, self.policy.proxy or "")
            handle.setopt(pycurl.HTTPHEADER, _header_lines(request, first=url == request.url))

        return perform(self._handle(), url, exchange, configure)

    def _handle(self) -> pycurl.Curl:
        handle: pycurl.Curl | None = getattr(self._local, "handle", None)
        if handle is None:
            handle = self._local.handle = pycurl.Curl()
        return handle

    def is_allowed(self, url: str) -> bool:
        """Tell whether a URL's host is exempt from the guard: a newsroom of our own."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return host in self.policy.allow_hosts or f"{host}:{port}" in self.policy.allow_hosts


def _header_lines(request: WebRequest, *, first: bool) -> list[str]:
    lines = [f"Accept: {request.accept}", "Expect:"]
    if request.etag:
        lines.append(f"If-None-Match: {request.etag}")
    if request.last_modified:
        lines.append(f"If-Modified-Since: {request.last_modified}")
    if first:  # an outlet's own headers may be secrets: they never follow a redirect
        lines += [f"{name}: {value}" for name, value in request.headers]
    return lines


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise GiveUp("bad-url", str(error)) from None
    if parts.scheme.lower() not in ("http", "https") or not host or any(sign in url for sign in "\r\n\0"):
        raise GiveUp("bad-url", f"not an http address: {_without_user(url)[:200]}")
    user = parts.netloc.rpartition("@")[0]
    place = f"[{host}]" if ":" in host else host
    netloc = (f"{user}@" if user else "") + place + (f":{port}" if port else "")
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
