"""Attempts at an entry's next step: counted before the work, put off, taken back; nothing here is sent.

Counting and loading are one statement: what stands in other tables comes as sub-queries of its RETURNING,
written as text because SQLAlchemy leaves out the names of tables there for SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal_column, select, update

from worker.shapes import Entry, Page
from worker.store.entries import NO_SUBSTITUTE, detail_values
from worker.store.models import BodyRow, EntryRow, FeedRow, OutletRow, PageRow, table_of
from worker.store.pages import GONE, unpacked
from worker.store.rows import EntryWork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

ENTRY = table_of(EntryRow)
FEED, OUTLET = table_of(FeedRow), table_of(OutletRow)
OF_FEED = "feed.id = entry.feed_id"
OF_OUTLET = "outlet.id = (SELECT feed.outlet_id FROM feed WHERE feed.id = entry.feed_id)"
OF_PAGE = "page.entry_id = entry.id"
OF_BODY = "body.sha256 = (SELECT page.sha256 FROM page WHERE page.entry_id = entry.id)"
PAGE_COLUMNS = ("id", "url", "final_url", "status", "headers", "fetched_at", "extractor_version", "rules")


@dataclass(frozen=True, slots=True)
class Begun:
    """A page whose reading has begun, with its entry."""

    page_id: int
    work: EntryWork
    page: Page


def begin_attempt(store: Store, entry_id: int, stage: str, now: datetime) -> EntryWork | None:
    """Count an attempt *before* the work, and load the entry; for a fetch with its twin.

    A page that kills its worker is counted too, so that it can't come back for ever.

    Returns:
        None when the entry is gone, has ended, or has left this stage.
    """
    values = {"entry": entry_id, "at_stage": stage, "now": now}
    row = next(iter(store.single(_count_attempt(twin=stage == "fetch"), values)), None)
    return _work(row) if row else None


def begin_reading(store: Store, page_id: int, now: datetime) -> Begun | None:
    """Count an attempt at extraction, and load the page's entry and the page itself.

    Returns:
        None when one of them is gone, or the entry has ended or left this stage.
    """
    return next(iter(_begin(store, (page_id,), now, first=False)), None)


def begin_first_readings(store: Store, pages: Sequence[int], now: datetime) -> list[Begun]:
    """Count an attempt at each page that nobody has begun to read, and load them, in the order given."""
    begun = _begin(store, pages, now, first=True)
    return sorted(begun, key=lambda each: pages.index(each.page_id))


def _begin(store: Store, pages: Sequence[int], now: datetime, *, first: bool) -> list[Begun]:
    values = {"pages": list(pages), "at_stage": "extract", "now": now}
    rows = store.single(_count_reading(first=first), values)
    return [_reading(row) for row in rows if row.body_zstd not in (None, GONE)]


def _reading(row: Any) -> Begun:
    page = Page(
        url=row.page_url,
        final_url=row.page_final_url,
        status=row.page_status,
        headers=tuple((name, value) for name, value in row.page_headers),
        body=unpacked(row.body_zstd),
        fetched_at=row.page_fetched_at,
    )
    return Begun(row.page_id, _work(row), page)


def begun_before(store: Store, pages: Sequence[int]) -> tuple[int, ...]:
    """Return the pages that still have to be read and that somebody has begun to read, in the order given."""
    page, entry = table_of(PageRow), ENTRY
    query = select(page.c.id).join(entry, entry.c.id == page.c.entry_id).where(page.c.id.in_(pages))
    with store.reading() as session:
        found = set(session.scalars(query.where(entry.c.stage == "extract", entry.c.attempts > 0)))
    return tuple(page_id for page_id in pages if page_id in found)


@cache
def _count_attempt(*, twin: bool) -> Any:
    counted = _counted(ENTRY.c.id == bindparam("entry"))
    return counted.returning(*ENTRY.c, *_around(), *([_twin()] if twin else ()))


@cache
def _count_reading(*, first: bool) -> Any:
    pages: Any = bindparam("pages", expanding=True)
    mine = select(table_of(PageRow).c.entry_id).where(table_of(PageRow).c.id.in_(pages))
    page = [_beside(table_of(PageRow).c[name], OF_PAGE) for name in PAGE_COLUMNS]
    body = _beside(table_of(BodyRow).c.zstd, OF_BODY)
    fresh = (ENTRY.c.attempts == 0,) if first else ()
    return _counted(ENTRY.c.id.in_(mine), *fresh).returning(*ENTRY.c, *_around(), *page, body)


def _counted(*mine: Any) -> Any:
    return (
        update(ENTRY)
        .where(*mine, ENTRY.c.stage == bindparam("at_stage"))
        .values(attempts=ENTRY.c.attempts + 1, touched_at=bindparam("now"))
    )


def _around() -> Iterator[Any]:
    for name in ("title", "lang"):
        yield _beside(FEED.c[name], OF_FEED)
    for name in ("name", "lang"):
        yield _beside(OUTLET.c[name], OF_OUTLET)


def _beside(column: Any, condition: str) -> Any:
    table = column.table.name
    query = f"(SELECT {table}.{column.name} FROM {table} WHERE {condition})"  # noqa: S608 - names of ours
    return literal_column(query, column.type).label(f"{table}_{column.name}")


def _twin() -> Any:
    """Select the first entry that leads to the same page."""
    words = ", ".join(f"'{word}'" for word in NO_SUBSTITUTE)
    lasting = f"(other.outcome IS NULL OR other.outcome NOT IN ({words}))"
    same = "other.address = entry.address AND other.id < entry.id"
    query = f"(SELECT min(other.id) FROM entry AS other WHERE {same} AND {lasting})"  # noqa: S608
    return literal_column(query).label("twin_id")


def load_work(session: Session, entry_id: int) -> EntryWork | None:
    """Load an entry as a step works on it, without counting an attempt; None when it is gone."""
    found = session.execute(select(*ENTRY.c, *_around()).where(ENTRY.c.id == entry_id)).first()
    return _work(found) if found else None


def _work(row: Any) -> EntryWork:
    entry = Entry(
        key=row.key,
        url=row.url,
        title=row.title,
        summary=row.summary,
        content_html=row.content_html,
        author=row.author,
        lang=row.lang,
        published_at=row.published_at,
        updated_at=row.updated_at,
    )
    return EntryWork(
        id=row.id,
        feed_id=row.feed_id,
        entry=entry,
        outlet=row.outlet_name or row.feed_title,
        outlet_lang=row.feed_lang or row.outlet_lang,
        attempts=row.attempts,
        stage=row.stage,
        outcome=row.outcome,
        twin_id=getattr(row, "twin_id", None),
    )


def postpone_entry(
    session: Session, entry_id: int, until: datetime, now: datetime, detail: str | None
) -> None:
    """Set the time of the next attempt; the sweep sends it then."""
    values = {"next_attempt_at": until, "touched_at": now} | detail_values(detail)
    session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**values))


def await_turn(session: Session, entry_id: int, until: datetime, now: datetime) -> None:
    """Take an attempt back that only waited for its host, and set when to ask again."""
    values = {"attempts": EntryRow.attempts - 1, "next_attempt_at": until, "touched_at": now}
    mine = update(EntryRow).where(EntryRow.id == entry_id, EntryRow.attempts > 0).values(**values)
    session.execute(mine.execution_options(synchronize_session=False))


def take_back(session: Session, entries: Sequence[int], stage: str) -> None:
    """Uncount an attempt of each of the entries that is still at this stage."""
    mine = update(EntryRow).where(EntryRow.id.in_(entries), EntryRow.stage == stage, EntryRow.attempts > 0)
    session.execute(mine.values(attempts=EntryRow.attempts - 1).execution_options(synchronize_session=False))
