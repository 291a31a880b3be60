"""WebSub's words: what a hub is asked, what it may say, and which signatures count."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.feeds.websub import LONGEST_LEASE_S, SHORTEST_LEASE_S, Proof, read_intent, subscription_form

TOPIC = "https://outlet.example/feed?a=1&b=ü"
SUBSCRIBE = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "xyz"}


def signature(body, secret, method="sha256"):
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


def is_signed(body, header, secret):
    proof = Proof(header, secret)
    for place in range(0, len(body), 3):
        proof.add(body[place : place + 3])
    return proof.holds()


def test_a_hub_is_asked_in_its_words():
    form = parse_qs(subscription_form(TOPIC, "https://us.example/t", "geheim").decode())
    assert form["hub.topic"] == [TOPIC]
    assert (form["hub.mode"], form["hub.callback"]) == (["subscribe"], ["https://us.example/t"])
    assert (form["hub.secret"], form["hub.lease_seconds"]) == (["geheim"], ["864000"])


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_right_signature_counts(method):
    header = signature(b"news", "geheim", method)
    assert is_signed(b"news", header, "geheim")
    assert is_signed(b"news", f" {header.upper()}", "geheim")


@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "sha256", "sha256=", "md5=" + "0" * 32, "sha256=ü", "=x"),
        signature(b"news", "another"),
        signature(b"other news", "geheim"),
        signature(b"news", "geheim").replace("sha256", "sha1"),
    ],
)
def test_any_other_signature_does_not(header):
    assert not is_signed(b"news", header, "geheim")


@given(st.binary(max_size=50), st.text(max_size=200))
def test_no_header_raises(body, header):
    assert not is_signed(body, header, "geheim")


@pytest.mark.parametrize(
    ("said", "lease_s"),
    [
        ({}, 86_400),
        ({"hub.lease_seconds": "864000"}, 864_000),
        ({"hub.lease_seconds": "1"}, SHORTEST_LEASE_S),
        ({"hub.lease_seconds": "9" * 11}, LONGEST_LEASE_S),
        ({"hub.lease_seconds": "9" * 5000}, 86_400),
        ({"hub.lease_seconds": "-5"}, 86_400),
        ({"hub.lease_seconds": "²"}, 86_400),
    ],
)
def test_a_lease_is_believed_within_reason(said, lease_s):
    assert read_intent(SUBSCRIBE | said).lease_s == lease_s


@pytest.mark.parametrize(
    "said",
    [{"hub.mode": "publish"}, {"hub.topic": ""}, {"hub.challenge": ""}, {"hub.challenge": "x" * 2001}],
)
def test_what_is_no_question_of_a_hub_is_none(said):
    assert read_intent(SUBSCRIBE | said) is None


def test_a_refusal_needs_no_challenge():
    intent = read_intent({"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no"})
    assert (intent.mode, intent.reason) == ("denied", "no")
