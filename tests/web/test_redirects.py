"""Redirects: followed by hand, vetted hop by hop, and silent about secrets."""

from __future__ import annotations

import pytest
from worker.errors import GiveUp, TryAgain
from worker.web.client import WebClient, WebPolicy, WebRequest


def outcome_of(client, url):
    with pytest.raises(GiveUp) as given_up:
        client.fetch(WebRequest(url, deadline_s=2))
    return given_up.value.outcome


@pytest.mark.parametrize(
    ("statuses", "adopted"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((307, 308), False)],
)
def test_only_permanent_hops_lead_to_a_new_address(serve, client_for, redirect, statuses, adopted):
    server = serve({f"/{n}": redirect(f"/{n + 1}", status) for n, status in enumerate(statuses)})
    page = client_for(server).fetch(WebRequest(server.url("/0")))
    assert page.final_url == server.url(f"/{len(statuses)}")
    assert page.permanent_url == (page.final_url if adopted else None)


def test_five_redirects_are_followed_and_six_are_not(serve, client_for, redirect):
    server = serve({f"/{n}": redirect(f"/{n + 1}") for n in range(6)})
    assert client_for(server).fetch(WebRequest(server.url("/1"))).body == b"hi"
    assert outcome_of(client_for(server), server.url("/0")) == "redirect-loop"


@pytest.mark.parametrize("target", ["/", "/#part", "{url}"])
def test_a_loop_is_found_at_once(serve, client_for, redirect, target):
    server = serve()
    server.paths["/"] = redirect(target.format(url=server.url()))
    assert outcome_of(client_for(server), server.url()) == "redirect-loop"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("http://127.0.0.1:1/", "blocked-address"),
        ("http://[::1]/", "blocked-address"),
        ("http://[::ffff:7f00:1]/", "blocked-address"),
        ("//2130706433/", "blocked-address"),
        ("http://0x7f.1/", "blocked-address"),
        ("http://localhost/", "blocked-address"),
        ("file:///etc/passwd", "bad-url"),
        ("gopher://127.0.0.1/", "bad-url"),
        ("ftp://outlet.example/", "bad-url"),
        ("javascript:alert(1)", "bad-url"),
        ("http://outlet.example:99999/", "bad-url"),
        ("http://[::1", "bad-url"),
    ],
)
def test_every_hop_is_vetted(serve, client_for, redirect, target, outcome):
    server = serve({"/": redirect(target)})
    assert outcome_of(client_for(server), server.url()) == outcome


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("/a b", "/a%20b"),
        ("/ü", "/%C3%BC"),  # raw UTF-8 in the header
        ("/a\\b", "/a%5Cb"),
        ("  /padded\t", "/padded"),
        ("?page=2", "/?page=2"),
        ("/x#part", "/x"),
    ],
)
def test_sloppy_locations_are_followed(serve, client_for, redirect, location, asked):
    server = serve({"/": redirect(location)})
    assert client_for(server).fetch(WebRequest(server.url())).body == b"hi"
    assert server.requests[1].split(" ")[1] == asked


def test_a_nul_in_a_location_is_survived(serve, client_for, redirect):
    server = serve({"/": redirect("/a\0b")})
    with pytest.raises((TryAgain, GiveUp)):
        client_for(server).fetch(WebRequest(server.url(), deadline_s=1))


def test_a_redirect_without_location_is_a_page(serve, client_for):
    server = serve({"/": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"})
    assert client_for(server).fetch(WebRequest(server.url())).status == 302


def test_a_redirect_is_followed_however_large_its_body(serve, client_for, redirect):
    server = serve({"/": redirect("/next", body=b"x" * 3_000_000)})
    page = client_for(server).fetch(WebRequest(server.url(), max_bytes=1_000_000, deadline_s=2))
    assert page.body == b"hi"


def test_credentials_stay_with_their_host(serve, client_for, redirect):
    home, other = serve(), serve()
    home.paths.update({"/": redirect("/own", 301), "/own": redirect(other.url())})
    url = f"http://reader:s%40cret@{home.host}/"
    page = client_for(home, other).fetch(WebRequest(url, headers=(("X-Key", "k"),)))
    assert ["Authorization: Basic cmVhZGVyOnNAY3JldA==" in asked for asked in home.requests] == [True, True]
    assert ["X-Key: k" in asked for asked in home.requests] == [True, True]
    assert "Authorization" not in other.requests[0]
    assert "X-Key" not in other.requests[0]
    assert "cret" not in page.final_url


def test_a_moved_address_keeps_its_own_credentials(serve, client_for, redirect):
    server = serve({"/": redirect("/new", 301)})
    page = client_for(server).fetch(WebRequest(f"http://reader:pass@{server.host}/"))
    assert page.final_url == server.url("/new")
    assert page.permanent_url == f"http://reader:pass@{server.host}/new"


def test_a_server_does_not_choose_whom_we_log_in_as(serve, client_for, redirect):
    server = serve()
    server.paths["/"] = redirect(f"http://admin:admin@{server.host}/next")
    client_for(server).fetch(WebRequest(server.url()))
    assert "Authorization" not in server.requests[1]


@pytest.mark.parametrize("url", ["http://u:topsecret@127.0.0.1:1/", "ftp://u:topsecret@outlet.example/"])
def test_no_message_shows_a_password(url):
    with pytest.raises(GiveUp) as given_up:
        WebClient(WebPolicy("t")).fetch(WebRequest(url, deadline_s=1))
    assert "topsecret" not in repr(given_up.value)
