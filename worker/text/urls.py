"""Web addresses checked, compared and shown; it refuses whatever is not http or https.

The canonicaliser is our own: the libraries measured either drop real parameters or keep trackers.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from worker.errors import WrongUse
from worker.text.clean import clean_text
from worker.text.trackers import is_tracker

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_URL = 8192
_PORTS = {"http": 80, "https": 443}
_PASSWORD = re.compile(r"(//[^/?#@:\s]*):[^/?#\s]*@")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})|%|[^!-~]|[\"<>\\^`{|}]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)


def check_url(value: str) -> str:
    """Return a web address as it can be fetched: trimmed, without fragment, host in ASCII.

    Raises:
        WrongUse: one clear line that says what is wrong with it.
    """
    value = value.strip()
    fault = _fault(value)
    if fault:
        raise WrongUse(f"not a web address: {_shown(value)!r}: {fault}")
    parts = urlsplit(value)
    netloc = parts.netloc.rpartition("@")
    return parts._replace(
        scheme=parts.scheme.lower(),
        netloc=netloc[0] + netloc[1] + _host_and_port(parts),
        path=_normal_percents(parts.path) or "/",
        query=_normal_percents(parts.query),
        fragment="",
    ).geturl()


def canonical_url(url: str) -> str:
    """Return the form under which two addresses of one page compare equal.

    Trackers, credentials, default ports and fragments (except ``#!``) go; real parameters and their
    order stay; AMP and print twins are not guessed. What is no web address comes back trimmed, as it is.
    Running it twice changes nothing.
    """
    parts = _split(url.strip())
    if parts is None:
        return url.strip()
    path = _SESSION.sub("", _normal_percents(parts.path))
    query = "&".join(_kept_parameters(_normal_percents(parts.query)))
    fragment = _normal_percents(parts.fragment) if parts.fragment.startswith("!") else ""
    whole = SplitResult(parts.scheme, _host_and_port(parts), _without_dots(path), query, fragment)
    return whole.geturl()


def host_of(url: str) -> str:
    """Return the host in lower-case ASCII, without port; empty when there is none."""
    parts = _split(url.strip())
    return _ascii_host(parts.hostname or "") if parts else ""


def absolute_url(base: str, link: str) -> str | None:
    """Return where a link on a page leads, None when that is no web address (mailto, javascript, broken)."""
    link = clean_text(link).strip()
    if not link or len(link) > _LONGEST_URL:
        return None
    try:
        joined = urljoin(base, link)
    except ValueError:
        return None
    parts = _split(joined)
    if parts is None:
        return None
    path, query, fragment = (_normal_percents(part) for part in (parts.path, parts.query, parts.fragment))
    return SplitResult(parts.scheme, parts.netloc, path, query, fragment).geturl()


def masked_url(url: str) -> str:
    """Return the address with a password in it replaced by ``***``, for logs and messages."""
    return _PASSWORD.sub(r"\1:***@", url)


def _split(url: str) -> SplitResult | None:
    """Split a web address; None for other schemes, a host that is none, or a port that is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    good = parts.scheme in _PORTS and port != 0 and _is_host(_ascii_host(parts.hostname or ""))
    return parts if good else None


def _fault(value: str) -> str | None:
    if not value:
        return "it is empty"
    if len(value) > _LONGEST_URL:
        return f"longer than {_LONGEST_URL} characters"
    if re.search(r"[\x00-\x20\x7f-\x9f\s\ud800-\udfff]", value):
        return "it holds a space or control character"
    if "://" not in value:
        return f"no scheme; did you mean https://{_shown(value)}?"
    scheme = value.partition(":")[0].lower()
    if scheme not in _PORTS:
        return f"{_short(scheme)} addresses can't be fetched, only http and https"
    return "its host or port is malformed" if _split(value) is None else None


def _shown(value: str) -> str:
    """Return an address as a message may show it, passwords masked even where the scheme is missing."""
    value = _short(value)
    return masked_url(value) if "//" in value else masked_url(f"//{value}")[2:]


def _short(value: str) -> str:
    value = clean_text(value)
    return value if len(value) <= 120 else value[:119] + "…"


def _host_and_port(parts: SplitResult) -> str:
    host = _ascii_host(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port is None or port == _PORTS[parts.scheme] else f"{host}:{port}"


def _ascii_host(host: str) -> str:
    """Return the host as DNS knows it: lower case, punycode, no dot at the end (UTS 46, non-transitional)."""
    if ":" in host:
        return _ip6(host)
    if not host.isascii():
        host = unicodedata.normalize("NFKC", clean_text(host[:255])).lower().replace("。", ".")
        host = ".".join(_ascii_label(label) for label in host.split("."))
    return host.lower().removesuffix(".")


def _ascii_label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _ip6(host: str) -> str:
    """Return an IPv6 address in its shortest form, an empty text for what is none."""
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError:
        return ""


def _is_host(host: str) -> bool:
    if ":" in host:
        return True
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))


def _normal_percents(part: str) -> str:
    """Decode what needs no escape, escape what does, and write the rest in capitals (RFC 3986 §6.2.2)."""
    return _PERCENT.sub(_normal_percent, part)


def _normal_percent(match: re.Match[str]) -> str:
    if match[1]:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _kept_parameters(query: str) -> Iterator[str]:
    for piece in query.split("&"):
        if piece and not is_tracker(piece.partition("=")[0]):
            yield piece


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986 §5.2.4); doubled slashes stay, some servers tell them apart."""
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
