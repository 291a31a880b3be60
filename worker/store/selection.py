"""Which stored articles or pages a job reads again; a query, nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from worker.store.filters import midnight, narrowed
from worker.store.models import ArticleTable, EntryRow, FeedRow, OutletRow, PageRow, StatementTable
from worker.store.rows import StatementFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from worker.store.engine import Store

AWAY = ("dropped", "quarantined")  # left alone: `quarantine release` brings the latter back
UNREAD = "no-pack"


@dataclass(frozen=True, slots=True)
class ReadBy:
    """What an article was read by: versions of detector and extractor, and the marks of both."""

    lang: str | None
    detector: str | None
    extractor: str | None
    has_article: bool = True
    detecting: str | None = None
    extracting: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What to read again.

    Args:
        what: ``detect`` takes articles, ``extract`` takes stored pages, also those that gave no article.
        wanted: an article fits when one of its statements does, or, where nothing is asked of statements,
            when its own language, outlet and day of publication do.
        feed_id: brought by this feed only.
        read_by: read by one of these only; None takes all.
        languages: codes that have a pack. An article that ended as ``no-pack`` and still has none is
            left out of a ``detect``: there is nothing to read it with.
    """

    what: str
    wanted: StatementFilter = field(default_factory=StatementFilter)
    feed_id: int | None = None
    read_by: tuple[ReadBy, ...] | None = None
    languages: tuple[str, ...] = ()


def selected_entries(store: Store, selection: Selection) -> tuple[list[int], list[int]]:
    """Return the entries to be read again, oldest first: those that have an article, and the others.

    Entries on their way are left to the line, which reads them by today's rules anyway.
    """
    query = _base(selection).add_columns(EntryRow.id, ArticleTable.id.is_not(None))
    with store.reading() as session:
        rows = session.execute(query.order_by(EntryRow.id)).all()
    return [row[0] for row in rows if row[1]], [row[0] for row in rows if not row[1]]


def count_unreadable(store: Store, selection: Selection) -> int:
    """Return how many articles fit, but have no pack to be read with."""
    if selection.what != "detect":
        return 0
    query = _within(selection).where(~_readable(selection)).add_columns(func.count())
    with store.reading() as session:
        return session.scalar(query) or 0


def versions_in_use(store: Store) -> list[ReadBy]:
    """Return every combination of language and versions that stored articles and pages were read by."""
    columns = (
        *(ArticleTable.lang, ArticleTable.detector_version, PageRow.extractor_version),
        *(ArticleTable.rules, PageRow.rules),
    )
    with_article = ArticleTable.id.is_not(None)
    query = (
        select(*columns, with_article)
        .select_from(PageRow)
        .outerjoin(ArticleTable, ArticleTable.page_id == PageRow.id)
        .distinct()
    )
    with store.reading() as session:
        return [
            ReadBy(lang, detector, extractor, bool(has_article), detecting, extracting)
            for lang, detector, extractor, detecting, extracting, has_article in session.execute(query)
        ]


def _base(selection: Selection) -> Any:
    query = _within(selection)
    return query.where(_readable(selection)) if selection.what == "detect" else query


def _within(selection: Selection) -> Any:
    on = ArticleTable.page_id == PageRow.id
    return (
        select()
        .select_from(EntryRow)
        .join(PageRow, PageRow.entry_id == EntryRow.id)
        .join(ArticleTable, on, isouter=selection.what == "extract")
        .where(EntryRow.stage == "done", EntryRow.outcome.not_in(AWAY), *_conditions(selection))
    )


def _readable(selection: Selection) -> ColumnElement[bool]:
    return or_(EntryRow.outcome != UNREAD, ArticleTable.lang.in_(selection.languages))


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.feed_id is not None:
        yield EntryRow.feed_id == selection.feed_id
    if selection.read_by is not None:
        yield or_(*map(_is_read_by, selection.read_by)) if selection.read_by else EntryRow.id < 0
    if selection.wanted != StatementFilter():
        found = narrowed(select(StatementTable.id), selection.wanted)
        found = found.where(StatementTable.article_id == ArticleTable.id).correlate(ArticleTable).exists()
        yield or_(found, _itself(selection.wanted)) if _asks_of_articles(selection.wanted) else found


def _is_read_by(one: ReadBy) -> ColumnElement[bool]:
    same: list[ColumnElement[bool]] = [
        PageRow.extractor_version.is_not_distinct_from(one.extractor),
        PageRow.rules.is_not_distinct_from(one.extracting),
        ArticleTable.id.is_not(None) if one.has_article else ArticleTable.id.is_(None),
    ]
    if one.has_article:
        same.append(ArticleTable.lang.is_not_distinct_from(one.lang))
        same.append(ArticleTable.detector_version.is_not_distinct_from(one.detector))
        same.append(ArticleTable.rules.is_not_distinct_from(one.detecting))
    return and_(*same)


def _asks_of_articles(wanted: StatementFilter) -> bool:
    of_statements = ("country", "actor", "role", "act", "target", "kind", "text")
    return not any(getattr(wanted, name) for name in of_statements)


def _itself(wanted: StatementFilter) -> ColumnElement[bool]:
    """An article, or a page without one, by its own language, outlet and day."""
    day = func.coalesce(ArticleTable.published_at, EntryRow.published_at, EntryRow.seen_at)
    fits: list[ColumnElement[bool]] = []
    if wanted.lang:
        fits.append(ArticleTable.lang == wanted.lang)
    if wanted.outlet:
        fits.append(or_(ArticleTable.outlet == wanted.outlet, _outlet_of_feed() == wanted.outlet))
    if wanted.since:
        fits.append(day >= midnight(wanted.since))
    if wanted.until and wanted.until < date.max:
        fits.append(day < midnight(wanted.until) + timedelta(days=1))
    return and_(*fits)


def _outlet_of_feed() -> Any:
    outlets = select(OutletRow.name).join(FeedRow, FeedRow.outlet_id == OutletRow.id)
    return outlets.where(FeedRow.id == EntryRow.feed_id).correlate(EntryRow).scalar_subquery()
