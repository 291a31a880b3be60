"""One exchange through libcurl: a deadline, caps, a vetted socket; no redirects, cookies or netrc."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import certifi
import pycurl

from worker.errors import GiveUp, TryAgain
from worker.web.faults import translate
from worker.web.guard import is_numeric, is_public

if TYPE_CHECKING:
    from worker.web.exchange import Exchange
    from worker.web.targets import Target

STOPPED = (pycurl.E_WRITE_ERROR, pycurl.E_ABORTED_BY_CALLBACK)
KEPT_CONNECTIONS = 8  # a thread; feeds and pages of one host come close together
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one hop is asked for."""

    user_agent: str
    headers: tuple[str, ...]
    deadline: float  # on the monotonic clock
    connect_timeout_s: float
    proxy: str | None = None
    decode: bool = True  # False asks for an uncompressed answer and takes it as it comes
    body: bytes | None = None  # sent with POST; None is a GET


def perform(handle: pycurl.Curl, target: Target, manner: Manner, exchange: Exchange) -> None:
    """Make one request; status, headers and body are in ``exchange`` afterwards.

    Raises:
        TryAgain: time-out, no such host, refused, broken off; ``BrokenCompression``.
        GiveUp: over a cap, or a blocked address.
    """
    left_s = manner.deadline - monotonic()
    if left_s <= 0:
        raise TryAgain("timed out")
    if manner.proxy and exchange.guarded:
        _check_behind_proxy(target)
    _configure(handle, target, manner, exchange)
    handle.setopt(pycurl.TIMEOUT_MS, max(1, int(1000 * left_s)))
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, max(1, int(1000 * min(left_s, manner.connect_timeout_s))))
    try:
        handle.perform()
    except pycurl.error as error:
        if exchange.enough or (exchange.location and exchange.refusal is None):
            return  # what is wanted came before it broke off
        raise _fault(error, exchange) from None
    finally:
        for opened in exchange.sockets:
            opened.close()
        handle.reset()  # lets go of the callbacks and so of the body; connections stay


def _configure(handle: pycurl.Curl, target: Target, manner: Manner, exchange: Exchange) -> None:
    """Set everything anew; a handle keeps nothing but its connections between two requests."""
    handle.reset()
    handle.setopt(pycurl.URL, target.url.encode())
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.FOLLOWLOCATION, 0)
    handle.setopt(pycurl.NETRC, pycurl.NETRC_IGNORED)
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.CAINFO, ca_bundle())
    handle.setopt(pycurl.MAXCONNECTS, KEPT_CONNECTIONS)
    # Set even when empty: libcurl would read proxies from the environment, past the guard.
    handle.setopt(pycurl.PROXY, manner.proxy or "")
    handle.setopt(pycurl.NOPROXY, "")
    handle.setopt(pycurl.USERAGENT, manner.user_agent.encode())
    handle.setopt(pycurl.HTTPHEADER, [line.encode("latin-1", "replace") for line in manner.headers])
    if target.credentials:
        handle.setopt(pycurl.HTTPAUTH, pycurl.HTTPAUTH_BASIC)
        handle.setopt(pycurl.USERPWD, target.credentials.encode())
    if manner.decode:
        handle.setopt(pycurl.ACCEPT_ENCODING, "")  # all that this libcurl can undo
    if manner.body is not None:
        handle.setopt(pycurl.POST, 1)
        handle.setopt(pycurl.POSTFIELDS, manner.body)
    handle.setopt(pycurl.WRITEFUNCTION, exchange.take_body)
    handle.setopt(pycurl.HEADERFUNCTION, exchange.take_header)
    if not manner.proxy:  # the socket would lead to the proxy
        handle.setopt(pycurl.OPENSOCKETFUNCTION, exchange.open_socket)


def _check_behind_proxy(target: Target) -> None:
    """Refuse what can be seen without a socket; names are resolved, and so vetted, by the proxy."""
    inside = target.host == "localhost" or target.host.endswith(".localhost")
    if inside or (is_numeric(target.host) and not is_public(target.host)):
        raise GiveUp("blocked-address", f"{target.host} is no public address")


def _fault(error: pycurl.error, exchange: Exchange) -> Exception:
    code = error.args[0]
    stopped = code in STOPPED or (code == pycurl.E_COULDNT_CONNECT and not exchange.sockets)
    return exchange.refusal if exchange.refusal is not None and stopped else translate(error)


@cache
def ca_bundle() -> str:
    """Return the file of trusted certificates: the system's, so an operator's own count, else certifi's."""
    known = (ssl.get_default_verify_paths().cafile, *BUNDLES)
    return next((path for path in known if path and Path(path).is_file()), certifi.where())
