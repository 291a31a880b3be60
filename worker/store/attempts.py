"""Attempts at an entry's next step: counted before the work, put off, taken back; nothing here is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from worker.shapes import Entry
from worker.store.entries import detail_values
from worker.store.models import EntryRow, FeedRow, OutletRow
from worker.store.rows import EntryWork

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store


def begin_attempt(store: Store, entry_id: int, stage: str, now: datetime) -> EntryWork | None:
    """Count an attempt *before* the work, and load the entry.

    A page that kills its worker is counted too, so that it can't come back for ever.

    Returns:
        None when the entry is gone, has ended, or has left this stage.
    """
    counted = (
        update(EntryRow)
        .where(EntryRow.id == entry_id, EntryRow.stage == stage)
        .values(attempts=EntryRow.attempts + 1, touched_at=now)
        .returning(EntryRow.id)
        .execution_options(synchronize_session=False)
    )
    with store.transaction() as session:
        if session.scalar(counted) is None:
            return None
        return load_work(session, entry_id)


def load_work(session: Session, entry_id: int) -> EntryWork | None:
    """Load an entry as a step works on it, without counting an attempt; None when it is gone."""
    found = session.execute(
        select(EntryRow, FeedRow, OutletRow)
        .outerjoin(FeedRow, FeedRow.id == EntryRow.feed_id)
        .outerjoin(OutletRow, OutletRow.id == FeedRow.outlet_id)
        .where(EntryRow.id == entry_id)
    ).first()
    return _work(*found) if found else None


def _work(row: EntryRow, feed: FeedRow | None, outlet: OutletRow | None) -> EntryWork:
    entry = Entry(
        key=row.key,
        url=row.url,
        title=row.title,
        summary=row.summary,
        content_html=row.content_html,
        author=row.author,
        lang=row.lang,
        published_at=row.published_at,
        updated_at=row.updated_at,
    )
    return EntryWork(
        id=row.id,
        feed_id=row.feed_id,
        entry=entry,
        outlet=outlet.name if outlet else (feed.title if feed else None),
        outlet_lang=(feed.lang if feed else None) or (outlet.lang if outlet else None),
        attempts=row.attempts,
        stage=row.stage,
        outcome=row.outcome,
    )


def postpone_entry(
    session: Session, entry_id: int, until: datetime, now: datetime, detail: str | None
) -> None:
    """Set the time of the next attempt; the sweep sends it then."""
    values = {"next_attempt_at": until, "touched_at": now} | detail_values(detail)
    session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**values))


def await_turn(session: Session, entry_id: int, until: datetime, now: datetime) -> None:
    """Take an attempt back that only waited for its host, and set when to ask again."""
    values = {"attempts": EntryRow.attempts - 1, "next_attempt_at": until, "touched_at": now}
    mine = update(EntryRow).where(EntryRow.id == entry_id, EntryRow.attempts > 0).values(**values)
    session.execute(mine.execution_options(synchronize_session=False))


def take_back(session: Session, entry_id: int, stage: str) -> None:
    """Uncount an attempt of an entry that is still at this stage."""
    mine = update(EntryRow).where(EntryRow.id == entry_id, EntryRow.stage == stage, EntryRow.attempts > 0)
    session.execute(mine.values(attempts=EntryRow.attempts - 1).execution_options(synchronize_session=False))
