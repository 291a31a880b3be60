"""What a re-processing job reads of one entry, and whether it still stands when the result is saved.

The line may read the same entry anew at any moment; then the line's result counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from worker.store.articles import article_of, same_text_elsewhere
from worker.store.attempts import load_work
from worker.store.models import ArticleTable, EntryRow, PageRow
from worker.store.pages import load_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Article, Page
    from worker.store.engine import Store
    from worker.store.rows import EntryWork


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that was read to its end, with what tells whether it is still the same later."""

    entry_id: int
    article_id: int
    article: Article
    outcome: str | None
    version: int
    extracted_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that was read to its end, with the entry it belongs to; ``article`` is what it gave, if any."""

    page_id: int
    page: Page
    work: EntryWork
    sha256: str
    article: StoredArticle | None

    @property
    def is_newer_than_article(self) -> bool:
        """Tell whether the article is an earlier page's: what this one brought was none, and it was kept."""
        return self.article is not None and self.page.fetched_at > self.article.extracted_at


def load_stored_article(store: Store, entry_id: int) -> StoredArticle | None:
    """Return an entry's article, None when it has none or is on its way."""
    query = (
        select(ArticleTable, EntryRow.outcome)
        .join(EntryRow, EntryRow.id == ArticleTable.entry_id)
        .where(EntryRow.id == entry_id, EntryRow.stage == "done")
    )
    with store.reading() as session:
        found = session.execute(query).first()
    if found is None:
        return None
    row, outcome = found
    return StoredArticle(entry_id, row.id, article_of(row), outcome, row.version, row.extracted_at)


def load_stored_page(store: Store, entry_id: int) -> StoredPage | None:
    """Return an entry's page, None when it has none or is on its way."""
    with store.reading() as session:
        done = EntryRow.id == PageRow.entry_id, EntryRow.stage == "done"
        query = select(PageRow.id, PageRow.sha256).join(EntryRow, done[0])
        found = session.execute(query.where(EntryRow.id == entry_id, done[1])).first()
        work = load_work(session, entry_id) if found else None
    page = load_page(store, found[0]) if found else None
    if found is None or work is None or page is None:
        return None
    return StoredPage(found[0], page, work, found[1], load_stored_article(store, entry_id))


def article_stands(session: Session, stored: StoredArticle) -> bool:
    """Tell whether an article is as it was read, and keep it so until the transaction ends."""
    query = (
        select(ArticleTable.id)
        .join(EntryRow, EntryRow.id == ArticleTable.entry_id)
        .where(ArticleTable.id == stored.article_id, ArticleTable.version == stored.version)
        .where(ArticleTable.extracted_at == stored.extracted_at, EntryRow.stage == "done")
    )
    return session.scalar(query.with_for_update()) is not None


def page_stands(session: Session, stored: StoredPage) -> bool:
    """Tell whether a page and its article are as they were read, and keep them so."""
    query = (
        select(PageRow.id)
        .join(EntryRow, EntryRow.id == PageRow.entry_id)
        .where(PageRow.id == stored.page_id, PageRow.sha256 == stored.sha256)
        .where(PageRow.fetched_at == stored.page.fetched_at, EntryRow.stage == "done")
    )
    if session.scalar(query.with_for_update()) is None:
        return False
    return stored.article is None or article_stands(session, stored.article)


def settle_copies(
    session: Session, stored: StoredPage, article: Article, is_near: Callable[[bytes], bool]
) -> tuple[int | None, list[int]]:
    """Find the entries that brought the same text under the same canonical address.

    Of those that have an article the first entry keeps it, whatever the order in which they are read.

    Returns:
        The entry that keeps it in place of this one, None when this one does; and those that lose theirs.
    """
    copies = same_text_elsewhere(session, stored.work.id, article, is_near)
    if copies and (stored.article is None or copies[0] < stored.work.id):
        return copies[0], []
    return None, copies
