"""Narrowing a query of statements to what was asked for; an empty filter keeps everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, cast, or_

from worker.store.models import ArticleTable, StatementTable
from worker.store.search import Says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from worker.store.rows import StatementFilter


def narrowed(query: Any, wanted: StatementFilter) -> Any:
    """Add a filter's conditions to a query of statements joined with their articles."""
    return query.where(*_exact(wanted), *_loose(wanted), *_days(wanted))


def _exact(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    pairs: tuple[tuple[Any, str | None], ...] = (
        (StatementTable.country, wanted.country),
        (StatementTable.role, wanted.role),
        (StatementTable.kind, wanted.kind),
        (StatementTable.lang, wanted.lang),
        (ArticleTable.outlet, wanted.outlet),
    )
    for column, value in pairs:
        if value is not None:
            yield column == value


def _loose(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.actor:
        yield or_(StatementTable.actor_key == wanted.actor, _contains(StatementTable.actor, wanted.actor))
    if wanted.act:  # a code alone means all of its modes
        yield or_(StatementTable.act == wanted.act, StatementTable.act.like(escaped(wanted.act) + "/%", "\\"))
    if wanted.target:
        pattern = f'%"{escaped(wanted.target)}"%'
        yield cast(StatementTable.targets, String).like(pattern, escape="\\")
    if wanted.text:
        yield Says(wanted.text, wanted.lang)


def _days(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    """A statement without a day of its own counts on the day of its article."""
    undated = StatementTable.said_on.is_(None)
    if wanted.since:
        published = and_(undated, ArticleTable.published_at >= midnight(wanted.since))
        yield or_(StatementTable.said_on >= wanted.since, published)
    if wanted.until and wanted.until < date.max:
        published = and_(undated, ArticleTable.published_at < midnight(wanted.until) + timedelta(days=1))
        yield or_(StatementTable.said_on <= wanted.until, published)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins in UTC."""
    return datetime.combine(day, datetime.min.time(), UTC)


def _contains(column: Any, value: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.ilike(f"%{escaped(value)}%", escape="\\")
    return found


def escaped(value: str) -> str:
    r"""Return a value as it stands for itself in a LIKE pattern with ``\`` as its escape."""
    return value.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
