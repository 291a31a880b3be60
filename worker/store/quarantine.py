"""Entries that broke their worker every time: listed with their traceback, released, or dropped for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, update

from worker.store.events import note_removal
from worker.store.filters import escaped, midnight
from worker.store.models import ArticleTable, BodyRow, EntryRow, FeedRow, OutletRow, PageRow
from worker.store.pages import drop_unused_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class QuarantinedEntry:
    """An entry nobody works on any more; ``detail`` ends with the traceback where there was one.

    ``step`` is where it broke, ``page_sha256`` the key of its raw bytes, None when none were fetched.
    """

    id: int
    url: str | None
    title: str | None
    feed: str | None
    outlet: str | None
    step: str | None
    attempts: int
    since: datetime
    detail: str | None
    page_id: int | None
    page_sha256: str | None
    page_bytes: int | None
    page_fetched_at: datetime | None

    @property
    def reason(self) -> str | None:
        """The last line of the detail: what a traceback comes down to."""
        lines = (self.detail or "").strip().splitlines()
        return lines[-1].strip() if lines else None


@dataclass(frozen=True, slots=True)
class QuarantineFilter:
    """What a list may be narrowed to; None means everything.

    ``since`` and ``until`` are days of entering quarantine (UTC); ``text`` is a part of address, title
    or detail.
    """

    feed_id: int | None = None
    outlet: str | None = None
    step: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None


def list_quarantined(
    store: Store, wanted: QuarantineFilter | None = None, limit: int | None = None
) -> list[QuarantinedEntry]:
    """Return what stands in quarantine, the longest there first."""
    query = _entries().where(EntryRow.outcome == QUARANTINED, *_conditions(wanted or QuarantineFilter()))
    with store.reading() as session:
        rows = session.execute(query.order_by(EntryRow.touched_at, EntryRow.id).limit(limit))
        return [QuarantinedEntry(*row) for row in rows]


def find_quarantined(store: Store, entry_id: int) -> QuarantinedEntry | None:
    """Return one entry of the quarantine, None when it does not stand there."""
    query = _entries().where(EntryRow.id == entry_id, EntryRow.outcome == QUARANTINED)
    with store.reading() as session:
        row = session.execute(query).first()
        return QuarantinedEntry(*row) if row else None


def outcomes_of(store: Store, entry_ids: Sequence[int]) -> dict[int, str | None]:
    """Return the outcome of each of these entries that exists; None is one on its way."""
    with store.reading() as session:
        rows = session.execute(select(EntryRow.id, EntryRow.outcome).where(EntryRow.id.in_(entry_ids)))
        return {int(entry_id): outcome for entry_id, outcome in rows}


def _entries() -> Any:
    return (
        select(
            *(EntryRow.id, EntryRow.url, EntryRow.title, FeedRow.url, OutletRow.name, EntryRow.last_stage),
            *(EntryRow.attempts, EntryRow.touched_at, EntryRow.outcome_detail),
            *(PageRow.id, PageRow.sha256, BodyRow.size, PageRow.fetched_at),
        )
        .outerjoin(FeedRow, FeedRow.id == EntryRow.feed_id)
        .outerjoin(OutletRow, OutletRow.id == FeedRow.outlet_id)
        .outerjoin(PageRow, PageRow.entry_id == EntryRow.id)
        .outerjoin(BodyRow, BodyRow.sha256 == PageRow.sha256)
    )


def _conditions(wanted: QuarantineFilter) -> Iterator[Any]:
    if wanted.feed_id is not None:
        yield EntryRow.feed_id == wanted.feed_id
    if wanted.outlet:
        yield OutletRow.name == wanted.outlet
    if wanted.step:
        yield EntryRow.last_stage == wanted.step
    if wanted.since:
        yield EntryRow.touched_at >= midnight(wanted.since)
    if wanted.until and wanted.until < date.max:
        yield EntryRow.touched_at < midnight(wanted.until) + timedelta(days=1)
    if wanted.text:
        pattern = f"%{escaped(wanted.text)}%"
        columns = (EntryRow.url, EntryRow.title, EntryRow.outcome_detail)
        yield or_(*(column.ilike(pattern, escape="\\") for column in columns))


def release(store: Store, entry_ids: Sequence[int], now: datetime) -> int:
    """Let entries start anew, from their stored page where there is one; return how many were released.

    They wait for the next sweep, with a fresh count of attempts. Others are left as they are.
    """
    fresh = {"outcome": None, "attempts": 0, "next_attempt_at": now, "touched_at": now}
    has_page = select(PageRow.id).where(PageRow.entry_id == EntryRow.id).exists()
    with store.transaction() as session:
        paged = _change(session, entry_ids, {"stage": "extract"} | fresh, has_page)
        return paged + _change(session, entry_ids, {"stage": "fetch"} | fresh, ~has_page)


def drop(store: Store, entry_ids: Sequence[int], now: datetime) -> int:
    """Give entries up: what was found in them goes, they stay known as ``dropped``; return how many."""
    with store.transaction() as session:
        quarantined = _quarantined(entry_ids)
        ids = list(session.scalars(select(EntryRow.id).where(*quarantined)))
        note_removal(session, ArticleTable.entry_id.in_(ids), now)
        session.execute(delete(PageRow).where(PageRow.entry_id.in_(ids)))  # its article goes with it
        drop_unused_bodies(session)
        return _change(session, ids, {"outcome": "dropped", "touched_at": now})


def _quarantined(entry_ids: Sequence[int]) -> tuple[Any, Any]:
    return (EntryRow.id.in_(entry_ids), EntryRow.outcome == QUARANTINED)


def _change(session: Session, entry_ids: Sequence[int], values: dict[str, Any], *where: Any) -> int:
    change: Any = update(EntryRow).where(*_quarantined(entry_ids), *where).values(**values)
    change = change.returning(EntryRow.id).execution_options(synchronize_session=False)
    return len(session.scalars(change).all())
