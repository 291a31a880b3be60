"""Webhooks: signed, guarded, never redirected; streams: bounded; both say when to try again."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from worker.errors import GiveUp, TryAgain
from worker.shapes import Event
from worker.web.client import WebClient, WebPolicy
from worker.web.streams import StreamCarrier
from worker.web.webhooks import WebhookCarrier, signature_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
EVENTS = [Event(n, "statement.recorded", f"s{n}", f'{{"cursor": {n}, "text": "“Ёлка”"}}') for n in (7, 8)]
ANSWER = b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def carrier_to(client_for):
    def make(server):
        return WebhookCarrier(client_for(server), server.url("/in"), "geheim", lambda: NOW)

    return make


def test_events_are_posted_together_and_signed_over_time_and_body(serve, carrier_to):
    """Whoever knows the secret can prove the body, and how old it is."""
    server = serve(default=ANSWER % 204)
    carrier_to(server).deliver(EVENTS)
    (asked,) = server.requests
    head, _, body = asked.partition("\r\n\r\n")
    lines = head.splitlines()
    assert lines[0] == "POST /in HTTP/1.1"
    assert "Content-Type: application/json" in lines
    sent = body.encode("latin-1")
    moment = int(NOW.timestamp())
    digest = hmac.new(b"geheim", f"{moment}.".encode() + sent, hashlib.sha256).hexdigest()
    assert f"Communique-Signature: t={moment},v1={digest}" in lines
    assert [event["cursor"] for event in json.loads(sent)["events"]] == [7, 8]
    assert json.loads(sent)["events"][0]["text"] == "“Ёлка”"


def test_the_check_of_the_docs_tells_genuine_bodies():
    """Not another body, not another secret, not an old one."""
    docs = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
    known = {}
    exec(re.findall(r"```python\n(.*?)```", docs, re.DOTALL)[1], known)  # noqa: S102 - our own page
    now, body = int(time.time()), "{“Ёлка”}".encode()
    header = signature_of("geheim", now, body)
    assert known["is_genuine"](header, body, b"geheim")
    assert not known["is_genuine"](header, body + b" ", b"geheim")
    assert not known["is_genuine"](header, body, b"Geheim")
    assert not known["is_genuine"](signature_of("geheim", now - 301, body), body, b"geheim")


@pytest.mark.parametrize("status", [302, 400, 404, 410, 429, 500, 503])
def test_everything_but_2xx_is_tried_again(serve, carrier_to, status):
    """A receiver under repair must not lose events; a redirect leads nowhere."""
    server = serve(default=ANSWER % status)
    with pytest.raises(TryAgain, match=f"status {status}"):
        carrier_to(server).deliver(EVENTS)
    assert len(server.requests) == 1


def test_a_connection_is_used_for_reading_and_posting_in_turn(serve, client_for):
    """Nothing of a POST stays in the handle."""
    server = serve()
    client = client_for(server)
    WebhookCarrier(client, server.url("/in"), "x", lambda: NOW).deliver(EVENTS)
    from worker.web.client import WebRequest  # noqa: PLC0415

    assert client.fetch(WebRequest(server.url("/page"))).body == b"hi"
    assert [asked.split(" ")[0] for asked in server.requests] == ["POST", "GET"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/in", "http://[::1]/in", "http://0x7f.1/", "ftp://a.example/"]
)
def test_the_guard_holds_for_webhooks(url):
    """A URL into the own network is refused before a byte is sent."""
    client = WebClient(WebPolicy("communique-test"))
    with pytest.raises(GiveUp):
        WebhookCarrier(client, url, "x", lambda: NOW).deliver(EVENTS)


class FakePipeline:
    def __init__(self, error=None):
        self.error, self.added = error, []

    def pipeline(self, **_):
        return self

    def xadd(self, stream, fields, **limits):
        self.added.append((stream, fields, limits))

    def execute(self):
        if self.error:
            raise self.error


def test_a_stream_gets_each_event_with_its_cursor_and_a_limit():
    """Readers filter by type and id without parsing."""
    server = FakePipeline()
    StreamCarrier(server, "events", 100).deliver(EVENTS)
    stream, fields, limits = server.added[0]
    assert (stream, limits) == ("events", {"maxlen": 100, "approximate": True})
    assert fields == {"cursor": 7, "type": "statement.recorded", "id": "s7", "event": EVENTS[0].body}


def test_a_server_that_is_away_is_tried_again():
    """As everything that passes."""
    with pytest.raises(TryAgain, match="refused"):
        StreamCarrier(FakePipeline(RedisConnectionError("refused")), "events", 100).deliver(EVENTS)
