"""Polls: claiming the feeds that are due, and writing down what each poll brought."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, update

from worker.store.entries import add_entries
from worker.store.feed_changes import note_changes
from worker.store.models import EntryRow, FeedRow, PollRow
from worker.text.urls import masked_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Entry
    from worker.store.engine import Store
    from worker.store.rows import PollResult

# A claimed feed comes up again after this if its poll never ran: longer than any poll may take.
CLAIM = timedelta(minutes=10)
HOST_BUSY = "host-busy"  # the outcome of a poll whose turn at its host was too far away


def claim_due_feeds(
    store: Store, now: datetime, limit: int, unpolled_since: datetime | None = None
) -> tuple[int, ...]:
    """Take up to ``limit`` due feeds, so that no other dispatcher takes them too.

    PostgreSQL skips rows that another claimer holds; SQLite's transactions
    begin by locking. Either way each feed goes to one claimer. With ``unpolled_since`` only feeds
    that nobody has polled since then are taken.
    """
    due = select(FeedRow.id).where(FeedRow.state == "active", FeedRow.next_poll_at <= now)
    if unpolled_since is not None:
        due = due.where(_unpolled(unpolled_since))
    due = due.order_by(FeedRow.next_poll_at).limit(limit)
    if store.is_postgres:
        due = due.with_for_update(skip_locked=True)
    claim = update(FeedRow).where(FeedRow.id.in_(due)).values(next_poll_at=now + CLAIM).returning(FeedRow.id)
    with store.transaction() as session:
        return tuple(sorted(session.scalars(claim.execution_options(synchronize_session=False))))


def give_back_feeds(store: Store, feed_ids: Sequence[int], now: datetime) -> None:
    """Make claimed feeds due again: nobody was told to poll them."""
    if feed_ids:
        due = update(FeedRow).where(FeedRow.id.in_(feed_ids)).values(next_poll_at=now)
        with store.transaction() as session:
            session.execute(due.execution_options(synchronize_session=False))


def count_unpolled(store: Store, due: datetime, since: datetime) -> int:
    """Return how many active feeds come up by a time and have not been polled since another."""
    mine = (FeedRow.state == "active", FeedRow.next_poll_at <= due, _unpolled(since))
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(FeedRow).where(*mine)) or 0


def _unpolled(since: datetime) -> Any:
    return or_(FeedRow.last_poll_at.is_(None), FeedRow.last_poll_at < since)


def save_poll(store: Store, feed_id: int, result: PollResult, entries: Sequence[Entry]) -> tuple[int, ...]:
    """Write the log row, the feed's new state and its entries in one transaction.

    Returns:
        The ids of the new and changed entries, in the order of the document; none when the feed was
        removed meanwhile.
    """
    with store.transaction() as session:
        held = select(FeedRow.id).where(FeedRow.id == feed_id).with_for_update()
        if session.scalar(held) is None:
            return ()
        ids, new = add_entries(store, session, feed_id, entries, result.at)
        session.add(_log_row(feed_id, result, new))
        values = _feed_values(result, fresh=bool(new)) | _moved(session, feed_id, result)
        session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(**values))
        note_changes(session, feed_id, result.at, result.changes)
        return ids


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


def _log_row(feed_id: int, result: PollResult, new: int) -> PollRow:
    return PollRow(
        feed_id=feed_id,
        at=result.at,
        outcome=result.outcome,
        status=result.status,
        entries=result.entries,
        new_entries=new,
        elapsed_ms=result.elapsed_ms,
        detail=result.detail,
    )


def _feed_values(result: PollResult, *, fresh: bool) -> dict[str, Any]:
    if result.outcome == HOST_BUSY:
        return {"next_poll_at": result.next_poll_at}  # nobody was asked
    values: dict[str, Any] = {
        "last_poll_at": result.at,
        "next_poll_at": result.next_poll_at,
        "failures": result.failures,
        "etag": result.etag,
        "last_modified": result.last_modified,
        "moved_to": result.moved_to,
        "moved_hits": result.moved_hits,
        "trouble": result.trouble,
        "ttl_s": result.ttl_s,
        "skip_hours": result.skip_hours,
        "skip_days": result.skip_days,
    }
    if fresh:
        values["last_entry_at"] = result.at
    if result.title:
        values["title"] = result.title
    if result.ended:
        values |= {"state": "ended", "state_reason": result.ended}
    return values


def _moved(session: Session, feed_id: int, result: PollResult) -> dict[str, Any]:
    """Return the columns of a feed that has moved, or goes back to where it was before.

    One that moved to a registered feed is over.
    """
    if not result.adopted_url and not result.returned_because:
        return {}
    url, former = session.execute(select(FeedRow.url, FeedRow.former_url).where(FeedRow.id == feed_id)).one()
    target = result.adopted_url or former
    if target is None:
        return {}
    other = session.scalar(select(FeedRow.id).where(FeedRow.url == target, FeedRow.id != feed_id))
    if other is not None:
        reason = f"moved to the address of feed {other}"
        note_changes(session, feed_id, result.at, [("ended", reason)])
        return {"state": "ended", "state_reason": reason}
    if result.adopted_url:
        return {"url": target, "former_url": url}
    reason = f"{result.returned_because}: {masked_url(url)} → {masked_url(target)}"
    note_changes(session, feed_id, result.at, [("returned", reason)])
    # Validators of the dead address say nothing about this one.
    return {"url": target, "former_url": None, "etag": None, "last_modified": None}
