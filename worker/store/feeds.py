"""Feeds: registering, listing, claiming the due ones, and writing down each poll."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from worker.store.models import EntryRow, FeedRow, OutletRow, PollRow
from worker.store.rows import FeedLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Entry
    from worker.store.engine import Store
    from worker.store.rows import PollResult

# A claimed feed comes up again after this if its poll never ran: longer than any poll may take.
CLAIM = timedelta(minutes=10)


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
    """
    with store.transaction() as session:
        known = session.scalar(select(FeedRow.id).where(FeedRow.url == url))
        if known is not None:
            return known, False
        outlet_id = _outlet(store, session, outlet, country=country, lang=lang) if outlet else None
        row = FeedRow(
            url=url, outlet_id=outlet_id, lang=lang, country=country, added_at=now, next_poll_at=now
        )
        session.add(row)
        session.flush()
        return row.id, True


def _outlet(store: Store, session: Session, name: str, *, country: str | None, lang: str | None) -> int:
    insert = store.insert(OutletRow).values(name=name, country=country, lang=lang)
    session.execute(insert.on_conflict_do_nothing(index_elements=["name"]))
    found = session.scalar(select(OutletRow.id).where(OutletRow.name == name))
    return int(found or 0)


def list_feeds(store: Store) -> list[FeedLine]:
    """Return all feeds in the order they were added."""
    with store.reading() as session:
        return [_line(*row) for row in session.execute(_feeds().order_by(FeedRow.id))]


def find_feed(store: Store, which: str | int) -> FeedLine | None:
    """Return a feed by id or address, None when there is none."""
    number = int(which) if str(which).isdigit() else -1
    with store.reading() as session:
        row = session.execute(_feeds().where((FeedRow.url == str(which)) | (FeedRow.id == number))).first()
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
    )


def remove_feed(store: Store, feed_id: int) -> None:
    """Delete a feed with its entries and everything found in them."""
    with store.transaction() as session:
        session.execute(delete(FeedRow).where(FeedRow.id == feed_id))


def set_feed_state(store: Store, feed_id: int, state: str, reason: str, now: datetime) -> None:
    """Pause, resume or end a feed; a resumed one is due at once."""
    values: dict[str, Any] = {"state": state, "state_reason": reason}
    if state == "active":
        values |= {"next_poll_at": now, "failures": 0.0}
    with store.transaction() as session:
        session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(**values))


def claim_due_feeds(store: Store, now: datetime, limit: int) -> tuple[int, ...]:
    """Take up to ``limit`` due feeds, so that no other dispatcher takes them too.

    PostgreSQL skips rows that another claimer holds; SQLite's transactions
    begin by locking. Either way each feed goes to one claimer.
    """
    due = select(FeedRow.id).where(FeedRow.state == "active", FeedRow.next_poll_at <= now)
    due = due.order_by(FeedRow.next_poll_at).limit(limit)
    if store.is_postgres:
        due = due.with_for_update(skip_locked=True)
    claim = update(FeedRow).where(FeedRow.id.in_(due)).values(next_poll_at=now + CLAIM).returning(FeedRow.id)
    with store.transaction() as session:
        return tuple(sorted(session.scalars(claim.execution_options(synchronize_session=False))))


def save_poll(store: Store, feed_id: int, result: PollResult, entries: Sequence[Entry]) -> tuple[int, ...]:
    """Write the log row, the feed's new state and its unknown entries in one transaction.

    Returns:
        The ids of the new entries, in the order of the document.
    """
    with store.transaction() as session:
        new = _add_entries(store, session, feed_id, entries, result.at)
        session.add(
            PollRow(
                feed_id=feed_id,
                at=result.at,
                outcome=result.outcome,
                status=result.status,
                entries=result.entries,
                new_entries=len(new),
                elapsed_ms=result.elapsed_ms,
                detail=result.detail,
            )
        )
        session.execute(
            update(FeedRow).where(FeedRow.id == feed_id).values(**_feed_values(result, fresh=bool(new)))
        )
        return new


def _feed_values(result: PollResult, *, fresh: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "last_poll_at": result.at,
        "next_poll_at": result.next_poll_at,
        "failures": result.failures,
        "etag": result.etag,
        "last_modified": result.last_modified,
        "moved_to": result.moved_to,
        "moved_hits": result.moved_hits,
    }
    if fresh:
        values["last_entry_at"] = result.at
    if result.title:
        values["title"] = result.title
    if result.ended:
        values |= {"state": "ended", "state_reason": result.ended}
    if result.adopted_url:
        values["url"] = result.adopted_url
    return values


def _add_entries(
    store: Store, session: Session, feed_id: int, entries: Sequence[Entry], now: datetime
) -> tuple[int, ...]:
    unique = {entry.key: entry for entry in entries}
    if not unique:
        return ()
    rows = [entry_values(entry, feed_id, now) for entry in unique.values()]
    added: dict[str, int] = {}
    for start in range(0, len(rows), 500):
        insert = store.insert(EntryRow).values(rows[start : start + 500])
        insert = insert.on_conflict_do_nothing(index_elements=["feed_id", "key"])
        added |= {key: row_id for row_id, key in session.execute(insert.returning(EntryRow.id, EntryRow.key))}
    return tuple(added[key] for key in unique if key in added)


def entry_values(entry: Entry, feed_id: int | None, now: datetime) -> dict[str, Any]:
    """Return the columns of a new entry."""
    return {
        "feed_id": feed_id,
        "key": entry.key,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content_html,
        "author": entry.author,
        "lang": entry.lang,
        "published_at": entry.published_at,
        "updated_at": entry.updated_at,
        "seen_at": now,
        "touched_at": now,
        "stage": "fetch",
        "attempts": 0,
    }


def recent_entry_times(store: Store, feed_id: int, count: int = 20) -> tuple[datetime, ...]:
    """Return when the newest entries of a feed were published (else seen), newest first."""
    with store.reading() as session:
        rows = session.execute(
            select(EntryRow.published_at, EntryRow.seen_at)
            .where(EntryRow.feed_id == feed_id)
            .order_by(EntryRow.id.desc())
            .limit(count)
        )
        return tuple(sorted((published or seen for published, seen in rows), reverse=True))
