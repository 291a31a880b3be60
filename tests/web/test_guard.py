"""The address guard: what is public, and that the socket's own address is what counts."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pycurl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker.errors import GiveUp
from worker.web.client import WebClient, WebPolicy, WebRequest
from worker.web.exchange import Exchange
from worker.web.guard import is_numeric, is_public

PUBLIC = ["93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::200e"]
CLOSED = """
    127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 192.0.0.1 192.0.0.170 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 64:ff9b::7f00:1
    64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::
    2002:808:808:: 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
""".split()  # noqa: SIM905 - reads as a table
SPELLINGS = """
    127.1 127.0.1 2130706433 017700000001 0x7f000001 0x7f.0.0.1 0177.0.0.1 127.0.0.01 010.0.0.1 127.0.0.1.
    [::1] ::1/128 localhost 8.8.8.8:80 １２７.0.0.1 ٨.8.8.8
""".split()  # noqa: SIM905 - reads as a table


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [*CLOSED, *SPELLINGS, "", " ", "8.8.8.8 ", "\0"])
def test_all_else_is_not(address):
    assert not is_public(address)


@given(st.text(max_size=40))
def test_no_text_breaks_the_guard(text):
    assert isinstance(is_public(text), bool)


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "1.2.3.0x4", "2130706433", "::1", "10.0.0.1."])
def test_addresses_are_told_from_names_in_any_spelling(host):
    assert is_numeric(host)
    assert not is_numeric("outlet.example")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.1", "[::ffff:127.0.0.1]", "①②⑦.0.0.1"],
)
def test_no_spelling_of_loopback_reaches_a_server(serve, host):
    server = serve()
    with pytest.raises(GiveUp) as given_up:
        WebClient(WebPolicy("t")).fetch(WebRequest(f"http://{host}:{server.port}/", deadline_s=1))
    assert given_up.value.outcome == "blocked-address"
    assert server.connections == 0


def dial(address, *, guarded=True):
    exchange = Exchange(1000, guarded=guarded)
    opened = exchange.open_socket(
        0, SimpleNamespace(family=socket.AF_INET, socktype=socket.SOCK_STREAM, protocol=0, addr=(address, 80))
    )
    for each in exchange.sockets:
        each.close()
    return exchange, opened


def test_a_name_that_turns_inside_after_it_was_looked_up_is_caught():
    """DNS rebinding: what is vetted is the address being dialled, call for call."""
    assert isinstance(dial("93.184.216.34")[1], socket.socket)
    exchange, opened = dial("192.168.0.1")
    assert opened == pycurl.SOCKET_BAD
    assert exchange.refusal is not None
    assert exchange.refusal.outcome == "blocked-address"
    assert isinstance(dial(b"93.184.216.34")[1], socket.socket)
    assert isinstance(dial("192.168.0.1", guarded=False)[1], socket.socket)


def test_a_machine_without_ipv6_or_free_files_is_no_crash(monkeypatch):
    def refuse(*_args):
        raise OSError(97, "Address family not supported")

    monkeypatch.setattr("worker.web.exchange.socket.socket", refuse)
    exchange, opened = dial("93.184.216.34")
    assert (opened, exchange.refusal) == (pycurl.SOCKET_BAD, None)


@pytest.mark.parametrize(
    ("allowed", "url", "exempt"),
    [
        ("newsroom.local", "http://newsroom.local/x", True),
        ("newsroom.local", "https://NewsRoom.local:8443/x", True),
        ("newsroom.local:8080", "http://newsroom.local:8080/", True),
        ("newsroom.local:8080", "http://newsroom.local/", False),
        ("NEWSROOM.local:80", "http://newsroom.local/", True),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("::1", "http://[0:0::1]:9/", True),
        ("newsroom.local", "http://newsroom.local.evil.example/", False),
        ("newsroom.local", "http://newsroom.local@10.0.0.1/", False),
        ("newsroom.local", "http://newsroom.local:99999/", False),
        ("newsroom.local", "http://[broken", False),
        ("newsroom.local", "newsroom.local", False),
    ],
)
def test_exempt_hosts_are_matched_whole(allowed, url, exempt):
    assert WebClient(WebPolicy("t", frozenset({allowed}))).is_allowed(url) is exempt
