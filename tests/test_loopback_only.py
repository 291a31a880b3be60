"""The suite's own guard: nothing leaves this machine."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_another_machine_cannot_be_reached(address):
    """Addresses and names beyond loopback are refused before a packet leaves."""
    with pytest.raises(AssertionError, match="loopback only|no name server"):
        socket.create_connection(address, timeout=0.1)


def test_loopback_can_be_reached():
    """A local server answers as ever."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5),
    ):
        pass
