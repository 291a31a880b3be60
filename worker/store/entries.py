"""Entries on their way: starting an attempt, ending with an outcome, finding those that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from worker.shapes import Entry
from worker.store.feeds import entry_values
from worker.store.models import ArticleTable, EntryRow, FeedRow, OutletRow, PageRow
from worker.store.rows import EntryWork

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store


def add_entry(store: Store, entry: Entry, now: datetime) -> int:
    """Register a single article without a feed; the same address again gives the same id."""
    with store.transaction() as session:
        known = session.scalar(
            select(EntryRow.id).where(EntryRow.feed_id.is_(None), EntryRow.key == entry.key)
        )
        if known is not None:
            restart = {
                "stage": "fetch",
                "outcome": None,
                "attempts": 0,
                "next_attempt_at": None,
                "touched_at": now,
            }
            session.execute(update(EntryRow).where(EntryRow.id == known).values(**restart))
            return known
        row = EntryRow(**entry_values(entry, None, now))
        session.add(row)
        session.flush()
        return row.id


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
        found = session.execute(
            select(EntryRow, FeedRow, OutletRow)
            .outerjoin(FeedRow, FeedRow.id == EntryRow.feed_id)
            .outerjoin(OutletRow, OutletRow.id == FeedRow.outlet_id)
            .where(EntryRow.id == entry_id)
        ).one()
        return _work(*found)


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


def move_on(session: Session, entry_id: int, stage: str, now: datetime, detail: str | None = None) -> None:
    """Let an entry enter its next stage with a fresh count of attempts."""
    values: dict[str, Any] = {
        "stage": stage,
        "attempts": 0,
        "next_attempt_at": None,
        "touched_at": now,
        "outcome": None,
    }
    if detail:
        values["outcome_detail"] = detail
    session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**values))


def end_entry(
    session: Session, entry_id: int, outcome: str, now: datetime, detail: str | None = None
) -> None:
    """Save an ending; ``outcome`` is the word that log, row and metric share."""
    values: dict[str, Any] = {"stage": "done", "outcome": outcome, "next_attempt_at": None, "touched_at": now}
    if detail:
        values["outcome_detail"] = detail[:2000]
    session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**values))


def postpone_entry(session: Session, entry_id: int, until: datetime, now: datetime, detail: str) -> None:
    """Set the time of the next attempt; the sweep sends it then."""
    session.execute(
        update(EntryRow)
        .where(EntryRow.id == entry_id)
        .values(next_attempt_at=until, touched_at=now, outcome_detail=detail[:2000])
    )


def waiting_entries(
    store: Store, stage: str, now: datetime, untouched_since: datetime, limit: int
) -> tuple[int, ...]:
    """Return the ids that the next task of a stage takes: entries, pages or articles whose time has come.

    An entry waits when its next attempt is due, or when nothing touched it
    since a message must have been lost.
    """
    wanted: Any = {"fetch": EntryRow.id, "extract": PageRow.id, "detect": ArticleTable.id}[stage]
    query = select(wanted).select_from(EntryRow)
    if stage == "extract":
        query = query.join(PageRow, PageRow.entry_id == EntryRow.id)
    elif stage == "detect":
        query = query.join(ArticleTable, ArticleTable.entry_id == EntryRow.id)
    due = (EntryRow.next_attempt_at <= now) | (
        EntryRow.next_attempt_at.is_(None) & (EntryRow.touched_at <= untouched_since)
    )
    query = (
        query.where(EntryRow.outcome.is_(None), EntryRow.stage == stage, due)
        .order_by(EntryRow.touched_at)
        .limit(limit)
    )
    with store.reading() as session:
        return tuple(session.scalars(query))


def mark_waiting_sent(store: Store, found: dict[str, tuple[int, ...]], now: datetime) -> None:
    """Note that messages for these rows were sent just now, so that the next sweep leaves them alone.

    Args:
        store: the database.
        found: what ``waiting_entries`` returned, by stage.
        now: aware UTC.
    """
    if not any(found.values()):
        return
    pages = select(PageRow.entry_id).where(PageRow.id.in_(found["extract"]))
    articles = select(ArticleTable.entry_id).where(ArticleTable.id.in_(found["detect"]))
    mine = EntryRow.id.in_(found["fetch"]) | EntryRow.id.in_(pages) | EntryRow.id.in_(articles)
    with store.transaction() as session:
        session.execute(
            update(EntryRow)
            .where(mine)
            .values(touched_at=now, next_attempt_at=None)
            .execution_options(synchronize_session=False)
        )
