"""What a match reads and writes: an article's statements, candidates by index, grouped renderings.

Candidates are looked up by speaker and day, never by scanning: ``ix_rendering_voice_lead_day`` and, for the
same post under another key, ``ix_rendering_post_lead_day``.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, text, union_all, update

from worker.store.models import (
    ArticleTable,
    OutletRow,
    RenderingRow,
    StatementTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from worker.store.engine import Store

MOST = 300  # candidates of one rendering; the latest count
LEADS = 6  # renderings that stand for their utterance; more say nothing new
PLAIN = {"synchronize_session": False}
_FIELDS = (
    RenderingRow.id,
    RenderingRow.utterance_id,
    RenderingRow.statement_id,
    RenderingRow.voice,
    RenderingRow.lang,
    RenderingRow.day,
    RenderingRow.wording,
    RenderingRow.evidence,
    RenderingRow.model,
    RenderingRow.vector,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a match needs it, with its outlet."""

    id: str
    kind: str
    text: str
    lang: str
    actor_key: str | None
    actor_kind: str | None
    country: str | None
    role: str | None
    act: str
    said_on: date | None
    day: date  # said on, else published, else extracted
    outlet_kind: str | None
    outlet_country: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A rendering that is already grouped."""

    number: int
    utterance: str
    statement_id: str
    voice: str
    lang: str
    day: date
    wording: str
    evidence: str
    model: str | None
    vector: bytes | None
    text: str


def load_told(session: Session, article_id: int) -> list[Told]:
    """Return an article's statements in its order; none when it has none or is gone."""
    query = (
        select(StatementTable, ArticleTable.published_at, ArticleTable.extracted_at, OutletRow)
        .join(ArticleTable, ArticleTable.id == StatementTable.article_id)
        .outerjoin(OutletRow, OutletRow.name == ArticleTable.outlet)
        .where(StatementTable.article_id == article_id)
        .order_by(StatementTable.position)
    )
    return [
        Told(
            id=row.id,
            kind=row.kind,
            text=row.text,
            lang=row.lang,
            actor_key=row.actor_key,
            actor_kind=row.actor_kind,
            country=row.country,
            role=row.role,
            act=row.act,
            said_on=row.said_on,
            day=row.said_on or (published or extracted).date(),
            outlet_kind=outlet.kind if outlet else None,
            outlet_country=outlet.country if outlet else None,
        )
        for row, published, extracted, outlet in session.execute(query)
    ]


def lock_voices(store: Store, session: Session, voices: Iterable[str]) -> None:
    """Let no other match of these speakers run beside this one, until the commit.

    SQLite has one writer anyway. PostgreSQL's locks are taken in one order, so that two never wait for
    each other.
    """
    if store.is_postgres:
        for key in sorted({zlib.crc32(voice.encode()) for voice in voices}):
            session.execute(text("SELECT pg_advisory_xact_lock(5, :key)"), {"key": key - 2**31})


def lock_statements(store: Store, session: Session, article_id: int) -> set[str]:
    """Return the ids of an article's statements, which stay as they are until the commit.

    On PostgreSQL the lock is a statement of its own: only the next one sees what the last holder saved.
    """
    if store.is_postgres:
        session.scalar(select(ArticleTable.id).where(ArticleTable.id == article_id).with_for_update())
    return set(session.scalars(select(StatementTable.id).where(StatementTable.article_id == article_id)))


def stored_renderings(session: Session, statement_ids: Sequence[str]) -> dict[str, Stored]:
    """Return what is already grouped of these statements, by their ids."""
    query = _STORED.where(RenderingRow.statement_id.in_(statement_ids))
    return {row.statement_id: row for row in _read(session, query)}


def members_of(session: Session, utterances: Sequence[str]) -> list[Stored]:
    """Return the renderings of utterances, oldest first."""
    return _read(session, _STORED.where(RenderingRow.utterance_id.in_(utterances)).order_by(RenderingRow.id))


def by_number(session: Session, numbers: Sequence[int]) -> dict[int, Stored]:
    """Return renderings by their numbers; those whose statement is gone are missing."""
    return {row.number: row for row in _read(session, _STORED.where(RenderingRow.id.in_(numbers)))}


def find_candidates(session: Session, voice: str, post: str | None, around: tuple[date, int]) -> list[Stored]:
    """Return what a speaker, or a holder of the same post, said within some days; the latest first.

    Only those renderings that lead their utterance: five hundred outlets that repeat one sentence are
    compared by a few of them.
    """
    query = candidate_query(by_voice=bool(voice), by_post=post is not None)
    return _read(session, query, {"voice": voice, "post": post, **_days(around)})


@cache
def candidate_query(*, by_voice: bool, by_post: bool) -> Any:
    """Build the look-up: one index range for the speaker, one for the post, joined by their row numbers."""
    numbers = []
    if by_voice:
        numbers.append(_numbers(RenderingRow.voice == bindparam("voice"), RenderingRow.lead, _WITHIN))
    if by_post:
        numbers.append(_numbers(RenderingRow.post == bindparam("post"), RenderingRow.lead, _WITHIN))
    found = union_all(*numbers).subquery()
    query = _STORED.where(RenderingRow.id.in_(select(found.c.id)))
    return query.order_by(RenderingRow.id.desc()).limit(MOST)


def find_same_words(session: Session, voice: str, wording: str, around: tuple[date, int]) -> list[Stored]:
    """Return one rendering with exactly these words of this speaker within some days, none without one."""
    return _read(session, _SAME_WORDS, {"voice": voice, "wording": wording, **_days(around)})


def may_lead(session: Session, utterance: str, how: str) -> bool:
    """Tell whether a new rendering stands for its utterance: the first few wordings do, copies don't."""
    mine = select(func.count()).where(RenderingRow.utterance_id == utterance, RenderingRow.lead)
    return how != "exact" and (session.scalar(mine) or 0) < LEADS


def add_rendering(session: Session, values: dict[str, Any]) -> int:
    """Insert a rendering and return its number; its utterance has to exist."""
    number = session.scalars(insert(RenderingRow).values(**values).returning(RenderingRow.id)).one()
    return int(number)


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


def _numbers(*conditions: Any) -> Any:
    # SQLite knows no LIMIT in a part of a union, but in a query around it.
    latest = (
        select(RenderingRow.id).where(*conditions).order_by(RenderingRow.id.desc()).limit(MOST).subquery()
    )
    return select(latest.c.id)


def _read(session: Session, query: Any, values: dict[str, Any] | None = None) -> list[Stored]:
    return [Stored(*row) for row in session.execute(query, values)]


def _days(around: tuple[date, int]) -> dict[str, date]:
    day, days = around
    return {"first": day - timedelta(days=days), "last": day + timedelta(days=days)}


# Built once: building them costs as much as running them.
_WITHIN = RenderingRow.day.between(bindparam("first"), bindparam("last"))
_STORED = (
    select(*_FIELDS, StatementTable.text)
    .select_from(RenderingRow)
    .join(StatementTable, StatementTable.id == RenderingRow.statement_id)
)
_SAME_WORDS = (
    _STORED.where(
        RenderingRow.wording == bindparam("wording"), RenderingRow.voice == bindparam("voice"), _WITHIN
    )
    .order_by(RenderingRow.id)
    .limit(1)
)
