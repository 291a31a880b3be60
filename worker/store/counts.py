"""Totals for the summary of a run and for ``communique status``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from worker.store.models import ArticleTable, EntryRow, FeedRow, StatementTable
from worker.store.rows import Counts

if TYPE_CHECKING:
    from datetime import datetime

    from worker.store.engine import Store

TROUBLE = 3.0  # failures from which a feed is worth a look


def count_all(store: Store, now: datetime) -> Counts:
    """Count feeds, entries by outcome, articles and statements."""
    waiting = EntryRow.outcome.is_(None)
    with store.reading() as session:
        found = session.execute(
            select(EntryRow.outcome, func.count())
            .where(EntryRow.outcome.is_not(None))
            .group_by(EntryRow.outcome)
        )
        outcomes = {str(word): number for word, number in found}

        def count(query: object) -> int:
            return int(session.scalar(query) or 0)  # type: ignore[call-overload]

        retrying = count(
            select(func.count()).select_from(EntryRow).where(waiting, EntryRow.next_attempt_at > now)
        )
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
            oldest_waiting_at=session.scalar(select(func.min(EntryRow.touched_at)).where(waiting)),
        )
