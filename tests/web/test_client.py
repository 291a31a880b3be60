"""The client against servers that misbehave; every time-out is a second or less."""

from __future__ import annotations

import gzip
import pickle
import socket
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from worker.errors import GiveUp, TryAgain
from worker.settings import Hosts
from worker.settings.hosts import HostManners
from worker.web.client import WebClient, WebPolicy, WebRequest

HEAD = b"HTTP/1.1 200 OK\r\n"
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def answer(body, *headers, length=None):
    lines = b"".join(header.encode() + b"\r\n" for header in headers)
    return HEAD + lines + b"Content-Length: %d\r\n\r\n" % (len(body) if length is None else length) + body


def drip(peer, ended):
    peer.sendall(HEAD + b"\r\n")
    while not ended.wait(0.05):
        peer.sendall(b"x")


def slow_header(peer, ended):
    peer.sendall(HEAD + b"X-Slow: ")
    while not ended.wait(0.05):
        peer.sendall(b"y")


def interim_for_ever(peer, ended):
    while not ended.wait(0.02):
        peer.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")


def silence(peer, ended):
    ended.wait(2)


def endless(peer, ended):
    peer.sendall(HEAD + b"\r\n")
    while not ended.is_set():
        peer.sendall(b"x" * 65536)


def header_flood(peer, ended):
    peer.sendall(HEAD)
    while not ended.is_set():
        peer.sendall(b"X-Flood: y\r\n" * 100)


def header_of_a_megabyte(peer, ended):
    peer.sendall(HEAD + b"X-Long: ")
    while not ended.is_set():
        peer.sendall(b"y" * 65536)


def interim_flood(peer, ended):
    while not ended.is_set():
        peer.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)


def error_for_ever(peer, ended):
    peer.sendall(b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n\r\n")
    while not ended.is_set():
        peer.sendall(b"x" * 65536)


def bomb(encoding, compress, rounds=1):
    body = b"0" * 20_000_000
    for _ in range(rounds):
        body = compress(body)
    return answer(body, f"Content-Encoding: {encoding}")


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def fetched(client, url, **options):
    return client.fetch(WebRequest(url, **{"deadline_s": 2.0, **options}))


def outcome_of(client, url, **options):
    with pytest.raises(GiveUp) as given_up:
        fetched(client, url, **options)
    pickle.loads(pickle.dumps(given_up.value))  # noqa: S301 - our own
    return given_up.value.outcome


def test_returns_the_page_with_status_headers_and_clock(serve):
    server = serve()
    client = WebClient(WebPolicy("communique-test", frozenset({server.host})), lambda: NOW)
    page = fetched(client, server.url("/a"))
    assert (page.status, page.body, page.header("content-type")) == (200, b"hi", "text/html")
    assert (page.url, page.final_url, page.fetched_at) == (server.url("/a"), server.url("/a"), NOW)
    assert page.permanent_url is None


def test_asks_as_itself_and_replays_validators_byte_for_byte(serve, client_for):
    server = serve({"/": b'HTTP/1.1 304 Not Modified\r\nETag: W/"\xe4"\r\n\r\n'})
    page = fetched(client_for(server), server.url(), etag='W/"\xe4"', last_modified="yesterday", accept="a/b")
    asked = server.requests[0]
    assert (page.status, page.body, page.header("etag")) == (304, b"", 'W/"\xe4"')
    assert "User-Agent: communique-test\r\n" in asked
    assert 'If-None-Match: W/"\xe4"\r\n' in asked
    assert "If-Modified-Since: yesterday\r\n" in asked
    assert "Accept: a/b\r\n" in asked
    assert "cookie" not in asked.lower()


def test_a_validator_cannot_smuggle_a_header(serve, client_for):
    server = serve()
    fetched(client_for(server), server.url(), etag='"x"\r\nX-Evil: 1')
    assert "X-Evil" not in server.requests[0]


@pytest.mark.parametrize("status", [200, 204, 404, 418, 500, 999])
def test_any_status_is_a_page(serve, client_for, status):
    server = serve({"/": b"HTTP/1.1 %d Word\r\nContent-Length: 0\r\n\r\n" % status})
    assert fetched(client_for(server), server.url()).status == status


@pytest.mark.parametrize("misbehave", [drip, slow_header, interim_for_ever, silence])
def test_the_deadline_holds_however_slow_the_other_side_is(serve, client_for, misbehave):
    server = serve({"/": misbehave})
    with pytest.raises(TryAgain, match="timed out"):
        fetched(client_for(server), server.url(), deadline_s=0.3)


def test_the_deadline_counts_all_hops_together(serve, client_for, redirect):
    def late(number):
        def hop(peer, ended):
            ended.wait(0.2)
            peer.sendall(redirect(f"/{number + 1}"))

        return hop

    server = serve({f"/{number}": late(number) for number in range(5)})
    with pytest.raises(TryAgain, match="timed out"):
        fetched(client_for(server), server.url("/0"), deadline_s=0.5)
    assert 2 <= len(server.requests) <= 3


@pytest.mark.parametrize(
    "misbehave",
    [
        endless,
        header_flood,
        header_of_a_megabyte,
        interim_flood,
        bomb("gzip", gzip.compress),
        bomb("gzip, gzip", gzip.compress, rounds=2),
        bomb("deflate", raw_deflate),
        answer(b"", length=100_001),
    ],
    ids=["endless", "headers", "one header", "interim", "gzip", "gzip twice", "deflate", "announced"],
)
def test_caps_hold_on_what_is_really_received(serve, client_for, misbehave):
    server = serve({"/": misbehave})
    assert outcome_of(client_for(server), server.url(), max_bytes=100_000) == "too-large"


def test_the_cap_itself_is_allowed(serve, client_for):
    server = serve({"/": answer(b"x" * 1000)})
    assert len(fetched(client_for(server), server.url(), max_bytes=1000).body) == 1000
    assert outcome_of(client_for(server), server.url(), max_bytes=999) == "too-large"


def test_a_request_may_take_the_beginning_instead(serve, client_for):
    server = serve({"/": answer(b"x" * 1000), "/endless": endless})
    for path in ("/", "/endless"):
        assert fetched(client_for(server), server.url(path), max_bytes=10, cut=True).body == b"x" * 10


def test_an_error_page_without_end_still_tells_its_status(serve, client_for):
    server = serve({"/": error_for_ever})
    page = fetched(client_for(server), server.url())
    assert (page.status, page.header("retry-after"), len(page.body)) == (503, "7", 64 * 1024)


def test_trailers_are_no_headers(serve, client_for):
    chunked = b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nETag: late\r\n\r\n"
    server = serve({"/": HEAD + chunked})
    page = fetched(client_for(server), server.url())
    assert (page.body, page.header("etag")) == (b"hi", None)


def test_interim_answers_are_passed_over(serve, client_for):
    server = serve({"/": b"HTTP/1.1 103 Early Hints\r\nETag: early\r\n\r\n" + answer(b"hi")})
    page = fetched(client_for(server), server.url())
    assert (page.status, page.body, page.header("etag")) == (200, b"hi", None)


def test_without_time_nothing_is_asked(serve, client_for):
    server = serve()
    with pytest.raises(TryAgain, match="timed out"):
        fetched(client_for(server), server.url(), deadline_s=0)
    assert server.connections == 0


def test_compressed_answers_arrive_unpacked(serve, client_for):
    server = serve({"/": answer(gzip.compress(b"word " * 50), "Content-Encoding: gzip")})
    assert fetched(client_for(server), server.url()).body == b"word " * 50


def test_an_unknown_compression_is_asked_for_again_without_any(serve, client_for):
    server = serve({"/": answer(b"plain", "Content-Encoding: utf-8")})
    assert fetched(client_for(server), server.url()).body == b"plain"
    assert ["accept-encoding" in asked.lower() for asked in server.requests] == [True, False]


def test_a_broken_compression_is_never_taken_for_a_page(serve, client_for):
    server = serve({"/": answer(b"no gzip at all", "Content-Encoding: gzip")})
    with pytest.raises(TryAgain, match="compression"):
        fetched(client_for(server), server.url())


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (answer(b"half", length=8), "broke off"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n8\r\nhalf", "broke off"),
        (b"", "without an answer"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", "no HTTP"),
        (HEAD + b"X-Nul: a\0b\r\n\r\n", "no HTTP"),
    ],
    ids=["length", "chunk", "nothing", "not http", "nul"],
)
def test_a_broken_answer_may_be_whole_next_time(serve, client_for, what, reason):
    server = serve({"/": lambda peer, ended: peer.sendall(what)})
    with pytest.raises(TryAgain, match=reason):
        fetched(client_for(server), server.url())


def test_a_reset_connection_may_work_later(serve, client_for):
    def reset(peer, ended):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    server = serve({"/": reset})
    with pytest.raises(TryAgain):
        fetched(client_for(server), server.url())


def test_a_refused_connection_may_work_later():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        host = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(TryAgain, match="refused"):
        fetched(WebClient(WebPolicy("t", frozenset({host}))), f"http://{host}/")


def test_a_server_without_tls_is_a_tls_fault(serve, client_for):
    server = serve()
    with pytest.raises(TryAgain, match="tls"):
        fetched(client_for(server), f"https://{server.host}/")


def test_connections_are_used_again(serve, client_for):
    server = serve()
    client = client_for(server)
    for number in range(5):
        fetched(client, server.url(f"/{number}"))
    assert (len(server.requests), server.connections) == (5, 1)


def test_threads_share_a_client(serve, client_for):
    pages = {f"/{number}": answer(b"%d" % number) for number in range(40)}
    server = serve(pages)
    client = client_for(server)
    with ThreadPoolExecutor(4) as pool:
        bodies = list(pool.map(lambda path: fetched(client, server.url(path)).body, pages))
    assert bodies == [b"%d" % number for number in range(40)]
    assert server.connections <= 4


def test_a_used_connection_is_not_lent_to_a_client_without_leave(serve, client_for):
    server = serve()
    fetched(client_for(server), server.url())
    assert outcome_of(WebClient(WebPolicy("t")), server.url()) == "blocked-address"


def test_a_proxy_of_the_environment_is_ignored(serve, client_for, monkeypatch):
    server, proxy = serve(), serve()
    monkeypatch.setenv("http_proxy", proxy.url())
    fetched(client_for(server), server.url())
    assert (server.connections, proxy.connections) == (1, 0)


def test_behind_a_proxy_addresses_are_still_vetted(serve, client_for):
    server, proxy = serve(), serve()
    client = client_for(server, proxy=proxy.url())
    fetched(client, server.url())  # exempt, so straight
    assert (server.connections, proxy.connections) == (1, 0)
    assert fetched(client, "http://outlet.example/a").body == b"hi"
    assert proxy.requests[0].startswith("GET http://outlet.example/a ")
    for inside in ("http://10.0.0.1/", "http://0x7f.1/", "http://[::1]/", "http://localhost/"):
        assert outcome_of(client, inside) == "blocked-address"


def test_no_thread_outlives_its_request(serve, client_for):
    server = serve({"/": silence})
    before = threading.active_count()
    with pytest.raises(TryAgain):
        fetched(client_for(server), server.url(), deadline_s=0.2)
    assert threading.active_count() <= before + 1  # the server's own


def test_headers_of_a_host_go_to_it_alone(serve, client_for, redirect):
    """On every hop, by its own name; ours of the same name give way."""
    own, stranger = serve(), serve()
    own.paths["/away"] = redirect(stranger.url("/"))
    manners = HostManners(headers=(("X-Key", "geheim"), ("Accept", "text/plain")))
    client = client_for(own, stranger, hosts=Hosts({"127.0.0.1": manners}))
    client.fetch(WebRequest(own.url("/")))
    assert "X-Key: geheim" in own.requests[0]
    assert own.requests[0].count("Accept: ") == 1
    client = client_for(own, stranger, hosts=Hosts({"localhost": manners}))
    client.fetch(WebRequest(own.url("/away")))
    assert not any("geheim" in asked for asked in (*own.requests[1:], *stranger.requests))


def test_headers_of_a_host_are_never_sent_in_the_open(serve, client_for):
    """A redirect to http would tell everybody on the way."""
    proxy = serve()
    manners = HostManners(headers=(("X-Key", "geheim"),), proxy=proxy.url())
    client = client_for(hosts=Hosts({"outlet.example": manners}))
    client.fetch(WebRequest("http://outlet.example/a"))
    assert proxy.requests[0].startswith("GET http://outlet.example/a ")
    assert "geheim" not in proxy.requests[0]


def test_a_proxy_of_a_host_outranks_the_general_one(serve, client_for):
    general, special = serve(), serve()
    client = client_for(proxy=general.url(), hosts=Hosts({"a.example": HostManners(proxy=special.url())}))
    for host in ("a.example", "b.example"):
        client.fetch(WebRequest(f"http://{host}/"))
    assert (len(special.requests), len(general.requests)) == (1, 1)
