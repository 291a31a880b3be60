"""Grouped renderings: locked, read, added, moved and dropped."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, text, update

from worker.store.models import ArticleTable, RenderingRow, StatementTable, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

PLAIN = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Stored:
    """A rendering that is already grouped."""

    number: int
    utterance: str
    statement_id: str
    voice: str
    post: str | None
    lang: str
    day: date
    wording: str
    evidence: str
    model: str | None
    vector: bytes | None
    text: str


def lock_voices(store: Store, session: Session, voices: Iterable[str]) -> None:
    """Let no other match of these speakers run beside this one, until the commit.

    SQLite has one writer anyway. PostgreSQL's locks are taken in one order, so that two never wait for
    each other.
    """
    if store.is_postgres:
        keys = sorted({zlib.crc32(voice.encode()) - 2**31 for voice in voices})
        session.execute(_LOCK_VOICES, {"keys": keys})


def lock_articles(store: Store, session: Session, article_ids: Sequence[int]) -> None:
    """Let the statements of these articles stay as they are until the commit; in one order, too.

    On PostgreSQL the lock is a statement of its own: only the next one sees what the last holder saved.
    """
    if store.is_postgres:
        session.execute(_LOCK_ARTICLES, {"articles": list(article_ids)})


def stored_renderings(session: Session, statement_ids: Sequence[str]) -> dict[str, Stored]:
    """Return what is already grouped of these statements, by their ids."""
    query = STORED.where(RenderingRow.statement_id.in_(statement_ids))
    return {row.statement_id: row for row in _read(session, query)}


def members_of(session: Session, utterances: Sequence[str]) -> list[Stored]:
    """Return the renderings of utterances, oldest first."""
    return _read(session, STORED.where(RenderingRow.utterance_id.in_(utterances)).order_by(RenderingRow.id))


def by_number(session: Session, numbers: Sequence[int]) -> dict[int, Stored]:
    """Return renderings by their numbers; those whose statement is gone are missing."""
    return {row.number: row for row in _read(session, STORED.where(RenderingRow.id.in_(numbers)))}


def add_renderings(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert renderings in this order; their utterances have to exist."""
    if rows:
        session.execute(_ADD, rows)


def drop_renderings(session: Session, numbers: Sequence[int]) -> None:
    """Delete renderings; their utterances stay until they are refreshed."""
    session.execute(delete(RenderingRow).where(RenderingRow.id.in_(numbers)), execution_options=PLAIN)


def move_renderings(session: Session, numbers: Sequence[int], utterance: str) -> None:
    """Put renderings into another utterance."""
    move = update(RenderingRow).where(RenderingRow.id.in_(numbers)).values(utterance_id=utterance)
    session.execute(move, execution_options=PLAIN)


def move_copies(session: Session, leader: Stored, utterance: str) -> None:
    """Take the copies of a rendering along: those of the same words that were in its utterance."""
    mine = (RenderingRow.utterance_id == leader.utterance, RenderingRow.wording == leader.wording)
    move = update(RenderingRow).where(*mine, RenderingRow.lead.is_(False)).values(utterance_id=utterance)
    session.execute(move, execution_options=PLAIN)


def lost_renderings(store: Store, limit: int) -> dict[int, str]:
    """Return renderings whose statements are gone, with their utterances."""
    query = select(RenderingRow.id, RenderingRow.utterance_id).where(RenderingRow.statement_id.is_(None))
    with store.reading() as session:
        found = session.execute(query.order_by(RenderingRow.id).limit(limit)).all()
    return {row.id: row.utterance_id for row in found}


def _read(session: Session, query: Any) -> list[Stored]:
    return [Stored(*row) for row in session.execute(query)]


# Built once: building them costs as much as running them.
_RENDERING, _STATEMENT = table_of(RenderingRow), table_of(StatementTable)
_FIELDS = (
    "id",
    "utterance_id",
    "statement_id",
    "voice",
    "post",
    "lang",
    "day",
    "wording",
    "evidence",
    "model",
    "vector",
)
# Not joined: after an ANALYZE of a small table SQLite would begin with all statements.
_TEXT = select(_STATEMENT.c.text).where(_STATEMENT.c.id == _RENDERING.c.statement_id).scalar_subquery()
STORED = select(*(_RENDERING.c[name] for name in _FIELDS), _TEXT).where(
    _RENDERING.c.statement_id.is_not(None)
)
_ADD = insert(_RENDERING)
_LOCK_VOICES = text("SELECT pg_advisory_xact_lock(5, key) FROM unnest(CAST(:keys AS integer[])) AS key")
_LOCK_ARTICLES = (
    select(table_of(ArticleTable).c.id)
    .where(table_of(ArticleTable).c.id.in_(bindparam("articles", expanding=True)))
    .order_by(table_of(ArticleTable).c.id)
    .with_for_update()
)
