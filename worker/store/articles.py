"""Articles: saving one in place of its earlier text, loading it, listing and exporting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, select

from worker.shapes import Article
from worker.store.changes import Changes
from worker.store.models import ArticleTable, ArticleVersionRow, EntryRow, PageRow
from worker.store.rows import ArticleRow, EarlierVersion
from worker.store.statements import replace_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

# Of one canonical address so many of the latest articles are compared: some sites give it to all their pages.
MAX_EQUAL = 200  # text by text
MAX_TWINS = 20  # minima by minima
MAX_URL_BYTES = 2000  # PostgreSQL indexes no more than 2,700; a longer one is nobody's canonical address


def save_article(
    store: Store, session: Session, place: tuple[int, int], article: Article, now: datetime
) -> int:
    """Store an article in place of an earlier one; a changed text counts the version up.

    Args:
        store: knows the dialect.
        session: the transaction it becomes part of.
        place: the ids of its page and of its entry.
        article: the text.
        now: aware UTC.

    Returns:
        The article's id.
    """
    page_id, entry_id = place
    values = article_values(article) | {"entry_id": entry_id, "extracted_at": now}
    _keep_earlier(store, session, page_id, article.text)
    insert = store.insert(ArticleTable).values(page_id=page_id, version=1, **values)
    changed = ArticleTable.text != insert.excluded.text
    version = ArticleTable.version + case((changed, 1), else_=0)
    insert = insert.on_conflict_do_update(index_elements=["page_id"], set_=values | {"version": version})
    return int(session.scalar(insert.returning(ArticleTable.id)))


def article_values(article: Article) -> dict[str, Any]:
    """Return the columns of what an article says."""
    return {
        "url": article.url,
        "canonical_url": _indexed(article.canonical_url),
        "outlet": article.outlet,
        "title": article.title,
        "author": article.author,
        "published_at": article.published_at,
        "published_zone": _zone_of(article.published_at),
        "lang": article.lang,
        "text": article.text,
    }


def _keep_earlier(store: Store, session: Session, page_id: int, text: str) -> None:
    """Copy an article whose text is about to change into its versions, in one statement."""
    kept = ("version", "title", "text", "extracted_at")
    earlier = select(ArticleTable.id, *(getattr(ArticleTable, name) for name in kept)).where(
        ArticleTable.page_id == page_id, ArticleTable.text != text
    )
    insert = store.insert(ArticleVersionRow).from_select(["article_id", *kept], earlier)
    session.execute(insert.on_conflict_do_nothing())


def earlier_versions(session: Session, entry_id: int) -> list[EarlierVersion]:
    """Return what an entry's article said before, oldest first."""
    query = (
        select(ArticleVersionRow)
        .join(ArticleTable, ArticleTable.id == ArticleVersionRow.article_id)
        .where(ArticleTable.entry_id == entry_id)
        .order_by(ArticleVersionRow.version)
    )
    return [
        EarlierVersion(row.version, row.title, row.text, row.extracted_at) for row in session.scalars(query)
    ]


def _zone_of(moment: datetime | None) -> int | None:
    offset = moment.utcoffset() if moment else None
    return round(offset.total_seconds() / 60) if offset is not None else None


def _indexed(url: str | None) -> str | None:
    return url if url is None or len(url.encode("utf-8", "replace")) <= MAX_URL_BYTES else None


def drop_article(
    store: Store, session: Session, entry_id: int, now: datetime, *, job_id: int | None = None
) -> Changes:
    """Delete an entry's article and its statements, if there are any; the statements stay as revisions."""
    article_id = session.scalar(select(ArticleTable.id).where(ArticleTable.entry_id == entry_id))
    if article_id is None:
        return Changes()
    changes = replace_statements(store, session, article_id, (), now, job_id=job_id)
    session.execute(delete(ArticleTable).where(ArticleTable.id == article_id))
    return changes


def has_article(session: Session, entry_id: int, *, before_page: bool) -> bool:
    """Tell whether an entry has an article; ``before_page``: one from an earlier page than it has now."""
    query = select(ArticleTable.id).where(ArticleTable.entry_id == entry_id)
    if before_page:
        query = query.join(PageRow, PageRow.id == ArticleTable.page_id)
        query = query.where(PageRow.fetched_at > ArticleTable.extracted_at)
    return session.scalar(query) is not None


def find_copy(
    session: Session, entry_id: int, article: Article, is_near: Callable[[bytes], bool]
) -> int | None:
    """Return the entry that brought the same text under the same canonical address, None when none did."""
    return next(iter(same_text_elsewhere(session, entry_id, article, is_near)), None)


def same_text_elsewhere(
    session: Session, entry_id: int, article: Article, is_near: Callable[[bytes], bool]
) -> list[int]:
    """Return other entries with the same text under the same canonical address, the first one first.

    The AMP or print twin of a page says the same but for a caption or a line: ``is_near`` compares the
    minima of one of the latest articles of that address. The address alone proves little: some sites give
    all their pages the same one.
    """
    if not article.canonical_url:
        return []
    elsewhere = (ArticleTable.canonical_url == article.canonical_url) & (ArticleTable.entry_id != entry_id)
    latest = select(ArticleTable.id).where(elsewhere).order_by(ArticleTable.entry_id.desc()).limit(MAX_EQUAL)
    among = ArticleTable.id.in_(latest.scalar_subquery())
    same = set(session.scalars(select(ArticleTable.entry_id).where(among, ArticleTable.text == article.text)))
    sketched = select(ArticleTable.entry_id, ArticleTable.minima).where(elsewhere)
    sketched = sketched.where(ArticleTable.minima.is_not(None))
    sketched = sketched.order_by(ArticleTable.entry_id.desc()).limit(MAX_TWINS)
    for other, minima in session.execute(sketched):
        if minima is not None and other not in same and is_near(minima):
            same.add(other)
    return sorted(same)


def load_article(store: Store, article_id: int) -> tuple[int, Article] | None:
    """Return an article with the id of its entry, None when it is gone."""
    with store.reading() as session:
        row = session.get(ArticleTable, article_id)
    if row is None:
        return None
    return row.entry_id, article_of(row)


def article_of(row: ArticleTable) -> Article:
    """Return the text that a row holds."""
    return Article(
        text=row.text,
        lang=row.lang,
        title=row.title,
        url=row.url,
        canonical_url=row.canonical_url,
        outlet=row.outlet,
        author=row.author,
        published_at=row.published,
    )


def each_article(
    store: Store, *, lang: str | None = None, outlet: str | None = None, limit: int | None = None
) -> Iterator[ArticleRow]:
    """Yield every entry's article, newest first; entries that ended without one come with their outcome."""
    query = (
        select(EntryRow, ArticleTable)
        .outerjoin(ArticleTable, ArticleTable.entry_id == EntryRow.id)
        .order_by(EntryRow.id.desc())
        .limit(limit)
    )
    if lang:
        query = query.where(ArticleTable.lang == lang)
    if outlet:
        query = query.where(ArticleTable.outlet == outlet)
    with store.reading() as session:
        for entry, article in session.execute(query.execution_options(yield_per=500)):
            yield _row(entry, article)


def find_article(store: Store, entry_id: int) -> ArticleRow | None:
    """Return one line by its id, None when there is none."""
    with store.reading() as session:
        found = session.execute(
            select(EntryRow, ArticleTable)
            .outerjoin(ArticleTable, ArticleTable.entry_id == EntryRow.id)
            .where(EntryRow.id == entry_id)
        ).first()
        return _row(*found) if found else None


def _row(entry: EntryRow, article: ArticleTable | None) -> ArticleRow:
    return ArticleRow(
        id=entry.id,
        url=article.url if article else entry.url,
        canonical_url=article.canonical_url if article else None,
        outlet=article.outlet if article else None,
        title=article.title if article else entry.title,
        author=article.author if article else entry.author,
        published_at=article.published if article else entry.published_at,
        lang=article.lang if article else None,
        version=article.version if article else 0,
        outcome=entry.outcome,
        text=article.text if article else None,
    )
