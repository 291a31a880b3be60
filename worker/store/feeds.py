"""Feeds as people handle them: registering, listing, pausing, removing; nothing here polls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from worker.errors import WrongUse
from worker.store.events import note_removal
from worker.store.feed_changes import note_changes
from worker.store.models import ArticleTable, EntryRow, FeedRow, OutletRow
from worker.store.pages import drop_unused_bodies
from worker.store.rows import FeedLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from worker.store.engine import Store

MAX_URL_BYTES = 2000  # PostgreSQL indexes no more than 2,700
MAX_ID = 2**31 - 1
CHANGE_OF = {"active": "resumed", "paused": "paused", "ended": "ended"}


def register_feed(
    store: Store,
    url: str,
    now: datetime,
    *,
    outlet: str | None = None,
    lang: str | None = None,
    country: str | None = None,
) -> tuple[int, bool]:
    """Register a feed, due at once; an address known already is left as it is.

    Returns:
        The feed's id, and whether it is new.

    Raises:
        WrongUse: the address is longer than any feed's.
    """
    if len(url.encode()) > MAX_URL_BYTES:
        raise WrongUse(f"the address has more than {MAX_URL_BYTES:,} bytes: {url[:60]}…")
    with store.transaction() as session:
        known = session.scalar(select(FeedRow.id).where(FeedRow.url == url))
        if known is not None:
            return known, False
        outlet_id = _outlet(store, session, outlet, country=country, lang=lang) if outlet else None
        facts = {"outlet_id": outlet_id, "lang": lang, "country": country}
        insert = store.insert(FeedRow).values(url=url, added_at=now, next_poll_at=now, **facts)
        insert = insert.on_conflict_do_nothing(index_elements=["url"]).returning(FeedRow.id)
        added = session.scalar(insert)
        if added is not None:
            return added, True
        return session.scalars(select(FeedRow.id).where(FeedRow.url == url)).one(), False


def _outlet(store: Store, session: Session, name: str, *, country: str | None, lang: str | None) -> int:
    insert = store.insert(OutletRow).values(name=name, country=country, lang=lang)
    session.execute(insert.on_conflict_do_nothing(index_elements=["name"]))
    return session.scalars(select(OutletRow.id).where(OutletRow.name == name)).one()


def list_feeds(store: Store) -> list[FeedLine]:
    """Return all feeds in the order they were added."""
    with store.reading() as session:
        return [_line(*row) for row in session.execute(_feeds().order_by(FeedRow.id))]


def find_feed(store: Store, which: str | int) -> FeedLine | None:
    """Return a feed by id or address, None when there is none."""
    text = str(which)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
    number = number if number <= MAX_ID else -1
    with store.reading() as session:
        row = session.execute(_feeds().where((FeedRow.url == text) | (FeedRow.id == number))).first()
        return _line(*row) if row else None


def _feeds() -> Any:
    return select(FeedRow, OutletRow.name).outerjoin(OutletRow, OutletRow.id == FeedRow.outlet_id)


def _line(feed: FeedRow, outlet: str | None) -> FeedLine:
    return FeedLine(
        id=feed.id,
        url=feed.url,
        outlet=outlet,
        lang=feed.lang,
        country=feed.country,
        state=feed.state,
        state_reason=feed.state_reason,
        failures=feed.failures,
        next_poll_at=feed.next_poll_at,
        last_poll_at=feed.last_poll_at,
        last_entry_at=feed.last_entry_at,
        etag=feed.etag,
        last_modified=feed.last_modified,
        moved_to=feed.moved_to,
        moved_hits=feed.moved_hits,
        former_url=feed.former_url,
        trouble=feed.trouble,
        ttl_s=feed.ttl_s,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )


def remove_feed(store: Store, feed_id: int) -> None:
    """Delete a feed with its entries and everything found in them; twice is no error."""
    with store.transaction() as session:
        entries = select(EntryRow.id).where(EntryRow.feed_id == feed_id)
        note_removal(session, ArticleTable.entry_id.in_(entries), datetime.now(UTC))
        session.execute(delete(FeedRow).where(FeedRow.id == feed_id))
        drop_unused_bodies(session)


def set_feed_state(store: Store, feed_id: int, state: str, reason: str, now: datetime) -> None:
    """Pause, resume or end a feed; a resumed one is due at once."""
    values: dict[str, Any] = {"state": state, "state_reason": reason}
    if state == "active":
        values |= {"next_poll_at": now, "failures": 0.0, "trouble": None}
    with store.transaction() as session:
        changed = update(FeedRow).where(FeedRow.id == feed_id, FeedRow.state != state).values(**values)
        if session.scalar(changed.returning(FeedRow.id)) is not None:
            note_changes(session, feed_id, now, [(CHANGE_OF[state], reason)])
