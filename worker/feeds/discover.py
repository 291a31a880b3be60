"""The feeds that an HTML page declares in its head."""

from __future__ import annotations

import re

from worker.text.urls import absolute_url

HEAD = 256 * 1024  # bytes in which link elements are looked for
LINK = re.compile(rb"<link\b[^>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "text/xml"}
)


def declared_feeds(html: bytes, url: str) -> tuple[str, ...]:
    """Return the absolute addresses of ``<link rel=alternate>`` feeds, in order, each once."""
    found: dict[str, None] = {}
    for link in LINK.findall(html[:HEAD]):
        pairs = ATTRIBUTE.findall(link.decode("utf-8", "replace"))
        facts = {name.lower(): double or single or bare for name, double, single, bare in pairs}
        if "alternate" in facts.get("rel", "").lower().split() and facts.get("type", "").lower() in TYPES:
            address = absolute_url(url, facts.get("href", ""))
            if address:
                found[address] = None
    return tuple(found)
