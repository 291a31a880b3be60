"""Letting go of what is kept for a time: the bytes of old pages, old lines of the poll log; nothing else.

A page's row stays, and so do its article and statements; only reading the page again is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import aliased

from worker.store.models import BodyRow, EntryRow, PageRow, PollRow
from worker.store.pages import GONE

if TYPE_CHECKING:
    from datetime import datetime

    from worker.store.engine import Store


def purge_bodies(store: Store, fetched_before: datetime, limit: int) -> int:
    """Empty up to ``limit`` bodies of pages fetched before a moment, in one transaction; return how many.

    A body that a younger page, an entry on its way or one in quarantine still needs is left alone.
    """
    page, entry = aliased(PageRow), aliased(EntryRow)
    needed = (
        select(page.id)
        .join(entry, entry.id == page.entry_id)
        .where(page.sha256 == BodyRow.sha256)
        .where(
            or_(page.fetched_at >= fetched_before, entry.outcome.is_(None), entry.outcome == "quarantined")
        )
    )
    old = select(BodyRow.sha256).where(func.length(BodyRow.zstd) > 0, ~needed.exists()).limit(limit)
    emptied: Any = update(BodyRow).where(BodyRow.sha256.in_(old)).values(zstd=GONE)
    emptied = emptied.returning(BodyRow.sha256).execution_options(synchronize_session=False)
    with store.transaction() as session:
        return len(session.scalars(emptied).all())


def purge_polls(store: Store, before: datetime, limit: int) -> int:
    """Delete up to ``limit`` lines of the poll log from before a moment; return how many."""
    old = select(PollRow.id).where(PollRow.at < before).limit(limit)
    gone: Any = delete(PollRow).where(PollRow.id.in_(old)).returning(PollRow.id)
    with store.transaction() as session:
        return len(session.scalars(gone.execution_options(synchronize_session=False)).all())
