"""The suite's own guard: nothing leaves this machine."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_another_machine_cannot_be_reached(address):
    """Addresses and names beyond loopback are refused before a packet leaves."""
    with socket.socket() as client, pytest.raises(AssertionError, match="loopback only"):
        client.connect(address)


def test_no_name_server_is_asked():
    """A look-up of a foreign name is refused too."""
    with pytest.raises(AssertionError, match="no name server"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_can_be_reached():
    """A local server answers as ever."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5),
    ):
        pass
