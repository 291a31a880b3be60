"""What people call a row: the words that stand beside its id in Flower; one query for any number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from worker.store.models import ArticleTable, EntryRow, FeedRow, JobLaneRow, JobRow, OutletRow, PageRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from worker.store.engine import Store

_QUERIES: dict[str, Any] = {
    "feed": select(FeedRow.id, FeedRow.url, OutletRow.name).outerjoin(
        OutletRow, OutletRow.id == FeedRow.outlet_id
    ),
    "entry": select(EntryRow.id, func.coalesce(EntryRow.url, EntryRow.title)),
    "page": select(PageRow.id, PageRow.url),
    "article": select(ArticleTable.id, func.coalesce(ArticleTable.url, ArticleTable.title)),
    "lane": select(JobLaneRow.id, JobRow.id, JobRow.done, JobRow.planned).join(
        JobRow, JobRow.id == JobLaneRow.job_id
    ),
}


def names_of(store: Store, noun: str, ids: Iterable[int]) -> dict[int, str]:
    """Name the rows that exist, secrets included as stored: mask them before anybody sees them.

    Args:
        store: the database.
        noun: feed, entry, page, article, or lane, which is called by its job and how far that has come.
        ids: of the rows.
    """
    wanted = tuple(ids)
    if not wanted:
        return {}
    query = _QUERIES[noun]
    with store.reading() as session:
        rows = session.execute(query.where(query.selected_columns[0].in_(wanted))).all()
    return {row[0]: _lane(row) if noun == "lane" else _words(row) for row in rows}


def _words(row: Sequence[Any]) -> str:
    return " · ".join(value for value in reversed(row[1:]) if value)


def _lane(row: Sequence[Any]) -> str:
    _, job_id, done, planned = row
    return f"job {job_id} · {done:,} of {planned:,} read"
