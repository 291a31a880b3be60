"""Common ground of all tests: loopback sockets only, a data folder of one's own, one hypothesis profile."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Slow machines are not a fault of the code: no deadline, and the same examples in every run.
settings.register_profile(
    "communique",
    deadline=None,
    derandomize=True,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("communique")

# A developer's own settings must not change what the tests see.
for _name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
    del os.environ[_name]
# Stacks that live for seconds have no use for every language: tests/app/test_preload.py has it, so have the
# workers of tests/stack/test_compose.py. Settings that a test makes from its own table must say it, too.
os.environ["COMMUNIQUE_PRELOAD"] = "false"


class BeyondLoopbackError(AssertionError):
    """A test tried to reach another machine."""


def _is_local(family: int, address: object) -> bool:
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return True  # unix sockets, netlink
    host = str(address[0]) if isinstance(address, tuple) else str(address)
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(name: str):
    real = getattr(socket.socket, name)

    def call(self, *args):
        address = args[-1]
        if not _is_local(self.family, address):
            raise BeyondLoopbackError(f"{name} to {address!r}: tests talk to loopback only")
        return real(self, *args)

    return call


def _guarded_lookup(real):
    def call(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_local(socket.AF_INET, (name,)) and not _is_address(name):
            raise BeyondLoopbackError(f"look-up of {name!r}: tests ask no name server")
        return real(host, *args, **kwargs)

    return call


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    return True


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse connections and name look-ups that would leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(name))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty data folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder
