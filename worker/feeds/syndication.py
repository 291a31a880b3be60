"""RSS, Atom and RDF through feedparser, kept from the inputs that make it slow or raise."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from worker.errors import GiveUp
from worker.feeds.entries import RawEntry, build_entry
from worker.feeds.hints import link_to, publisher_hints
from worker.feeds.moments import from_struct
from worker.shapes import FeedDocument

if TYPE_CHECKING:
    from worker.shapes import Entry, Page

MAX_BYTES = 8_000_000  # 5 MB of random bytes cost feedparser 30 s: what is no markup is refused before
MAX_ATTRIBUTE = 100_000  # longest run between two angle brackets
# feedparser raises on references outside Unicode and on code points that are no characters.
BAD_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[dD][89a-fA-F][0-9a-fA-F]{2}|0*1[1-9a-fA-F][0-9a-fA-F]{4,}|[2-9a-fA-F][0-9a-fA-F]{5,}|0+)|0+|\d{8,});"
)
BAD_ENCODING = re.compile(
    rb"(<\?xml[^>]{0,200}encoding\s*=\s*[\"'])(punycode|undefined|idna|mbcs|unicode_escape|raw_unicode_escape|hex|base64|zip|bz2|rot13|uu|quopri|unicode[-_]?internal)([\"'])",
    re.IGNORECASE,
)
ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
TAG_RUN = re.compile(rb"<[^<>]{%d,}" % MAX_ATTRIBUTE)
KIND = {"rss": "rss", "atom": "atom", "cdf": "rss"}


def parse_syndication(page: Page, max_entries: int) -> FeedDocument:
    """Read a feed of the RSS and Atom families.

    Raises:
        GiveUp: ``not-a-feed`` when feedparser finds neither a version nor an entry.
    """
    body, dropped = _bounded(page.body, max_entries)
    parsed = _parsed(body, page)
    version = str(parsed.get("version") or "")
    entries = [_entry(item, page) for item in parsed.get("entries", ())[:max_entries]]
    if not version and not entries:
        raise GiveUp("not-a-feed", "XML, but no feed")
    head = parsed.get("feed") or {}
    hints = publisher_hints(page, head)
    return FeedDocument(
        kind="rdf" if version in ("rss10", "rss090") else KIND.get(version.rstrip("0123456789"), "rss"),
        title=_text(head, "title"),
        lang=_text(head, "language"),
        entries=tuple(entries),
        ttl_s=hints.ttl_s,
        hub_url=link_to(head, "hub"),
        dropped=dropped,
        skip_hours=hints.skip_hours,
        skip_days=hints.skip_days,
    )


def _bounded(body: bytes, max_entries: int) -> tuple[bytes, int]:
    """Cut a document after its last wanted entry: 100,000 entries cost feedparser 40 s."""
    body = BAD_ENCODING.sub(rb"\1utf-8\3", BAD_REFERENCE.sub(b"", body[:MAX_BYTES]))
    if TAG_RUN.search(body):
        raise GiveUp("not-a-feed", f"a tag of more than {MAX_ATTRIBUTE:,} bytes")
    starts = [found.start() for found in ITEM.finditer(body)]
    if len(starts) <= max_entries:
        return body, 0
    return body[: starts[max_entries]], len(starts) - max_entries


def _parsed(body: bytes, page: Page) -> Any:
    headers = {"content-location": page.final_url}
    content_type = page.header("content-type")
    if content_type:
        headers["content-type"] = content_type
    try:
        return feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        raise GiveUp("not-a-feed", f"unreadable: {type(error).__name__}") from error


def _entry(item: Any, page: Page) -> Entry:
    contents = [part.get("value") for part in item.get("content", ()) if part.get("value")]
    links = [
        link.get("href") for link in item.get("links", ()) if link.get("rel", "alternate") == "alternate"
    ]
    guid = _text(item, "id")
    link = _text(item, "link") or next((href for href in links if href), None)
    if not link and guid and guid.startswith(("http://", "https://")):
        link = guid
    base = str((item.get("title_detail") or item.get("summary_detail") or {}).get("base") or page.final_url)
    raw = RawEntry(
        guid=guid,
        link=link,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=max(contents, key=len, default=None),
        author=_text(item, "author"),
        lang=(item.get("title_detail") or {}).get("language"),
        published_at=from_struct(item.get("published_parsed"), page.fetched_at),
        updated_at=from_struct(
            item.get("updated_parsed") if "updated_parsed" in item else None, page.fetched_at
        ),
    )
    return build_entry(raw, base if base.startswith("http") else page.final_url)


def _text(node: Any, name: str) -> str | None:
    value = node.get(name)
    return value.strip() or None if isinstance(value, str) else None
