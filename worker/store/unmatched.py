"""Articles whose statements changed since they were matched: one row each, gone once the match is saved."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from worker.store.models import UnmatchedRow, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

PLAIN = {"synchronize_session": False}


def count_given_up(store: Store, max_attempts: int) -> int:
    """Return how many articles nobody tries to match any more: each attempt broke."""
    query = select(func.count()).select_from(UnmatchedRow).where(UnmatchedRow.attempts >= max_attempts)
    with store.reading() as session:
        return session.scalar(query) or 0


def begin_match(store: Store, article_id: int) -> datetime | None:
    """Count an attempt at matching an article; return since when it waits, None when it does not."""
    begun = update(UnmatchedRow).where(UnmatchedRow.article_id == article_id)
    begun = begun.values(attempts=UnmatchedRow.attempts + 1).returning(UnmatchedRow.since)
    row = next(iter(store.single(begun, {})), None)
    return row.since if row else None


def take_match_back(store: Store, article_id: int) -> None:
    """Uncount an attempt that only met a database in trouble."""
    mine = update(UnmatchedRow).where(UnmatchedRow.article_id == article_id, UnmatchedRow.attempts > 0)
    with store.transaction() as session:
        session.execute(mine.values(attempts=UnmatchedRow.attempts - 1), execution_options=PLAIN)


def end_match(session: Session, article_id: int, since: datetime) -> None:
    """Note that an article is matched as it was then; statements that changed later wait on."""
    gone = delete(UnmatchedRow).where(UnmatchedRow.article_id == article_id, UnmatchedRow.since == since)
    session.execute(gone, execution_options=PLAIN)


def await_match(store: Store, session: Session, article_id: int, now: datetime) -> None:
    """Note that an article's statements have changed and wait to be matched."""
    session.execute(_awaiting(store.is_postgres), {"article_id": article_id, "since": now, "attempts": 0})


@cache
def _awaiting(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    insert = (postgresql if is_postgres else sqlite).insert(table_of(UnmatchedRow))
    said = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["article_id"], set_={"since": said.since, "attempts": said.attempts}
    )


def unmatched_articles(store: Store, until: datetime, max_attempts: int, limit: int) -> tuple[int, ...]:
    """Return the articles that have waited to be matched since a moment or longer, the longest first."""
    waiting = (UnmatchedRow.since <= until, UnmatchedRow.attempts < max_attempts)
    query = select(UnmatchedRow.article_id).where(*waiting).order_by(UnmatchedRow.since).limit(limit)
    with store.reading() as session:
        return tuple(session.scalars(query))


def mark_unmatched_sent(store: Store, articles: Sequence[int], now: datetime) -> None:
    """Note that messages for these articles were sent just now, so that the next sweep leaves them alone."""
    if articles:
        sent = update(UnmatchedRow).where(UnmatchedRow.article_id.in_(articles)).values(since=now)
        with store.transaction() as session:
            session.execute(sent, execution_options=PLAIN)
