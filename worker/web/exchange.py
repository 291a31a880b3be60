"""What one exchange receives, and where it stops: caps on headers and on the decompressed body."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Any

import pycurl

from worker.errors import GiveUp
from worker.web.guard import is_public

MAX_HEADERS = 200
MAX_HEADER_BYTES = 128 * 1024
ERROR_BYTES = 64 * 1024  # kept of an answer that is no content: enough to recognise a bot challenge
REDIRECTS = frozenset({301, 302, 303, 307, 308})
STOP = -1  # anything but the number of bytes makes libcurl stop


@dataclass(slots=True)
class Exchange:
    """Receives one answer; the callbacks note here why they stopped it."""

    max_bytes: int
    guarded: bool = True
    cut: bool = False  # keep what fits instead of refusing what does not
    body: bytearray = field(default_factory=bytearray)
    headers: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0
    refusal: GiveUp | None = None
    enough: bool = False  # stopped by us, with all that is wanted
    header_bytes: int = 0
    head_done: bool = False
    sockets: list[socket.socket] = field(default_factory=list)

    def take_body(self, data: bytes) -> int:
        """Take decompressed bytes up to the cap; an answer that is no content is cut, never refused."""
        cut = self.cut or self.status >= 300
        cap = min(self.max_bytes, ERROR_BYTES) if self.status >= 300 else self.max_bytes
        if len(self.body) + len(data) <= cap:
            self.body += data
            return len(data)
        if cut:
            self.body += data[: cap - len(self.body)]
            self.enough = True
            return STOP
        return self._refuse("too-large", f"more than {self.max_bytes:,} bytes")

    def take_header(self, line: bytes) -> int:
        """Take one header line; a further status line (after 1xx) starts anew, trailers are ignored."""
        self.header_bytes += len(line)
        if self.header_bytes > MAX_HEADER_BYTES or len(self.headers) >= MAX_HEADERS:
            return self._refuse("too-large", "a flood of headers")
        if line.startswith(b"HTTP/") and (not self.head_done or self.status < 200):
            self._begin(line)
        elif not line.strip():
            return self._end_head(len(line))
        elif not self.head_done:
            name, _, value = line.decode("latin-1").partition(":")
            self.headers.append((name.strip().lower(), value.strip()))
        return len(line)

    def open_socket(self, _purpose: int, address: Any) -> Any:
        """Open the socket only to a public address: it is the one dialled, whatever DNS said before."""
        host = address.addr[0]
        host = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        if self.guarded and not is_public(host):
            self.refusal = GiveUp("blocked-address", f"{host} is no public address")
            return pycurl.SOCKET_BAD
        try:
            opened = socket.socket(address.family, address.socktype, address.protocol)
        except OSError:  # no IPv6 here, or no file descriptor left
            return pycurl.SOCKET_BAD
        self.sockets.append(opened)  # libcurl works on a duplicate; this one is closed after the exchange
        return opened

    def header(self, name: str) -> str | None:
        """Return the first value of a header (lower-case name)."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def location(self) -> str | None:
        """Where the answer sends us, None when it is no redirect."""
        return (self.header("location") or None) if self.status in REDIRECTS else None

    def _begin(self, line: bytes) -> None:
        word = line.split(None, 2)[1:2]
        self.status = int(word[0]) if word and word[0].isdigit() else 0
        self.headers.clear()
        self.head_done = False

    def _end_head(self, taken: int) -> int:
        self.head_done = True
        length = self.header("content-length") or ""
        announced = int(length[:18]) if length.isascii() and length.isdigit() else 0
        if 200 <= self.status < 300 and announced > self.max_bytes and not self.cut:
            return self._refuse("too-large", f"{announced:,} bytes announced, {self.max_bytes:,} allowed")
        return taken

    def _refuse(self, outcome: str, detail: str) -> int:
        self.refusal = GiveUp(outcome, detail)
        return STOP
