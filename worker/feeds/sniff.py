"""Telling what a poll's body is, from its first bytes: the declared type is wrong too often."""

from __future__ import annotations

import re
from typing import Literal

BodyKind = Literal["empty", "json", "html", "sitemap", "sitemapindex", "feed", "unknown"]

HEAD = 4096  # bytes looked at; prologues and comments rarely fill more
ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|rdf|channel|html|urlset|sitemapindex|opml)[\s>/]", re.IGNORECASE)
KINDS: dict[str, BodyKind] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "html": "html",
    "urlset": "sitemap",
    "sitemapindex": "sitemapindex",
}


def body_kind(body: bytes) -> BodyKind:
    """Return what the bytes are; UTF-16 and UTF-32 are looked through."""
    head = body[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n")
    if not head:
        return "empty"
    if head[:1] in (b"{", b"["):
        return "json"
    if head[:9].lower() == b"<!doctype" and b"html" in head[:40].lower():
        return "html"
    found = ROOT.search(head)
    return KINDS.get(found.group(1).decode().lower(), "unknown") if found else "unknown"
