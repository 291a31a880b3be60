"""News sitemaps and sitemap indexes, read without network, entities or unbounded trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from worker.errors import GiveUp
from worker.feeds.entries import RawEntry, build_entry
from worker.feeds.moments import from_iso
from worker.shapes import FeedDocument
from worker.text.urls import absolute_url

if TYPE_CHECKING:
    from worker.shapes import Page


def parse_sitemap(page: Page, max_entries: int) -> FeedDocument:
    """Read a sitemap's pages as entries, or an index's children as further feeds.

    Raises:
        GiveUp: ``not-a-feed`` when it can't be read as XML.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise GiveUp("not-a-feed", "broken sitemap") from error
    if root is None:
        raise GiveUp("not-a-feed", "broken sitemap")
    if _name(root) == "sitemapindex":
        links = [absolute_url(page.final_url, found) for node in root if (found := _values(node).get("loc"))]
        return FeedDocument(kind="sitemapindex", links=tuple(link for link in links if link)[:max_entries])
    nodes = [node for node in root if _name(node) == "url"]
    entries = [entry for node in nodes[:max_entries] if (entry := _entry(_values(node), page)) is not None]
    return FeedDocument(kind="sitemap", entries=tuple(entries), dropped=max(0, len(nodes) - max_entries))


def _entry(values: dict[str, str], page: Page) -> Any:
    raw = RawEntry(
        link=values.get("loc"),
        title=values.get("title"),
        lang=values.get("language"),
        published_at=from_iso(values.get("publication_date") or values.get("lastmod"), page.fetched_at),
    )
    return build_entry(raw, page.final_url) if raw.link else None


def _values(node: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in node.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            found.setdefault(_name(child), child.text.strip())
    return found


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
