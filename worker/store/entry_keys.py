"""Guids that their feed uses again: two articles under one name are told apart by their addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from worker.store.models import EntryRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Entry

BATCH = 500  # keys of one query: both databases count parameters
# An edited article keeps its date though its headline and its address may change with it. One under the same
# guid that was published so much later is another.
REUSED_AFTER = timedelta(hours=6)


class Known(NamedTuple):
    """What an entry was when it was seen last."""

    address: str | None
    title: str | None
    published_at: datetime | None


def told_apart(
    session: Session, feed_id: int, entries: Mapping[str, Entry], addresses: Mapping[str, str]
) -> dict[str, Entry]:
    """Return a feed's entries under keys that name one article each, in the same order.

    Args:
        session: of the caller's transaction.
        feed_id: the feed.
        entries: by their keys as stored.
        addresses: the form in which an entry's address is known, by the same keys.
    """
    known: dict[str, Known] = {}
    keys = list(entries)
    columns = (EntryRow.key, EntryRow.address, EntryRow.title, EntryRow.published_at)
    for start in range(0, len(keys), BATCH):
        mine = (EntryRow.feed_id == feed_id, EntryRow.key.in_(keys[start : start + BATCH]))
        found = session.execute(select(*columns).where(*mine))
        known |= {row.key: Known(row.address, row.title, row.published_at) for row in found}
    apart: dict[str, Entry] = {}
    for key, entry in entries.items():
        address = addresses.get(key)
        reused = address is not None and key in known and _is_another(known[key], entry, address)
        apart[address if reused and address else key] = entry
    return apart


def _is_another(known: Known, entry: Entry, address: str) -> bool:
    if not (known.address and known.title and known.published_at and entry.title and entry.published_at):
        return False
    later = entry.published_at - known.published_at >= REUSED_AFTER
    return later and address != known.address and entry.title != known.title
