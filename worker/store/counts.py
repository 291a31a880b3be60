"""Totals for the summary of a run and for ``communique status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from worker.store.models import ArticleTable, EntryRow, FeedRow, PollRow, StatementTable
from worker.store.rows import Counts, Pace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

FINE = ("ok", "not-modified", "host-busy")  # outcomes of a poll that tell no trouble
TROUBLE = 3.0  # failures from which a feed is worth a look, as in feeds.life


def count_outcomes(store: Store) -> dict[str, int]:
    """Count entries by outcome: an index is read from end to end."""
    ended = select(EntryRow.outcome, func.count()).where(EntryRow.outcome.is_not(None))
    with store.reading() as session:
        return {str(word): number for word, number in session.execute(ended.group_by(EntryRow.outcome))}


def count_all(store: Store, now: datetime) -> Counts:
    """Count feeds, entries by outcome, articles and statements."""
    waiting = EntryRow.outcome.is_(None)
    outcomes = count_outcomes(store)
    with store.reading() as session:

        def count(query: object) -> int:
            return int(session.scalar(query) or 0)  # type: ignore[call-overload]

        retrying = count(
            select(func.count()).select_from(EntryRow).where(waiting, EntryRow.next_attempt_at > now)
        )
        oldest = session.execute(
            select(EntryRow.touched_at, EntryRow.stage)
            .where(waiting, EntryRow.next_attempt_at.is_(None))
            .order_by(EntryRow.touched_at)
            .limit(1)
        ).first()
        left = count(select(func.count()).select_from(EntryRow).where(waiting))
        return Counts(
            feeds=count(select(func.count()).select_from(FeedRow)),
            feeds_in_trouble=count(
                select(func.count()).select_from(FeedRow).where(FeedRow.failures >= TROUBLE)
            ),
            entries=left + sum(outcomes.values()),
            waiting=left - retrying,
            retrying=retrying,
            articles=count(select(func.count()).select_from(ArticleTable)),
            statements=count(select(func.count()).select_from(StatementTable)),
            outcomes=outcomes,
            last_statement_at=session.scalar(select(func.max(StatementTable.created_at))),
            oldest_waiting_at=oldest[0] if oldest else None,
            oldest_stage=oldest[1] if oldest else None,
        )


def pace_since(store: Store, since: datetime) -> Pace:
    """Count what was polled, read and found since a moment."""
    failed = func.sum(case((PollRow.outcome.in_(FINE), 0), else_=1))
    with store.reading() as session:
        polls, failures = session.execute(select(func.count(), failed).where(PollRow.at >= since)).one()
        read = select(func.count()).select_from(ArticleTable).where(ArticleTable.extracted_at >= since)
        found = select(func.count()).select_from(StatementTable).where(StatementTable.created_at >= since)
        return Pace(polls, int(failures or 0), session.scalar(read) or 0, session.scalar(found) or 0)


def count_statements(session: Session, entry_id: int) -> int:
    """Return how many statements an entry's article has."""
    query = select(func.count()).select_from(StatementTable).join(ArticleTable)
    return session.scalar(query.where(ArticleTable.entry_id == entry_id)) or 0
