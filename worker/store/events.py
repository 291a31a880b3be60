"""Events of statements: written with the change they tell of, then put into one order for all readers.

The cursor is the microsecond at which an event was ordered, made unique and always growing: so a
database that was restored from a copy never gives a cursor twice, and a time of day can be one, too.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from worker.shapes import Event
from worker.store.changes import as_history
from worker.store.models import ArticleTable, EventRow, RouteRow, StatementTable
from worker.store.rows import StatementRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

RECORDED, CHANGED, REMOVED = "recorded", "changed", "removed"
ORDERING = 727202605  # the advisory lock of whoever gives out positions
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
BATCH = 500
PRUNED = 2_000  # rows of one deletion: SQLite's other writers wait for it
ARTICLE = (
    *(ArticleTable.entry_id, ArticleTable.url, ArticleTable.title, ArticleTable.outlet),
    *(ArticleTable.published_at, ArticleTable.published_zone),
)
_FROM_ARTICLE = {"article_url": "url", "article_title": "title", "outlet": "outlet"}


class EventNotes:
    """The events of one article's replacement, saved together.

    Args:
        article: the columns ``ARTICLE`` of it.
        job_id: of the job that reads it again, None for the line.
        now: aware UTC.
    """

    def __init__(self, article: Any, job_id: int | None, now: datetime) -> None:
        self._article = article
        self._common = {"job_id": job_id, "at": now}
        self.rows: list[dict[str, Any]] = []

    def recorded(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Note new statements."""
        for row in rows:
            self._note(RECORDED, row)

    def changed(self, old: Mapping[str, Any], new: Mapping[str, Any], names: Sequence[str]) -> None:
        """Note what a statement is now, and the fields in which it was something else before."""
        self._note(CHANGED, new, as_history(old, tuple(names)))

    def removed(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Note statements as they were before they went."""
        for row in rows:
            self._note(REMOVED, row)

    def save(self, session: Session) -> None:
        """Write what was noted, in one SQL statement; nothing when nothing was."""
        if self.rows:
            session.execute(insert(EventRow), self.rows)

    def _note(self, change: str, row: Mapping[str, Any], before: dict[str, Any] | None = None) -> None:
        record = _record(row, self._article)
        self.rows.append(
            self._common | {"statement_id": row["id"], "change": change, "record": record, "before": before}
        )


def _record(row: Mapping[str, Any], article: Any) -> dict[str, Any]:
    """Return a statement as ``statements export`` writes it."""
    moment = ArticleTable(published_at=article.published_at, published_zone=article.published_zone).published
    facts = {name: getattr(article, column) for name, column in _FROM_ARTICLE.items()}
    facts["published_at"] = moment.isoformat() if moment else None
    said_on = row["said_on"].isoformat() if row["said_on"] else None
    values = {**row, "said_on": said_on, **facts}
    return {name: values[name] for name in StatementRow.__dataclass_fields__}


def note_removal(session: Session, doomed: Any, now: datetime) -> None:
    """Write an event for each statement of articles that are about to be deleted by their feed or page.

    Args:
        session: the transaction that deletes them.
        doomed: a condition on ``ArticleTable``.
        now: aware UTC.
    """
    articles = list(session.scalars(select(ArticleTable.id).where(doomed)))
    query = select(StatementTable, *ARTICLE).join(ArticleTable, ArticleTable.id == StatementTable.article_id)
    names = [column.key for column in StatementTable.__table__.columns]
    for start in range(0, len(articles), BATCH):
        rows = []
        for row in session.execute(query.where(ArticleTable.id.in_(articles[start : start + BATCH]))):
            notes = EventNotes(row, None, now)
            notes.removed([{name: getattr(row.StatementTable, name) for name in names}])
            rows += notes.rows
        if rows:
            session.execute(insert(EventRow), rows)


def order_events(store: Store, now: datetime, limit: int = 1_000) -> int:
    """Give committed events their positions, at most ``limit`` of them; return how many got one."""
    with store.transaction() as session:
        waiting = select(EventRow.id).where(EventRow.position.is_(None)).order_by(EventRow.id).limit(limit)
        if session.scalar(waiting.limit(1)) is None:
            return 0
        store.alone(session, ORDERING)
        ids = list(session.scalars(waiting))
        last = session.scalar(select(func.max(EventRow.position))) or 0
        # When all events are pruned, only the receivers remember how far the numbers have come.
        last = max(last, session.scalar(select(func.max(RouteRow.position))) or 0)
        first = max(last + 1, cursor_of(now))
        rows = [{"id": event_id, "position": first + place} for place, event_id in enumerate(ids)]
        session.execute(update(EventRow), rows)
        return len(ids)


def cursor_of(moment: datetime) -> int:
    """Return the cursor behind which everything lies that was ordered at a moment or later."""
    return (moment - EPOCH) // MICROSECOND


def each_event(store: Store, since: int, limit: int | None = None) -> Iterator[Event]:
    """Yield the ordered events behind a cursor, in their order."""
    query = select(EventRow).where(EventRow.position > since).order_by(EventRow.position).limit(limit)
    with store.reading() as session:
        for row in session.scalars(query.execution_options(yield_per=BATCH)):
            yield _event(row)


def events_after(store: Store, since: int, limit: int) -> list[Event]:
    """Return the ordered events behind a cursor, at most ``limit``, in their order."""
    return list(each_event(store, since, limit))


def last_position(session: Session) -> int:
    """Return the cursor of the newest ordered event, 0 when there is none."""
    return session.scalar(select(func.max(EventRow.position))) or 0


def first_kept(store: Store) -> int | None:
    """Return the cursor of the oldest event there is, None when there is none."""
    with store.reading() as session:
        return session.scalar(select(func.min(EventRow.position)))


def headline(event: Event) -> tuple[str | None, str]:
    """Return the speaker and the words of an event's statement, for a table."""
    record = json.loads(event.body)["statement"]
    return record["actor"] or record["speaker_mention"], record["text"]


def prune_events(store: Store, until: datetime) -> int:
    """Delete events ordered before a moment that every receiver has got; return how many went."""
    slowest = select(func.coalesce(func.min(RouteRow.position), cursor_of(until))).scalar_subquery()
    old = select(EventRow.id).where(EventRow.position < cursor_of(until), EventRow.position <= slowest)
    old = old.order_by(EventRow.position).limit(PRUNED)
    with store.reading() as session:
        ids = list(session.scalars(old))
    if ids:
        with store.transaction() as session:
            gone = delete(EventRow).where(EventRow.id.in_(ids))
            session.execute(gone, execution_options={"synchronize_session": False})
    return len(ids)


def _event(row: EventRow) -> Event:
    assert row.position is not None  # noqa: S101 - only ordered ones are read
    envelope = {
        "cursor": row.position,
        "type": f"statement.{row.change}",
        "id": row.statement_id,
        "at": row.at.isoformat(),
        "job": row.job_id,
        "statement": row.record,
        "before": row.before,
    }
    return Event(row.position, envelope["type"], row.statement_id, json.dumps(envelope, ensure_ascii=False))
