"""Entries that broke their worker every time: listed with their traceback, released, or dropped for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from worker.store.models import EntryRow, PageRow
from worker.store.pages import drop_unused_bodies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class QuarantinedEntry:
    """An entry nobody works on any more; ``detail`` ends with the traceback where there was one."""

    id: int
    url: str | None
    title: str | None
    since: datetime
    detail: str | None


def list_quarantined(store: Store) -> list[QuarantinedEntry]:
    """Return what stands in quarantine, the longest there first."""
    columns = (EntryRow.id, EntryRow.url, EntryRow.title, EntryRow.touched_at, EntryRow.outcome_detail)
    query = select(*columns).where(EntryRow.outcome == QUARANTINED).order_by(EntryRow.touched_at, EntryRow.id)
    with store.reading() as session:
        return [QuarantinedEntry(*row) for row in session.execute(query)]


def release(store: Store, entry_ids: Sequence[int], now: datetime) -> int:
    """Let entries start anew, from their stored page where there is one; return how many were released.

    They wait for the next sweep, with a fresh count of attempts.
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
        session.execute(delete(PageRow).where(PageRow.entry_id.in_(ids)))  # its article goes with it
        drop_unused_bodies(session)
        return _change(session, ids, {"outcome": "dropped", "touched_at": now})


def _quarantined(entry_ids: Sequence[int]) -> tuple[Any, Any]:
    return (EntryRow.id.in_(entry_ids), EntryRow.outcome == QUARANTINED)


def _change(session: Session, entry_ids: Sequence[int], values: dict[str, Any], *where: Any) -> int:
    change: Any = update(EntryRow).where(*_quarantined(entry_ids), *where).values(**values)
    change = change.returning(EntryRow.id).execution_options(synchronize_session=False)
    return len(session.scalars(change).all())
