"""libcurl's error codes in the two words a caller can act on: again later, or never."""

from __future__ import annotations

import pycurl

from worker.errors import GiveUp, TryAgain

TOO_LARGE = 100  # CURLE_TOO_LARGE, without a name in pycurl: one header line past libcurl's own limit
WEIRD_ANSWER = 8  # CURLE_WEIRD_SERVER_REPLY; a NUL in a header is one
ECH = 101

TLS = frozenset(
    {
        pycurl.E_SSL_CONNECT_ERROR,
        pycurl.E_SSL_CERTPROBLEM,
        pycurl.E_SSL_CIPHER,
        pycurl.E_PEER_FAILED_VERIFICATION,
        pycurl.E_SSL_CACERT_BADFILE,
        pycurl.E_SSL_ISSUER_ERROR,
        pycurl.E_SSL_INVALIDCERTSTATUS,
        pycurl.E_SSL_SHUTDOWN_FAILED,
        pycurl.E_USE_SSL_FAILED,
        ECH,
    }
)
REASONS = {
    pycurl.E_COULDNT_RESOLVE_HOST: "dns: no such host",  # feeds.pace weighs the word before the colon
    pycurl.E_COULDNT_RESOLVE_PROXY: "proxy: no such host",
    pycurl.E_COULDNT_CONNECT: "connection refused",
    pycurl.E_OPERATION_TIMEDOUT: "timed out",
    pycurl.E_PARTIAL_FILE: "the answer broke off",
    pycurl.E_GOT_NOTHING: "the connection closed without an answer",
    pycurl.E_SEND_ERROR: "the connection broke off",
    pycurl.E_RECV_ERROR: "the connection broke off",
    pycurl.E_HTTP2: "the connection broke off",
    pycurl.E_UNSUPPORTED_PROTOCOL: "the answer is no HTTP",  # our own schemes are vetted before: HTTP/0.9
    WEIRD_ANSWER: "the answer is no HTTP",
}


class BrokenCompression(TryAgain):
    """The answer names a compression nobody knows, or breaks its own; it may be readable without any."""


def translate(error: pycurl.error) -> GiveUp | TryAgain:
    """Return what a failed exchange means; messages of libcurl are kept only where they name no URL."""
    code = int(error.args[0])
    if code == pycurl.E_URL_MALFORMAT:
        return GiveUp("bad-url", "libcurl can't read the address")
    if code == TOO_LARGE:
        return GiveUp("too-large", "a flood of headers")
    if code == pycurl.E_BAD_CONTENT_ENCODING:
        return BrokenCompression("the answer's compression is broken")
    if code in TLS:
        return TryAgain(f"tls: {str(error.args[1])[:200]}")
    return TryAgain(REASONS.get(code, f"connection failed ({code})"))
