"""JSON Feed 1.0 and 1.1 (jsonfeed.org); feedparser does not read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from worker.errors import GiveUp
from worker.feeds.entries import RawEntry, build_entry
from worker.feeds.hints import publisher_hints
from worker.feeds.moments import from_iso
from worker.shapes import FeedDocument

if TYPE_CHECKING:
    from worker.shapes import Entry, Page


def parse_json_feed(page: Page, max_entries: int) -> FeedDocument:
    """Read a JSON Feed.

    Raises:
        GiveUp: ``not-a-feed``: no JSON, or JSON without a list of items.
    """
    try:
        document = json.loads(page.body)
    except (ValueError, RecursionError) as error:
        raise GiveUp("not-a-feed", f"broken JSON: {type(error).__name__}") from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise GiveUp("not-a-feed", "JSON, but no JSON Feed")
    entries = [_entry(item, page) for item in items[:max_entries] if isinstance(item, dict)]
    hubs = [hub.get("url") for hub in document.get("hubs") or () if isinstance(hub, dict)]
    return FeedDocument(
        kind="json",
        title=_text(document, "title"),
        lang=_text(document, "language"),
        entries=tuple(entries),
        ttl_s=publisher_hints(page, {}).ttl_s,
        hub_url=next((str(hub) for hub in hubs if hub), None),
        dropped=max(0, len(items) - max_entries),
    )


def _entry(item: dict[str, Any], page: Page) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    names = (
        [author.get("name") for author in authors if isinstance(author, dict)]
        if isinstance(authors, list)
        else []
    )
    guid = item.get("id")
    raw = RawEntry(
        guid=str(guid) if isinstance(guid, str | int | float) else None,
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        summary=_text(item, "summary") or _text(item, "content_text"),
        content=_text(item, "content_html") or _text(item, "content_text"),
        author=next((str(name) for name in names if name), None),
        lang=_text(item, "language"),
        published_at=from_iso(item.get("date_published"), page.fetched_at),
        updated_at=from_iso(item.get("date_modified"), page.fetched_at),
    )
    return build_entry(raw, page.final_url)


def _text(node: dict[str, Any], name: str) -> str | None:
    value = node.get(name)
    return value.strip() or None if isinstance(value, str) else None
