"""What happened to a feed and why, for people: changes are kept for good, polls for two weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from worker.store.models import FeedChangeRow, PollRow
from worker.store.rows import FeedChange, PollLine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store


def note_changes(session: Session, feed_id: int, at: datetime, changes: Iterable[tuple[str, str]]) -> None:
    """Write changes of a feed's state down, each with its reason, in the caller's transaction."""
    for change, reason in changes:
        session.add(FeedChangeRow(feed_id=feed_id, at=at, change=change, reason=reason))


def feed_changes(store: Store, feed_id: int) -> list[FeedChange]:
    """Return the changes in the life of a feed, the oldest first."""
    mine = select(FeedChangeRow).where(FeedChangeRow.feed_id == feed_id).order_by(FeedChangeRow.id)
    with store.reading() as session:
        return [FeedChange(row.at, row.change, row.reason) for row in session.scalars(mine)]


def last_polls(store: Store, feed_id: int, count: int) -> list[PollLine]:
    """Return the newest lines of a feed's log of polls, newest first."""
    mine = select(PollRow).where(PollRow.feed_id == feed_id).order_by(PollRow.at.desc(), PollRow.id.desc())
    names = PollLine.__dataclass_fields__
    with store.reading() as session:
        rows = session.scalars(mine.limit(count))
        return [PollLine(**{name: getattr(row, name) for name in names}) for row in rows]
