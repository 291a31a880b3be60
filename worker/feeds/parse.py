"""One door for every kind of feed: bytes in, entries out; whatever the bytes, only GiveUp comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.errors import GiveUp
from worker.feeds.discover import declared_feeds
from worker.feeds.json_feed import parse_json_feed
from worker.feeds.sitemaps import parse_sitemap
from worker.feeds.sniff import body_kind
from worker.feeds.syndication import parse_syndication

if TYPE_CHECKING:
    from worker.shapes import FeedDocument, Page

MAX_ENTRIES = 2000  # per poll, newest first in every feed seen (docs/decisions/002)


def parse_feed(page: Page, max_entries: int = MAX_ENTRIES) -> FeedDocument:
    """Read RSS, Atom, RDF, JSON Feed, a news sitemap or a sitemap index.

    Args:
        page: the answer; relative links count from its final URL, dates are judged by its ``fetched_at``.
        max_entries: more are dropped and counted.

    Raises:
        GiveUp: ``empty``, or ``not-a-feed`` with what it is instead.
    """
    kind = body_kind(page.body)
    if kind == "empty":
        raise GiveUp("empty", "no bytes")
    if kind == "json":
        return parse_json_feed(page, max_entries)
    if kind in ("sitemap", "sitemapindex"):
        return parse_sitemap(page, max_entries)
    if kind == "html":
        declared = declared_feeds(page.body, page.final_url)
        hint = f"; it declares {', '.join(declared[:3])}" if declared else ""
        raise GiveUp("not-a-feed", f"an HTML page{hint}")
    if kind == "unknown" and b"<" not in page.body[:4096].replace(b"\0", b""):
        raise GiveUp("not-a-feed", "neither XML nor JSON")
    return parse_syndication(page, max_entries)
