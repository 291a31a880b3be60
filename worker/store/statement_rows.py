"""A statement as a row: its columns, and the insertion of new ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

from worker.store.changes import as_stored
from worker.store.models import StatementTable, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Spans, Statement
    from worker.store.engine import Store


def statement_rows(
    article_id: int, statements: Sequence[Statement], now: datetime
) -> dict[str, dict[str, Any]]:
    """Return the rows of an article's statements by their ids; of two with one id the first counts."""
    rows: dict[str, dict[str, Any]] = {}
    for statement in statements:
        if statement.id not in rows:
            rows[statement.id] = as_stored(_values(article_id, len(rows), statement, now))
    return rows


def insert_statements(store: Store, session: Session, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Insert new statements in one statement, and return those that no other article has."""
    if not rows:
        return []
    mine = set(session.execute(_adding(store.is_postgres), rows).scalars())
    return [row for row in rows if row["id"] in mine]


@cache
def _adding(is_postgres: bool) -> Any:  # noqa: FBT001 - a key
    table = table_of(StatementTable)
    insert = (postgresql if is_postgres else sqlite).insert(table)
    return insert.on_conflict_do_nothing(index_elements=["id"]).returning(table.c.id)


def _values(article_id: int, position: int, statement: Statement, now: datetime) -> dict[str, Any]:
    quotation, actor = statement.quotation, statement.actor
    return {
        "id": statement.id,
        "article_id": article_id,
        "position": position,
        "kind": quotation.kind,
        "text": statement.text,
        "quoted": list(statement.quoted_text),
        "spans": _pairs(quotation.spans),
        "cue": _pairs(quotation.cue),
        "speaker": _pairs(quotation.speaker),
        "speaker_mention": statement.speaker_mention,
        "actor_key": actor.key if actor else None,
        "actor": actor.name if actor else None,
        "actor_kind": actor.kind if actor else None,
        "role": actor.role if actor else None,
        "country": actor.country if actor else None,
        "channel": statement.channel,
        "addressee": statement.addressee,
        "targets": list(statement.targets),
        "said_on": statement.said_on,
        "said_on_basis": statement.said_on_basis,
        "act": statement.act,
        "cameo": statement.cameo,
        "polarity": statement.polarity,
        "lang": statement.lang,
        "diplomatic": statement.diplomatic,
        "reason": statement.reason,
        "confidence": statement.confidence,
        "detector_version": version_of(statement.versions),
        "created_at": now,
    }


def version_of(versions: tuple[tuple[str, str], ...]) -> str:
    """Write the versions of rules and pack as one word, the form that is compared."""
    return "-".join(value for _, value in versions)


def _pairs(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]
