"""Utterances themselves: made, refreshed from their renderings, followed along their trail."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from worker.store.models import RenderingRow, UtteranceRow, UtteranceTrailRow, table_of
from worker.store.summaries import load_summaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.store.engine import Store
    from worker.store.summaries import Summary


def add_utterances(
    store: Store, session: Session, new: Mapping[str, Summary], now: datetime
) -> dict[str, str]:
    """Make utterances, each for the statement that is its first, and return their ids by that statement.

    An id depends on that statement alone where it is free.
    """
    names = {statement_id: _name(statement_id, 0) for statement_id in new}
    seen = {"first_seen_at": now, "changed_at": now}
    rows = [_facts(new[statement_id]) | seen | {"id": name} for statement_id, name in names.items()]
    made = set(session.execute(_making(store.is_postgres), rows).scalars()) if rows else set()
    for row, statement_id in zip(rows, new, strict=True):
        for salt in count(1):
            if row["id"] in made:
                break
            row["id"] = names[statement_id] = _name(statement_id, salt)
            made.update(session.execute(_making(store.is_postgres), [row]).scalars())
    return names


def save_summaries(session: Session, summaries: Mapping[str, Summary], now: datetime) -> None:
    """Write down the heads and days of utterances, and that their heads lead; one without renderings goes."""
    empty = [name for name, summary in summaries.items() if not summary.wordings]
    if empty:
        session.execute(_GONE, {"names": empty})
    rows = [
        _facts(summary) | {"name": name, "changed_at": now}
        for name, summary in sorted(summaries.items())
        if summary.wordings
    ]
    if rows:
        session.execute(_CHANGED, rows)


def refresh_utterances(session: Session, names: Iterable[str], now: datetime) -> None:
    """Choose the heads and days of utterances again from their renderings; one that has none goes.

    A head always leads: an utterance whose first renderings are gone is still found by the next echo.
    """
    before = load_summaries(session, names)
    after = {name: each.headed() if each.wordings else each for name, each in before.items()}
    save_summaries(session, after, now)
    lead_renderings(session, [each.head.statement_id for name, each in after.items() if each != before[name]])


def lead_renderings(session: Session, statement_ids: Iterable[str]) -> None:
    """Let the renderings of these statements stand for their utterances."""
    wanted = list(statement_ids)
    if wanted:
        session.execute(_LEAD, {"statements": wanted})


def _name(statement_id: str, salt: int) -> str:
    told = f"{statement_id}/{salt}" if salt else statement_id
    return f"u{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _facts(summary: Summary) -> dict[str, Any]:
    first, last = summary.days
    return {"head_id": summary.head.statement_id, "first_day": first, "last_day": last}


@cache
def _making(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    table = table_of(UtteranceRow)
    insert = (postgresql if is_postgres else sqlite).insert(table)
    return insert.on_conflict_do_nothing(index_elements=["id"]).returning(table.c.id)


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


# Built once: building them costs as much as running them.
_UTTERANCE, _RENDERING = table_of(UtteranceRow), table_of(RenderingRow)
_GONE = delete(_UTTERANCE).where(_UTTERANCE.c.id.in_(bindparam("names", expanding=True)))
_CHANGED = (
    update(_UTTERANCE)
    .where(_UTTERANCE.c.id == bindparam("name"))
    .values({name: bindparam(name) for name in ("head_id", "first_day", "last_day", "changed_at")})
)
_LEAD = (
    update(_RENDERING)
    .where(_RENDERING.c.statement_id.in_(bindparam("statements", expanding=True)))
    .values(lead=True)
)
