"""Near copies of articles: found by an index look-up whose cost does not grow with the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, union_all, update

from worker.store.models import ArticleBandRow, ArticleTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

CANDIDATES = 8  # articles that share most bands are compared, no more
# Of a band the oldest articles count: thousands may share one, by a notice that their outlet puts everywhere.
OLDEST = 50


def note_sketch(
    store: Store, session: Session, article_id: int, bands: Sequence[int], minima: bytes | None
) -> None:
    """Store an article's sketch in place of an earlier one; without bands it has none."""
    session.execute(delete(ArticleBandRow).where(ArticleBandRow.article_id == article_id))
    if bands:
        rows = [{"value": value, "article_id": article_id} for value in set(bands)]
        session.execute(store.insert(ArticleBandRow).values(rows).on_conflict_do_nothing())
    mine = update(ArticleTable).where(ArticleTable.id == article_id)
    session.execute(mine.values(minima=minima, copy_of=None).execution_options(synchronize_session=False))


def link_copy(
    session: Session, article_id: int, bands: Sequence[int], is_copy: Callable[[bytes], bool]
) -> int | None:
    """Note which earlier article this one copies, and return its id; None when there is none.

    A copy of a copy is a copy of the first. ``is_copy`` compares the minima of a candidate.
    """
    candidates = session.execute(
        select(ArticleTable.id, ArticleTable.copy_of, ArticleTable.minima)
        .where(ArticleTable.id.in_(sharing(bands, ArticleBandRow.article_id < article_id)))
        .order_by(ArticleTable.id)
    )
    for candidate_id, first, minima in candidates:
        if minima is not None and is_copy(minima):
            original = first or candidate_id
            mine = update(ArticleTable).where(ArticleTable.id == article_id).values(copy_of=original)
            session.execute(mine.execution_options(synchronize_session=False))
            return int(original)
    return None


def sharing(bands: Sequence[Any], *conditions: Any) -> Any:
    """Build the look-up of the articles that share most of the bands, as a sub-query."""
    ranges = []
    for band in bands:
        mine = select(ArticleBandRow.article_id).where(ArticleBandRow.value == band, *conditions)
        oldest = mine.order_by(ArticleBandRow.article_id).limit(OLDEST).subquery()
        ranges.append(select(oldest.c.article_id))  # around it: SQLite knows no LIMIT in a part of a union
    found = union_all(*ranges).subquery()
    most = select(found.c.article_id).group_by(found.c.article_id)
    return most.order_by(func.count().desc(), found.c.article_id).limit(CANDIDATES).scalar_subquery()


def copies_of(session: Session, entry_id: int) -> tuple[int | None, list[int]]:
    """Return the entry whose article an entry's copies, and the entries whose articles copy it."""
    mine = session.execute(
        select(ArticleTable.id, ArticleTable.copy_of).where(ArticleTable.entry_id == entry_id)
    ).first()
    if mine is None:
        return None, []
    original = session.scalar(select(ArticleTable.entry_id).where(ArticleTable.id == mine.copy_of))
    copies = session.scalars(
        select(ArticleTable.entry_id).where(ArticleTable.copy_of == mine.id).order_by(ArticleTable.entry_id)
    )
    return original, list(copies)
