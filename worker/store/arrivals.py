"""Articles that arrive: what is around each is asked in one statement, what is new is written together.

An article that its entry has already goes another way: ``save_article``, which keeps the earlier version.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, bindparam, cast, insert, literal, null, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from worker.store.articles import MAX_EQUAL, MAX_TWINS, article_values
from worker.store.copies import sharing
from worker.store.events import EventNotes
from worker.store.models import ArticleBandRow, ArticleTable, EventRow, storable, table_of
from worker.store.statement_rows import insert_statements, statement_rows
from worker.store.unmatched import await_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Article, Statement
    from worker.store.engine import Store

ARTICLE = table_of(ArticleTable).c
_COMPARED = ARTICLE.id, ARTICLE.entry_id, ARTICLE.copy_of, ARTICLE.minima


@dataclass(frozen=True, slots=True)
class Near:
    """An earlier article that shares bands of a sketch."""

    article_id: int
    copy_of: int | None
    minima: bytes


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the archive has beside a new article; ``near`` in the order of their ids."""

    has_earlier: bool  # the entry has an article already
    same_text: tuple[int, ...]  # other entries with this text under this canonical address
    twins: tuple[tuple[int, bytes], ...]  # entries, and minima, of the latest articles of that address
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is noted about a new article beside its text."""

    minima: bytes | None
    copy_of: int | None
    detector_version: str
    rules: str


def find_neighbours(session: Session, entry_id: int, article: Article, bands: Sequence[int]) -> Neighbours:
    """Look an article's surroundings up, by indexes only: the cost does not grow with the archive.

    Articles that this transaction has added are among them, but for those that only bands would find.
    """
    url = article_values(article)["canonical_url"]
    values = {"entry": entry_id, "url": url, "text": article.text}
    values |= {f"band{number}": band for number, band in enumerate(bands)}
    rows = session.execute(_neighbours(len(bands)), values).all()
    near = [Near(row.id, row.copy_of, row.minima) for row in rows if row.kind == "near" and row.minima]
    return Neighbours(
        has_earlier=any(row.kind == "mine" for row in rows),
        same_text=tuple(row.entry_id for row in rows if row.kind == "same"),
        twins=tuple((row.entry_id, row.minima) for row in rows if row.kind == "twin" and row.minima),
        near=tuple(sorted(near, key=lambda each: each.article_id)),
    )


def add_article(
    store: Store, session: Session, place: tuple[int, int], told: tuple[Article, Marks], now: datetime
) -> ArticleTable | None:
    """Insert the first article of an entry and return its row, in no session; None when somebody was faster.

    Args:
        store: knows the dialect.
        session: the transaction it becomes part of.
        place: the ids of its page and of its entry.
        told: the text, and what is noted beside it.
        now: aware UTC.
    """
    (page_id, entry_id), (article, marks) = place, told
    values = article_values(article) | {
        "page_id": page_id,
        "entry_id": entry_id,
        "version": 1,
        "extracted_at": now,
        "minima": marks.minima,
        "copy_of": marks.copy_of,
        "detector_version": marks.detector_version,
        "rules": marks.rules,
    }
    values = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
    found = session.execute(_adding(store.is_postgres), values).scalar()
    return ArticleTable(id=int(found), **values) if found is not None else None


def add_bands(session: Session, bands: Iterable[tuple[int, Iterable[int]]]) -> None:
    """Insert the bands of new articles, given as pairs of an article's id and its bands."""
    rows = [{"value": band, "article_id": article_id} for article_id, its in bands for band in set(its)]
    if rows:
        session.execute(insert(table_of(ArticleBandRow)), rows)


def add_statements(
    store: Store, session: Session, found: Sequence[tuple[ArticleTable, Sequence[Statement]]], now: datetime
) -> None:
    """Insert the statements of articles that this transaction has added, and what follows from them.

    An id that another article holds stays there: it is the same page under a second address.
    """
    articles = {article.id: article for article, _ in found}
    rows: dict[str, dict[str, Any]] = {}
    for article, statements in found:
        rows = statement_rows(article.id, statements, now) | rows
    added = insert_statements(store, session, sorted(rows.values(), key=itemgetter("article_id", "position")))
    events: list[dict[str, Any]] = []
    for article_id, its in groupby(added, key=itemgetter("article_id")):
        notes = EventNotes(articles[article_id], None, now)
        notes.recorded(its)
        events += notes.rows
    if events:
        session.execute(insert(table_of(EventRow)), events)
    await_matches(store, session, sorted({row["article_id"] for row in added}), now)


@cache
def _neighbours(bands: int) -> Any:
    """Build the look-up for so many bands; a list that is expanded at each run costs a fifth more."""
    mine = select(literal("mine").label("kind"), *_columns()).where(ARTICLE.entry_id == bindparam("entry"))
    others = ARTICLE.canonical_url == bindparam("url"), ARTICLE.entry_id != bindparam("entry")
    latest = select(ARTICLE.id).where(*others).order_by(ARTICLE.entry_id.desc())
    among = ARTICLE.id.in_(latest.limit(MAX_EQUAL).scalar_subquery())
    same = select(literal("same"), *_columns()).where(among, ARTICLE.text == bindparam("text"))
    twin = select(literal("twin"), *_COMPARED).where(
        ARTICLE.id.in_(latest.limit(MAX_TWINS).scalar_subquery())
    )
    if not bands:
        return union_all(mine, same, twin)
    shared = sharing([bindparam(f"band{number}") for number in range(bands)])
    near = select(literal("near"), *_COMPARED)
    near = near.where(ARTICLE.id.in_(shared), ARTICLE.entry_id != bindparam("entry"))
    return union_all(mine, same, twin, near)


def _columns() -> tuple[Any, ...]:
    return ARTICLE.id, ARTICLE.entry_id, ARTICLE.copy_of, cast(null(), LargeBinary).label("minima")


@cache
def _adding(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    made = (postgresql if is_postgres else sqlite).insert(table_of(ArticleTable))
    return made.on_conflict_do_nothing(index_elements=["page_id"]).returning(ARTICLE.id)
