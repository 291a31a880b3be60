"""Manners for single hosts, from the file that ``hosts_file`` names: headers, proxy, pause, visitors.

The headers may be secrets (a key, a cookie), so they stand in a file and not in the environment.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from worker.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HOST = re.compile(r"(?!-)[a-z0-9.-]{1,253}(?<!-)")
HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
LINE = re.compile(r"[\x20-\x7e\xa0-\xff]{0,4000}")
PROXY = re.compile(r"(?:http|https|socks5|socks5h)://[^\s/]+/?")
# Ours to say: who we are, what we hold already, and what the connection needs.
OURS = frozenset({"user-agent", "if-none-match", "if-modified-since", "host", "content-length", "connection"})


@dataclass(frozen=True, slots=True)
class HostManners:
    """What is special about one host; what is None is as everywhere."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    proxy: str | None = field(default=None, repr=False)
    pause_s: float | None = None  # where it is longer than the usual pause
    parallel: int | None = None


AS_EVERYWHERE = HostManners()


@dataclass(frozen=True, slots=True)
class Hosts:
    """The manners of all hosts that have their own; a name stands for its subdomains, too."""

    own: Mapping[str, HostManners] = field(default_factory=dict)

    def of(self, host: str) -> HostManners:
        """Return the manners of the longest name that a host belongs to."""
        labels = host.lower().split(".")
        names = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self.own[name] for name in names if name in self.own), AS_EVERYWHERE)


def load_hosts(file: Path | None) -> Hosts:
    """Read the file; without one no host is special.

    Raises:
        WrongUse: it can't be read, or one line for each fault in it; values are never shown.
    """
    if file is None:
        return Hosts()
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{file}: {error}") from None
    faults = [f"{file.name}: {fault}" for host, table in tables.items() for fault in _faults(host, table)]
    if faults:
        raise WrongUse("\n".join(faults))
    return Hosts({host.lower(): _manners(table) for host, table in tables.items()})


def _manners(table: Mapping[str, Any]) -> HostManners:
    pairs = tuple(table.get("headers", {}).items())
    return HostManners(**({**table, "headers": pairs}))


def _faults(host: str, table: object) -> Iterator[str]:
    if not HOST.fullmatch(host.lower()) or not isinstance(table, dict):
        yield f'{host}: a table for each host expected, as ["outlet.example"]'
        return
    known = [place.name for place in fields(HostManners)]
    for key, value in table.items():
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
            yield f"{host}: {key}: no such setting; did you mean {near}?"
        elif not _is_right(key, value):
            yield f"{host}: {key}: {EXPECTED[key]} expected"


EXPECTED = {
    "headers": "a table of header lines other than ours",
    "proxy": "an address as http://host:port or socks5h://host:port",
    "pause_s": "a number of seconds up to 3600",
    "parallel": "a whole number from 1 to 64",
}


def _is_right(key: str, value: object) -> bool:
    if key == "headers":
        return isinstance(value, dict) and all(_is_header(name, line) for name, line in value.items())
    if key == "proxy":
        return is_proxy(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value <= 3600 if key == "pause_s" else isinstance(value, int) and 1 <= value <= 64


def _is_header(name: str, line: object) -> bool:
    is_name = bool(HEADER.fullmatch(name)) and name.lower() not in OURS
    return is_name and isinstance(line, str) and bool(LINE.fullmatch(line))


def is_proxy(value: object) -> bool:
    """Tell whether a value is the address of a proxy."""
    return isinstance(value, str) and bool(PROXY.fullmatch(value))
