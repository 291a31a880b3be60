"""Building an entry from a feed's raw strings: cleaned, linked, and keyed so that it is known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.shapes import Entry
from worker.text.clean import clean_text, plain_text
from worker.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from datetime import datetime

MAX_TITLE = 2_000
MAX_SUMMARY = 20_000
MAX_CONTENT = 1_000_000
MAX_KEY = 1_000


@dataclass(frozen=True, slots=True)
class RawEntry:
    """What a feed says of one item, as it stands there."""

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    author: str | None = None
    lang: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None


def build_entry(raw: RawEntry, base: str) -> Entry:
    """Return the entry; its key is the guid, else the canonical address, else a hash of all it says."""
    url = absolute_url(base, raw.link) if raw.link else None
    title = _short(raw.title, MAX_TITLE)
    summary = _short(raw.summary, MAX_SUMMARY)
    return Entry(
        key=_key(raw, url, title, summary),
        url=url,
        title=title,
        summary=summary,
        content_html=clean_text(raw.content[:MAX_CONTENT]) if raw.content else None,
        author=_short(raw.author, 300),
        lang=(raw.lang or "").strip()[:16] or None,
        published_at=raw.published_at or raw.updated_at,
        updated_at=raw.updated_at,
    )


def _short(value: str | None, limit: int) -> str | None:
    return (plain_text(value[: 4 * limit])[:limit].strip() or None) if value else None


def _key(raw: RawEntry, url: str | None, title: str | None, summary: str | None) -> str:
    guid = clean_text(raw.guid).strip() if raw.guid else ""
    if guid:
        return guid if len(guid) <= MAX_KEY else _hash(guid)
    if url:
        key = canonical_url(url)
        return key if len(key) <= MAX_KEY else _hash(key)
    return _hash(
        f"{title or ''}\n{summary or ''}\n{raw.author or ''}\n{raw.published_at or ''}\n{raw.content or ''}"
    )


def _hash(value: str) -> str:
    return "sha256:" + hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
