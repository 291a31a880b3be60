"""The callback service over a real socket: questions, pushes, and strangers who are slow or greedy."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from worker import hooks
from worker.store.feeds import find_feed, register_feed
from worker.store.rows import Subscription
from worker.store.websub import find_subscription, set_subscription, want_subscription

from stage import HOST, make_stage

TOKEN, SECRET = "t" * 32, "s" * 32


@pytest.fixture
def stage(home):
    made = make_stage(home, f"sqlite:///{home}/communique.db")
    made.with_settings(max_feed_bytes=100_000)
    store, now = made.context.store, made.context.now()
    feed_id, _ = register_feed(store, f"{HOST}/feed.xml", now + timedelta(hours=2))
    wanted = Subscription(feed_id, "https://hub.example/", f"{HOST}/feed.xml", TOKEN, SECRET, now)
    want_subscription(store, wanted, now)
    set_subscription(store, Subscription(*[getattr(wanted, n) for n in wanted.__slots__[:6]], "asked"), now)
    yield made
    made.context.close()


@pytest.fixture
def service(stage, monkeypatch):
    """Run the service in a thread; return its port."""
    monkeypatch.setattr(hooks, "HEADERS_S", 0.5)
    monkeypatch.setattr(hooks, "BODY_S", 0.5)
    ready, port = threading.Event(), []
    loop = asyncio.new_event_loop()

    async def run():
        with ThreadPoolExecutor(2) as pool:
            server = hooks.make_server(stage.context, pool)
            listener = socket.create_server(("127.0.0.1", 0))
            listener.setblocking(False)  # noqa: FBT003 - sockets know no keywords
            server.add_sockets([listener])
            port.append(listener.getsockname()[1])
            ended = asyncio.Event()
            port.append(lambda: loop.call_soon_threadsafe(ended.set))
            ready.set()
            await ended.wait()
            server.stop()
            await server.close_all_connections()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(10)
    yield port[0]
    port[1]()
    thread.join(10)
    loop.close()


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    said = answer.status, answer.read().decode()
    connection.close()
    return said


def test_a_question_of_the_hub_is_echoed(stage, service):
    """Under any path that a proxy may put before the token."""
    query = urlencode({"hub.mode": "subscribe", "hub.topic": f"{HOST}/feed.xml", "hub.challenge": "<xyz>"})
    assert ask(service, "GET", f"/hooks/{TOKEN}?{query}") == (200, "<xyz>")
    assert find_subscription(stage.context.store, 1).state == "active"


def test_a_signed_push_hastens_a_poll(stage, service):
    body = b"<rss>news</rss>"
    headers = {"X-Hub-Signature": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}
    assert ask(service, "POST", f"/{TOKEN}", body, headers) == (202, "")
    assert find_feed(stage.context.store, 1).next_poll_at == stage.context.now()
    assert ask(service, "POST", f"/{TOKEN}", body) == (202, "")
    large = b"x" * 99_000
    headers = {"X-Hub-Signature": "sha1=" + hmac.new(SECRET.encode(), large, hashlib.sha1).hexdigest()}
    assert ask(service, "POST", f"/{TOKEN}", large, headers) == (202, "")
    assert find_subscription(stage.context.store, 1).pushes == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/{TOKEN}", 404),
        ("GET", "/" + "x" * 32, 404),
        ("POST", "/" + "x" * 32, 410),
        ("POST", "/", 404),
        ("DELETE", f"/{TOKEN}", 405),
    ],
)
def test_strangers_learn_nothing(service, method, path, status):
    assert ask(service, method, path) == (status, "")


def test_a_body_that_is_too_large_is_not_read(service):
    answer = raw(service, f"POST /{TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n")
    assert b"202" not in answer


def test_the_body_for_an_unknown_token_is_not_read(service):
    """Whoever finds the port can't fill our memory with it."""
    stranger = "x" * 32
    answer = raw(service, f"POST /{stranger} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 410 ")


@pytest.mark.parametrize(
    "said", ["GET / HT", f"POST /{TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_the_slow_are_cut_off(service, said):
    """Half a request holds a connection for a while, never for ever."""
    assert b" 20" not in raw(service, said)


def raw(port, text):
    with socket.create_connection(("127.0.0.1", port), 10) as peer:
        peer.sendall(text.encode())
        found = b""
        while part := peer.recv(4096):
            found += part
    return found
