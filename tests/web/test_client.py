"""The client against servers that misbehave; each answers on loopback and is bounded in time."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from datetime import UTC, datetime

import pytest
from worker.errors import GiveUp, TryAgain
from worker.shapes import Page
from worker.web.answers import check_answer
from worker.web.client import WebClient, WebPolicy, WebRequest
from worker.web.guard import is_public
from worker.web.robots import RobotsCache, RobotsRules

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\nhi"
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def drip(peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        peer.sendall(b"x")
        time.sleep(0.05)


def endless(peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(2000):
        peer.sendall(b"x" * 65536)


def header_flood(peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        peer.sendall(b"X-%d: y\r\n" % number)


def bomb(peer):
    body = gzip.compress(b"0" * 20_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    peer.sendall(head + body)


def silent(peer):
    time.sleep(2)


def redirect(target, status=302):
    line = f"HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    return lambda peer: peer.sendall(line.encode())


@pytest.fixture
def serve():
    """Start servers that answer each path with a function of the socket; stop them at the end."""
    stops = []

    def start(paths):
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(0.2)
        running = True

        def loop():
            while running:
                with contextlib.suppress(TimeoutError, OSError):
                    peer, _ = listener.accept()
                    threading.Thread(target=answer, args=(peer,), daemon=True).start()

        def answer(peer):
            with contextlib.suppress(OSError), peer:
                asked = peer.recv(65536).decode().split(" ")[1]
                what = paths.get(asked, OK)
                what(peer) if callable(what) else peer.sendall(what)

        thread = threading.Thread(target=loop, daemon=True)
        thread.start()

        def stop():
            nonlocal running
            running = False
            thread.join(2)
            listener.close()

        stops.append(stop)
        return f"127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for stop in stops:
        stop()


def client(host):
    return WebClient(WebPolicy("communique-test", frozenset({host})))


def test_returns_the_page_with_status_and_headers(serve):
    host = serve({})
    page = client(host).fetch(WebRequest(f"http://{host}/a"))
    assert (page.status, page.body, page.header("content-type")) == (200, b"hi", "text/html")


def test_not_modified_has_an_empty_body(serve):
    host = serve({"/": b"HTTP/1.1 304 Not Modified\r\n\r\n"})
    page = client(host).fetch(WebRequest(f"http://{host}/", etag='"x"'))
    assert (page.status, page.body) == (304, b"")


@pytest.mark.parametrize("misbehave", [drip, silent], ids=["drip", "silence"])
def test_the_deadline_holds_however_slow_the_other_side_is(serve, misbehave):
    host = serve({"/": misbehave})
    with pytest.raises(TryAgain, match="timed out"):
        client(host).fetch(WebRequest(f"http://{host}/", deadline_s=0.5))


@pytest.mark.parametrize("misbehave", [endless, header_flood, bomb], ids=["endless", "headers", "gzip bomb"])
def test_caps_hold_on_what_is_really_received(serve, misbehave):
    host = serve({"/": misbehave})
    with pytest.raises(GiveUp) as given_up:
        client(host).fetch(WebRequest(f"http://{host}/", max_bytes=100_000, deadline_s=5))
    assert given_up.value.outcome == "too-large"


def test_permanent_redirects_tell_the_new_address(serve):
    host = serve({"/old": redirect("/new", 301)})
    page = client(host).fetch(WebRequest(f"http://{host}/old"))
    assert page.permanent_url == page.final_url == f"http://{host}/new"


def test_a_passing_redirect_is_followed_but_not_adopted(serve):
    host = serve({"/old": redirect("/new", 302)})
    assert client(host).fetch(WebRequest(f"http://{host}/old")).permanent_url is None


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("/loop", "redirect-loop"),
        ("http://127.0.0.1:1/", "blocked-address"),
        ("http://[::1]/", "blocked-address"),
        ("file:///etc/passwd", "bad-url"),
        ("gopher://127.0.0.1/", "bad-url"),
    ],
)
def test_every_hop_is_vetted(serve, target, outcome):
    host = serve({"/loop": redirect(target)})
    with pytest.raises(GiveUp) as given_up:
        client(host).fetch(WebRequest(f"http://{host}/loop"))
    assert given_up.value.outcome == outcome


def test_six_redirects_are_too_many(serve):
    host = serve({f"/{n}": redirect(f"/{n + 1}") for n in range(9)})
    with pytest.raises(GiveUp, match="more than 5"):
        client(host).fetch(WebRequest(f"http://{host}/0"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_no_spelling_of_loopback_gets_past_the_guard(url):
    with pytest.raises(GiveUp) as given_up:
        WebClient(WebPolicy("t")).fetch(WebRequest(url, deadline_s=2))
    assert given_up.value.outcome == "blocked-address"


def test_a_refused_connection_may_work_later(serve):
    with pytest.raises(TryAgain):
        client("127.0.0.1:9").fetch(WebRequest("http://127.0.0.1:9/", deadline_s=2))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("nonsense", False),
    ],
)
def test_only_the_open_internet_is_public(address, public):
    assert is_public(address) is public


def page_with(status, *headers):
    return Page("http://x/", "http://x/", status, headers, b"", NOW)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, "not-found"),
        (410, "gone"),
        (451, "gone"),
        (403, "forbidden"),
        (402, "paywall"),
        (418, "http-418"),
    ],
)
def test_final_answers_have_a_word(status, outcome):
    with pytest.raises(GiveUp) as given_up:
        check_answer(page_with(status), NOW)
    assert given_up.value.outcome == outcome


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        ("120", 120.0),
        ("99999999", 86400.0),
        ("Mon, 02 Nov 2026 12:01:00 GMT", 60.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_date(value, wait_s):
    with pytest.raises(TryAgain) as again:
        check_answer(page_with(503, ("retry-after", value)), NOW)
    assert again.value.wait_s == wait_s


def test_a_challenge_is_no_page():
    with pytest.raises(GiveUp, match="bot-challenge"):
        check_answer(page_with(200, ("cf-mitigated", "challenge")), NOW)


def test_robots_rules_by_status():
    rules = RobotsRules.from_answer(200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 3")
    assert rules.allows("http://x/open", "me")
    assert not rules.allows("http://x/private/a", "me")
    assert rules.crawl_delay_s("me") == 3.0
    assert RobotsRules.from_answer(404, b"").allows("http://x/", "me")
    assert not RobotsRules.from_answer(503, b"").allows("http://x/", "me")


def test_robots_txt_is_asked_for_once(serve):
    asked = []

    def robots(peer):
        asked.append(1)
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\nUser-agent: *\nDisallow: /")

    host = serve({"/robots.txt": robots})
    cache = RobotsCache(client(host), lambda: NOW)
    assert not cache.rules_for(f"http://{host}/a").allows(f"http://{host}/a", "me")
    assert not cache.rules_for(f"http://{host}/b").allows(f"http://{host}/b", "me")
    assert len(asked) == 1
