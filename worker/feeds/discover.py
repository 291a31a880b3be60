"""The feeds that an HTML page declares in its head."""

from __future__ import annotations

import re
from html import unescape

from worker.text.urls import absolute_url

_HEAD = 256 * 1024  # bytes in which link elements are looked for
_LINK = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_BASE = re.compile(rb"<base\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])([a-z-]{1,32})\s{0,8}=\s{0,8}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_TYPES = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
        *("application/xml", "text/xml", "application/json"),
    }
)
_NO_FEEDS = ("/wp-json/", "oembed")  # WordPress offers its interfaces under the types of feeds


def declared_feeds(html: bytes, url: str) -> tuple[str, ...]:
    """Return the absolute addresses of ``<link rel=alternate>`` feeds, in order, each once."""
    head = html[:_HEAD]
    base = _BASE.search(head)
    url = (absolute_url(url, _facts(base[0]).get("href", "")) if base else None) or url
    links = (_facts(link) for link in _LINK.findall(head))
    found = (absolute_url(url, facts.get("href", "")) for facts in links if _is_feed(facts))
    return tuple(dict.fromkeys(address for address in found if address))


def _is_feed(facts: dict[str, str]) -> bool:
    relations = facts.get("rel", "").lower().split()
    kind = facts.get("type", "").lower().partition(";")[0].strip()
    is_interface = any(part in facts.get("href", "") for part in _NO_FEEDS)
    return ("alternate" in relations or "feed" in relations) and kind in _TYPES and not is_interface


def _facts(element: bytes) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(element.decode("utf-8", "replace"))
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in pairs}
