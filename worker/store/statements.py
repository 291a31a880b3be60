"""Statements: replaced as a whole per article, filtered for lists and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from worker.store.filters import escaped, narrowed
from worker.store.models import ArticleTable, StatementTable
from worker.store.rows import StatementFilter, StatementRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from worker.shapes import Spans, Statement
    from worker.store.engine import Store

BATCH = 200  # rows of one insert; each has thirty columns, and SQLite takes 32,766 values


def replace_statements(
    store: Store, session: Session, article_id: int, statements: Sequence[Statement], now: datetime
) -> None:
    """Make an article's statements exactly these; unchanged ids keep their time of creation.

    Of two statements with one id the first counts. An id that another article holds stays there:
    it is the same page under a second address.
    """
    unique: dict[str, Statement] = {}
    for statement in statements:
        unique.setdefault(statement.id, statement)
    gone = delete(StatementTable).where(StatementTable.article_id == article_id)
    session.execute(gone.where(StatementTable.id.not_in(unique)) if unique else gone)
    rows = [_values(article_id, place, statement, now) for place, statement in enumerate(unique.values())]
    for start in range(0, len(rows), BATCH):
        insert = store.insert(StatementTable).values(rows[start : start + BATCH])
        kept = {name: insert.excluded[name] for name in rows[0] if name not in ("id", "created_at")}
        mine = StatementTable.article_id == article_id
        session.execute(insert.on_conflict_do_update(index_elements=["id"], set_=kept, where=mine))


def note_detector(session: Session, article_id: int, version: str) -> None:
    """Write down which rules have read an article, also when they found nothing."""
    session.execute(
        update(ArticleTable).where(ArticleTable.id == article_id).values(detector_version=version)
    )


def count_statements(session: Session, entry_id: int) -> int:
    """Return how many statements an entry's article has."""
    query = select(func.count()).select_from(StatementTable).join(ArticleTable)
    return session.scalar(query.where(ArticleTable.entry_id == entry_id)) or 0


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


def each_statement(
    store: Store, wanted: StatementFilter | None = None, limit: int | None = None
) -> Iterator[StatementRow]:
    """Yield the statements that a filter keeps, newest article first, in the order of its text."""
    wanted = wanted or StatementFilter()
    query = (
        narrowed(_statements(), wanted).order_by(ArticleTable.id.desc(), StatementTable.position).limit(limit)
    )
    with store.reading() as session:
        for statement, article in session.execute(query.execution_options(yield_per=500)):
            yield _row(statement, article)


def find_statement(store: Store, statement_id: str) -> StatementRow | None:
    """Return one statement by its id or the beginning of it, None when there is none."""
    pattern = f"{escaped(statement_id)}%"
    with store.reading() as session:
        found = session.execute(
            _statements().where(StatementTable.id.like(pattern, escape="\\")).limit(1)
        ).first()
        return _row(*found) if found else None


def _statements() -> Any:
    return select(StatementTable, ArticleTable).join(
        ArticleTable, ArticleTable.id == StatementTable.article_id
    )


def _row(statement: StatementTable, article: ArticleTable) -> StatementRow:
    return StatementRow(
        id=statement.id,
        article_url=article.url,
        article_title=article.title,
        outlet=article.outlet,
        lang=statement.lang,
        published_at=article.published,
        kind=statement.kind,
        text=statement.text,
        quoted=statement.quoted,
        spans=statement.spans,
        cue=statement.cue,
        speaker_mention=statement.speaker_mention,
        actor=statement.actor,
        actor_kind=statement.actor_kind,
        role=statement.role,
        country=statement.country,
        channel=statement.channel,
        addressee=statement.addressee,
        targets=statement.targets,
        said_on=statement.said_on,
        said_on_basis=statement.said_on_basis,
        act=statement.act,
        polarity=statement.polarity,
        confidence=statement.confidence,
        detector_version=statement.detector_version,
    )
