"""Rows whose next step has to be sent again: its time has come, or its message was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from worker.store.models import ArticleTable, EntryRow, PageRow

if TYPE_CHECKING:
    from datetime import datetime

    from worker.store.engine import Store


def waiting_entries(
    store: Store, stage: str, due: datetime, untouched_since: datetime, limit: int
) -> tuple[int, ...]:
    """Return the ids that the next task of a stage takes: entries, pages or articles whose time has come.

    An entry waits when its next attempt is due, or when nothing touched it
    since a message must have been lost.
    """
    query = _ids_of(stage)
    ready = (EntryRow.next_attempt_at <= due) | (
        EntryRow.next_attempt_at.is_(None) & (EntryRow.touched_at <= untouched_since)
    )
    query = (
        query.where(EntryRow.outcome.is_(None), EntryRow.stage == stage, ready)
        .order_by(EntryRow.touched_at, EntryRow.id)
        .limit(limit)
    )
    with store.reading() as session:
        return tuple(session.scalars(query))


def _ids_of(stage: str) -> Any:
    if stage == "extract":
        return select(PageRow.id).select_from(EntryRow).join(PageRow, PageRow.entry_id == EntryRow.id)
    if stage == "detect":
        article = ArticleTable.entry_id == EntryRow.id
        return select(ArticleTable.id).select_from(EntryRow).join(ArticleTable, article)
    return select(EntryRow.id)


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


def count_backlog(store: Store, limit: int) -> int:
    """Count entries that some queue holds a message for, at most ``limit``: more need not be counted.

    Those whose next attempt is set for later hold no message.
    """
    held = select(EntryRow.id).where(EntryRow.outcome.is_(None), EntryRow.next_attempt_at.is_(None))
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(held.limit(limit).subquery())) or 0
