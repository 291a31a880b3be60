"""One exchange through libcurl: deadline, caps, a vetted socket; no redirects, no cookies."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pycurl

from worker.errors import GiveUp, TryAgain
from worker.web.guard import is_public

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_HEADERS = 200
MAX_HEADER_BYTES = 128 * 1024
STOPPED = (pycurl.E_WRITE_ERROR, pycurl.E_ABORTED_BY_CALLBACK)


@dataclass(slots=True)
class Exchange:
    """What is received; the callbacks note here why they stopped it."""

    max_bytes: int
    guarded: bool
    body: bytearray = field(default_factory=bytearray)
    headers: list[tuple[str, str]] = field(default_factory=list)
    header_bytes: int = 0
    refusal: GiveUp | None = None
    sockets: list[socket.socket] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        """Take decompressed bytes; anything but their count makes libcurl stop."""
        if len(self.body) + len(data) > self.max_bytes:
            self.refusal = GiveUp("too-large", f"more than {self.max_bytes:,} bytes")
            return -1
        self.body += data
        return len(data)

    def header(self, line: bytes) -> int:
        """Take one header line; a new status line starts the list anew."""
        self.header_bytes += len(line)
        if self.header_bytes > MAX_HEADER_BYTES or len(self.headers) > MAX_HEADERS:
            self.refusal = GiveUp("too-large", "a flood of headers")
            return -1
        if line.startswith(b"HTTP/"):
            self.headers.clear()
        elif b":" in line:
            name, _, value = line.decode("latin-1").partition(":")
            self.headers.append((name.strip().lower(), value.strip()))
        return len(line)

    def open_socket(self, _purpose: int, address: Any) -> Any:
        """Open the socket only to a public address: it is the one connected to, whatever DNS said."""
        host = address.addr[0]
        if isinstance(host, bytes):
            host = host.decode("ascii", "replace")
        if self.guarded and not is_public(host):
            self.refusal = GiveUp("blocked-address", f"{host} is no public address")
            return pycurl.SOCKET_BAD
        opened = socket.socket(address.family, address.socktype, address.protocol)
        self.sockets.append(opened)  # libcurl works on a duplicate; this one is closed after the exchange
        return opened


def perform(
    handle: pycurl.Curl, url: str, exchange: Exchange, configure: Callable[[pycurl.Curl], None]
) -> int:
    """Make one request and return its HTTP status; body and headers are in ``exchange``.

    Raises:
        TryAgain: time-out, no such host, refused, broken off.
        GiveUp: over a cap, a blocked address, or a URL that libcurl can't read.
    """
    handle.reset()
    handle.setopt(pycurl.URL, url.encode("utf-8", "surrogatepass"))
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.FOLLOWLOCATION, 0)
    handle.setopt(pycurl.ACCEPT_ENCODING, "")
    handle.setopt(pycurl.NETRC, pycurl.NETRC_IGNORED)
    handle.setopt(pycurl.WRITEFUNCTION, exchange.write)
    handle.setopt(pycurl.HEADERFUNCTION, exchange.header)
    handle.setopt(pycurl.OPENSOCKETFUNCTION, exchange.open_socket)
    configure(handle)
    try:
        handle.perform()
    except pycurl.error as error:
        raise _translated(error, exchange) from None
    finally:
        for opened in exchange.sockets:
            opened.close()
    return int(handle.getinfo(pycurl.RESPONSE_CODE))


def _translated(error: pycurl.error, exchange: Exchange) -> Exception:
    code, message = error.args[0], str(error.args[1])
    if exchange.refusal is not None and code in (*STOPPED, pycurl.E_COULDNT_CONNECT):
        return exchange.refusal
    if code in (pycurl.E_URL_MALFORMAT, pycurl.E_UNSUPPORTED_PROTOCOL):
        return GiveUp("bad-url", message)
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return TryAgain("dns: no such host")
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return TryAgain("timed out")
    return TryAgain(f"connection failed ({code}): {message}")
