"""One door for every kind of feed: bytes in, entries out; whatever the bytes, only GiveUp comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.errors import GiveUp
from worker.feeds.decode import decoded
from worker.feeds.discover import declared_feeds
from worker.feeds.json_feed import parse_json_feed
from worker.feeds.sitemaps import parse_sitemap
from worker.feeds.sniff import sniff
from worker.feeds.syndication import parse_syndication

if TYPE_CHECKING:
    from worker.shapes import FeedDocument, Page

MAX_ENTRIES = 2000  # per poll; the rest is dropped and counted
MAX_BYTES = 10_000_000


def parse_feed(page: Page, max_entries: int = MAX_ENTRIES) -> FeedDocument:
    """Read RSS, Atom, RDF, JSON Feed, a news sitemap or a sitemap index.

    Args:
        page: the answer; relative links count from its final URL, dates are judged by its ``fetched_at``.
        max_entries: more are dropped and counted.

    Raises:
        GiveUp: ``empty``, or ``not-a-feed`` with what it is instead.
    """
    text = decoded(page.body[:MAX_BYTES], page.header("content-type"))
    found = sniff(text)
    if found.kind == "empty":
        raise GiveUp("empty", "no bytes" if not page.body else "nothing but white space")
    if found.kind == "json":
        return parse_json_feed(page, text[found.start :], max_entries)
    if found.kind in ("sitemap", "sitemapindex"):
        return parse_sitemap(page, text[found.start :], max_entries)
    if found.kind == "html":
        raise GiveUp("not-a-feed", _html_detail(page))
    if found.kind == "binary":
        raise GiveUp("not-a-feed", "neither XML nor JSON")
    document = parse_syndication(page, text[found.start :], max_entries)
    if document is None:
        raise GiveUp("not-a-feed", "XML, but no feed")
    return document


def _html_detail(page: Page) -> str:
    declared = declared_feeds(page.body, page.final_url)
    return f"an HTML page; it declares: {', '.join(declared[:3])}" if declared else "an HTML page"
