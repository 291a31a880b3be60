"""Building an entry from a feed's raw strings: cleaned, linked, and keyed so that it is known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worker.shapes import Entry
from worker.text.clean import clean_text, plain_text
from worker.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def build_entries(raws: Iterable[RawEntry], base: str) -> tuple[Entry, ...]:
    """Return a document's entries in order, keyed apart where their publisher repeats a guid.

    The key is the guid, else the canonical address, else a hash of all an entry says. A guid that stands
    on entries with different addresses names none of them: these are known by their addresses.
    """
    pairs = [(raw, _build(raw, base)) for raw in raws]
    addresses: dict[str, set[str]] = {}
    for _, entry in pairs:
        if entry.url:
            addresses.setdefault(entry.key, set()).add(entry.url)
    shared = {key for key, urls in addresses.items() if len(urls) > 1}
    return tuple(
        replace(entry, key=_key(replace(raw, guid=None), entry)) if entry.key in shared else entry
        for raw, entry in pairs
    )


def _build(raw: RawEntry, base: str) -> Entry:
    entry = Entry(
        key="",
        url=absolute_url(base, raw.link) if raw.link else None,
        title=_short(raw.title, MAX_TITLE),
        summary=_short(raw.summary, MAX_SUMMARY),
        content_html=clean_text(raw.content[:MAX_CONTENT]) if raw.content else None,
        author=_short(raw.author, 300),
        lang=clean_text((raw.lang or "")[:16]).strip() or None,
        published_at=raw.published_at or raw.updated_at,
        updated_at=raw.updated_at,
    )
    return replace(entry, key=_key(raw, entry))


def _short(value: str | None, limit: int) -> str | None:
    return (plain_text(value[: 4 * limit])[:limit].strip() or None) if value else None


def _key(raw: RawEntry, entry: Entry) -> str:
    guid = clean_text(raw.guid).strip() if raw.guid else ""
    known = guid or (canonical_url(entry.url) if entry.url else "")
    if known:
        return known if len(known) <= MAX_KEY else _hash(known)
    said = (entry.title, entry.summary, entry.author, entry.published_at, raw.content)
    return _hash("\n".join(str(part or "") for part in said))


def _hash(value: str) -> str:
    return "sha256:" + hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
