"""libcurl's codes in words: which faults pass, which never do, and what they may say."""

from __future__ import annotations

import pickle

import pycurl
import pytest
from worker.errors import GiveUp, TryAgain
from worker.web.faults import BrokenCompression, translate


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (pycurl.E_COULDNT_RESOLVE_HOST, "dns: no such host"),
        (pycurl.E_COULDNT_CONNECT, "connection refused"),
        (pycurl.E_OPERATION_TIMEDOUT, "timed out"),
        (pycurl.E_PEER_FAILED_VERIFICATION, "tls: what libcurl says"),
        (pycurl.E_RECV_ERROR, "the connection broke off"),
        (pycurl.E_UNSUPPORTED_PROTOCOL, "the answer is no HTTP"),
        (pycurl.E_BAD_CONTENT_ENCODING, "the answer's compression is broken"),
        (9999, "connection failed (9999)"),
    ],
)
def test_faults_of_the_other_side_may_pass(code, reason):
    fault = translate(pycurl.error(code, "what libcurl says"))
    assert isinstance(fault, TryAgain)
    assert (fault.reason, fault.wait_s) == (reason, None)


@pytest.mark.parametrize(("code", "outcome"), [(pycurl.E_URL_MALFORMAT, "bad-url"), (100, "too-large")])
def test_faults_of_the_address_never_pass(code, outcome):
    fault = translate(pycurl.error(code, "what libcurl says"))
    assert isinstance(fault, GiveUp)
    assert fault.outcome == outcome


def test_a_broken_compression_pickles():
    fault = pickle.loads(pickle.dumps(BrokenCompression("broken")))  # noqa: S301 - our own
    assert (type(fault), fault.reason) == (BrokenCompression, "broken")
