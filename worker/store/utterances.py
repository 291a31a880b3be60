"""Utterances themselves: made, refreshed from their renderings, followed along their trail."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from worker.store.models import RenderingRow, UtteranceRow, UtteranceTrailRow, table_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

PLAIN = {"synchronize_session": False}
ORIGINAL = 8  # ranks below it are no translations


def new_utterance(store: Store, session: Session, statement_id: str, day: date, now: datetime) -> str:
    """Make an utterance of one statement; its id depends on that statement alone where it is free."""
    facts = {"head_id": statement_id, "first_day": day, "last_day": day}
    facts |= {"first_seen_at": now, "changed_at": now}
    for salt in count():
        told = f"{statement_id}/{salt}" if salt else statement_id
        name = f"u{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"
        made = session.execute(_making(store.is_postgres), facts | {"id": name}).scalar()
        if made is not None:
            break
    return name


@cache
def _making(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    table = table_of(UtteranceRow)
    insert = (postgresql if is_postgres else sqlite).insert(table)
    return insert.on_conflict_do_nothing(index_elements=["id"]).returning(table.c.id)


def refresh_utterance(session: Session, name: str, now: datetime) -> bool:
    """Choose an utterance's head and days again from its renderings; return False when it had none and went.

    The head is the longest direct rendering in a language the speaker speaks, the source's before others;
    without a direct one the words that most outlets have, the longest of equals. It always leads: an
    utterance whose first renderings are gone is still found by the next echo.
    """
    wordings = session.execute(_WORDINGS, {"name": name}).all()
    if not wordings:
        session.execute(delete(UtteranceRow).where(UtteranceRow.id == name), execution_options=PLAIN)
        return False
    direct = [row for row in wordings if row[0] <= 1]
    chosen = max(direct, key=lambda row: (-row[0], row[1], row[5]), default=None) or max(
        wordings, key=lambda row: (row[0] < ORIGINAL, row[2], row[1], row[5])
    )
    values = {
        "head_id": session.scalar(_HEAD, {"name": name, "wording": chosen[5]}),
        "first_day": min(row[3] for row in wordings),
        "last_day": max(row[4] for row in wordings),
        "changed_at": now,
    }
    session.execute(
        update(UtteranceRow).where(UtteranceRow.id == name).values(**values), execution_options=PLAIN
    )
    follows = RenderingRow.statement_id == values["head_id"], RenderingRow.lead.is_(False)
    session.execute(update(RenderingRow).where(*follows).values(lead=True), execution_options=PLAIN)
    return True


def note_trail(session: Session, what: str, from_id: str, to_id: str, now: datetime) -> None:
    """Write down that an utterance went into another one, or was split from it."""
    session.add(UtteranceTrailRow(at=now, what=what, from_id=from_id, to_id=to_id))


def follow_trail(session: Session, name: str) -> str:
    """Return the id under which an utterance stands today: its own, or the one it was merged into."""
    seen = set()
    while name not in seen and session.get(UtteranceRow, name) is None:
        seen.add(name)
        query = select(UtteranceTrailRow.to_id).where(
            UtteranceTrailRow.from_id == name, UtteranceTrailRow.what == "merged"
        )
        name = session.scalar(query.order_by(UtteranceTrailRow.id.desc()).limit(1)) or name
    return name


def trail_of(session: Session, name: str) -> list[tuple[str, str, str]]:
    """Return what was merged into an utterance or split from it, in order, as (what, from, to)."""
    mine = (UtteranceTrailRow.from_id == name) | (UtteranceTrailRow.to_id == name)
    rows = session.scalars(select(UtteranceTrailRow).where(mine).order_by(UtteranceTrailRow.id))
    return [(row.what, row.from_id, row.to_id) for row in rows]


_MINE = (RenderingRow.utterance_id == bindparam("name"), RenderingRow.statement_id.is_not(None))
_WORDINGS = (
    select(
        func.min(RenderingRow.rank),
        func.max(RenderingRow.length),
        func.count(),
        func.min(RenderingRow.day),
        func.max(RenderingRow.day),
        RenderingRow.wording,
    )
    .where(*_MINE)
    .group_by(RenderingRow.wording)
)
_HEAD = (
    select(RenderingRow.statement_id)
    .where(*_MINE, RenderingRow.wording == bindparam("wording"))
    .order_by(RenderingRow.rank, RenderingRow.length.desc(), RenderingRow.id)
    .limit(1)
)
