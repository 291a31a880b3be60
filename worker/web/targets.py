"""Where one hop goes: a web address taken apart once, so that what is vetted is what is dialled.

It refuses every scheme but http and https, and never carries credentials to another host.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from worker.errors import GiveUp, WrongUse
from worker.text.urls import absolute_url, check_url

if TYPE_CHECKING:
    from collections.abc import Iterable

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """One hop: ``url`` holds no credentials; they stand in ``userinfo``, as written."""

    scheme: str
    host: str  # lower-case ASCII, IPv6 without brackets
    port: int
    url: str
    userinfo: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as the root of an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url_with_userinfo(self) -> str:
        """The address as a person would have to register it."""
        return self.url.replace("://", f"://{self.userinfo}@", 1) if self.userinfo else self.url

    @property
    def credentials(self) -> str | None:
        """User and password as libcurl wants them, None without any."""
        user, _, password = self.userinfo.partition(":")
        return f"{unquote(user)}:{unquote(password)}" if self.userinfo else None

    def is_among(self, places: Iterable[str]) -> bool:
        """Tell whether ``host`` or ``host:port`` is listed; IPv6 hosts may stand in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        names = {self.host, host, f"{host}:{self.port}"}
        return any(place.lower() in names for place in places)


@lru_cache(maxsize=256)
def parse_target(url: str) -> Target:
    """Take an address apart: spaces escaped, host in ASCII, fragment gone; a visit asks three times.

    Raises:
        GiveUp: ``bad-url``; the message never shows credentials.
    """
    try:
        parts = urlsplit(check_url(absolute_url("", url) or url))
    except WrongUse:
        raise GiveUp("bad-url", f"not a web address: {without_userinfo(url)[:200]}") from None
    userinfo, _, place = parts.netloc.rpartition("@")
    return Target(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        url=parts._replace(netloc=place).geturl(),
        userinfo=userinfo,
    )


def next_target(here: Target, location: str) -> Target:
    """Follow a Location header from one hop to the next; relative ones are joined.

    Credentials stay with their host (an upgrade to https keeps them); those that the
    header itself brings are dropped: a server must not choose whom we log in as.

    Raises:
        GiveUp: ``bad-url``.
    """
    joined = absolute_url(here.url, _as_utf8(location))
    if joined is None:
        raise GiveUp("bad-url", f"redirect to {without_userinfo(location)[:200]!r}")
    target = parse_target(joined)
    userinfo = here.userinfo if is_same_site(here, target) else ""
    return Target(target.scheme, target.host, target.port, target.url, userinfo)


def is_same_site(here: Target, there: Target) -> bool:
    """Tell whether secrets for one address may be shown to the other: same origin, or its https twin."""
    upgraded = (here.scheme, here.port, there.scheme, there.port) == ("http", 80, "https", 443)
    return here.host == there.host and (upgraded or here.origin == there.origin)


def without_userinfo(url: str) -> str:
    """Return an address, however malformed, without what stands before its host."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url.rpartition("@")[2]
    place, slash, path = rest.partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"


def _as_utf8(value: str) -> str:
    """Read a header again as UTF-8 where it is: servers write raw non-ASCII paths in it."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
