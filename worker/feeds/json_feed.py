"""JSON Feed 1.0 and 1.1 (jsonfeed.org); feedparser does not read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from worker.errors import GiveUp
from worker.feeds.entries import RawEntry, build_entries
from worker.feeds.hints import link_to
from worker.feeds.moments import from_iso
from worker.shapes import FeedDocument
from worker.text.clean import plain_text
from worker.text.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.shapes import Page


def parse_json_feed(page: Page, text: str, max_entries: int) -> FeedDocument:
    """Read a JSON Feed from its decoded text.

    Raises:
        GiveUp: ``not-a-feed``: no JSON, or JSON without a list of items.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GiveUp("not-a-feed", f"broken JSON: {type(error).__name__}") from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise GiveUp("not-a-feed", "JSON, but no JSON Feed")
    raws = (_raw(item, page) for item in items[:max_entries] if isinstance(item, dict))
    hub = next((url for node in _nodes(document, "hubs") if (url := _text(node, "url"))), None)
    return FeedDocument(
        kind="json",
        title=plain_text(_text(document, "title") or "") or None,
        lang=_text(document, "language"),
        entries=build_entries(raws, page.final_url),
        hub_url=absolute_url(page.final_url, hub or link_to(page, {}, "hub") or ""),
        topic_url=absolute_url(
            page.final_url, _text(document, "feed_url") or link_to(page, {}, "self") or ""
        ),
        dropped=max(0, len(items) - max_entries),
    )


def _raw(item: dict[str, Any], page: Page) -> RawEntry:
    guid = item.get("id")
    plain = _text(item, "content_text")
    return RawEntry(
        guid=str(guid) if isinstance(guid, str | int | float) else None,
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        summary=_text(item, "summary") or plain,
        content=_text(item, "content_html") or plain,
        author=_author(item),
        lang=_text(item, "language"),
        published_at=from_iso(item.get("date_published"), page.fetched_at),
        updated_at=from_iso(item.get("date_modified"), page.fetched_at),
    )


def _author(item: dict[str, Any]) -> str | None:
    """Return the first author's name; ``author`` is version 1.0, ``authors`` 1.1."""
    single = item.get("author")
    nodes = [*_nodes(item, "authors"), *([single] if isinstance(single, dict) else [])]
    return next((name for node in nodes if (name := _text(node, "name"))), None)


def _nodes(node: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    found = node.get(name)
    yield from (child for child in found if isinstance(child, dict)) if isinstance(found, list) else ()


def _text(node: dict[str, Any], name: str) -> str | None:
    value = node.get(name)
    return value.strip() or None if isinstance(value, str) else None
