"""RSS, Atom and RDF through feedparser, kept from the inputs that make it slow or raise."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import feedparser

from worker.errors import GiveUp
from worker.feeds.entries import RawEntry, build_entries
from worker.feeds.hints import link_to, publisher_hints
from worker.feeds.moments import from_feedparser
from worker.feeds.sniff import sniff
from worker.feeds.tame import Bounds, tame
from worker.shapes import FeedDocument
from worker.text.clean import plain_text
from worker.text.urls import absolute_url

if TYPE_CHECKING:
    from worker.shapes import Page

# What is no XML goes through feedparser's second parser, at half the speed and with loops that may meet.
_BROKEN_CHARS = 1_000_000
_OTHER_SCHEME = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]{0,32}:", re.IGNORECASE)
_KINDS = {"rss": "rss", "atom": "atom", "cdf": "rss"}


def parse_syndication(page: Page, text: str, max_entries: int) -> FeedDocument | None:
    """Read a feed of the RSS and Atom families from its decoded text; None when it is other XML.

    Raises:
        GiveUp: ``not-a-feed`` when feedparser itself fails.
    """
    tamed = tame(text, Bounds(max_entries))
    if len(tamed.text) > _BROKEN_CHARS and not _is_well_formed(tamed.text):
        tamed = tame(text, Bounds(max_entries, _BROKEN_CHARS))
    parsed = _parsed(tamed.text, page)
    version = str(parsed.get("version") or "")
    items = parsed.get("entries", ())[:max_entries]
    if not version and not items and sniff(text).kind != "feed":
        return None
    head = parsed.get("feed") or {}
    hints = publisher_hints(head, tamed.text)
    return FeedDocument(
        kind="rdf" if version in ("rss10", "rss090") else _KINDS.get(version.rstrip("0123456789nu"), "rss"),
        title=plain_text(_text(head, "title") or "") or None,
        lang=_text(head, "language"),
        entries=build_entries((_raw(item, page) for item in items), page.final_url),
        ttl_s=hints.ttl_s,
        hub_url=absolute_url(page.final_url, link_to(page, head, "hub") or ""),
        topic_url=absolute_url(page.final_url, link_to(page, head, "self") or ""),
        dropped=tamed.dropped,
        skip_hours=hints.skip_hours,
        skip_days=hints.skip_days,
    )


def _is_well_formed(text: str) -> bool:
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    try:
        parser.Parse(text.encode("utf-8"), True)  # noqa: FBT003 - expat knows no keywords
    except expat.ExpatError:
        return False
    return True


def _parsed(text: str, page: Page) -> Any:
    # No content-location: feedparser would resolve guids too, and they would change when a feed moves.
    headers = {"content-type": "application/xml; charset=utf-8"}
    language = page.header("content-language")
    if language and len(language) < 16:
        headers["content-language"] = language
    try:
        return feedparser.parse(
            BytesIO(text.encode("utf-8")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # Any class may come: feedparser has no error of its own for inputs it did not foresee.
        raise GiveUp("not-a-feed", f"unreadable: {type(error).__name__}") from error


def _raw(item: Any, page: Page) -> RawEntry:
    contents = [part["value"] for part in item.get("content", ()) if part.get("value")]
    guid = _text(item, "id")
    return RawEntry(
        guid=guid,
        link=_link(item, guid),
        title=_text(item, "title") or _text(item, "media_title"),
        summary=_text(item, "summary") or _text(item, "media_description"),
        content=max(contents, key=len, default=None),
        author=_text(item, "author"),
        lang=(item.get("title_detail") or item.get("summary_detail") or {}).get("language"),
        published_at=from_feedparser(item, "published", page.fetched_at),
        updated_at=from_feedparser(item, "updated", page.fetched_at),
    )


def _link(item: Any, guid: str | None) -> str | None:
    """Return the link, else an alternate one, else a guid that is an address."""
    links = item.get("links", ())
    others = (link.get("href") for link in links if link.get("rel", "alternate") == "alternate")
    found = (href for href in (_text(item, "link"), *others) if href and not _OTHER_SCHEME.match(href))
    is_address = bool(guid) and str(guid).lower().startswith(("http://", "https://"))
    return next(found, guid if is_address else None)


def _text(node: Any, name: str) -> str | None:
    value = node.get(name)
    return value.strip() or None if isinstance(value, str) else None
