"""Statements: replaced as a whole per article, filtered for lists and exports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, delete, or_, select, update

from worker.store.models import ArticleTable, StatementTable
from worker.store.rows import StatementFilter, StatementRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from worker.shapes import Spans, Statement
    from worker.store.engine import Store


def replace_statements(
    store: Store, session: Session, article_id: int, statements: Sequence[Statement], now: datetime
) -> None:
    """Make an article's statements exactly these; unchanged ids keep their time of creation."""
    ids = [statement.id for statement in statements]
    gone = delete(StatementTable).where(StatementTable.article_id == article_id)
    session.execute(gone.where(StatementTable.id.not_in(ids)) if ids else gone)
    if statements:
        rows = [_values(article_id, place, statement, now) for place, statement in enumerate(statements)]
        insert = store.insert(StatementTable).values(rows)
        kept = {name: insert.excluded[name] for name in rows[0] if name not in ("id", "created_at")}
        session.execute(insert.on_conflict_do_update(index_elements=["id"], set_=kept))
    version = dict(statements[0].versions).get("detector") if statements else None
    session.execute(
        update(ArticleTable).where(ArticleTable.id == article_id).values(detector_version=version)
    )


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
        "detector_version": "-".join(value for _, value in statement.versions),
        "created_at": now,
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def each_statement(
    store: Store, wanted: StatementFilter | None = None, limit: int | None = None
) -> Iterator[StatementRow]:
    """Yield the statements that a filter keeps, newest article first, in the order of its text."""
    wanted = wanted or StatementFilter()
    query = (
        _filtered(_statements(), wanted)
        .order_by(ArticleTable.id.desc(), StatementTable.position)
        .limit(limit)
    )
    with store.reading() as session:
        for statement, article in session.execute(query.execution_options(yield_per=500)):
            yield _row(statement, article)


def find_statement(store: Store, statement_id: str) -> StatementRow | None:
    """Return one statement by its id or the beginning of it, None when there is none."""
    pattern = statement_id.replace("%", "").replace("_", r"\_") + "%"
    with store.reading() as session:
        found = session.execute(
            _statements().where(StatementTable.id.like(pattern, escape="\\")).limit(1)
        ).first()
        return _row(*found) if found else None


def _statements() -> Any:
    return select(StatementTable, ArticleTable).join(
        ArticleTable, ArticleTable.id == StatementTable.article_id
    )


def _filtered(query: Any, wanted: StatementFilter) -> Any:
    exact = {
        StatementTable.country: wanted.country,
        StatementTable.role: wanted.role,
        StatementTable.kind: wanted.kind,
        StatementTable.lang: wanted.lang,
        ArticleTable.outlet: wanted.outlet,
    }
    for column, value in exact.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.actor:
        query = query.where(
            or_(StatementTable.actor_key == wanted.actor, _contains(StatementTable.actor, wanted.actor))
        )
    if wanted.act:
        query = query.where(or_(StatementTable.act == wanted.act, StatementTable.act.like(f"{wanted.act}/%")))
    if wanted.target:
        query = query.where(cast(StatementTable.targets, String).like(f'%"{wanted.target}"%'))
    if wanted.text:
        query = query.where(_contains(StatementTable.text, wanted.text))
    if wanted.since:
        start = datetime.combine(wanted.since, datetime.min.time(), UTC)
        query = query.where(
            or_(
                StatementTable.said_on >= wanted.since,
                StatementTable.said_on.is_(None) & (ArticleTable.published_at >= start),
            )
        )
    if wanted.until:
        end = datetime.combine(wanted.until + timedelta(days=1), datetime.min.time(), UTC)
        query = query.where(
            or_(
                StatementTable.said_on <= wanted.until,
                StatementTable.said_on.is_(None) & (ArticleTable.published_at < end),
            )
        )
    return query


def _contains(column: Any, value: str) -> Any:
    escaped = value.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return column.ilike(f"%{escaped}%", escape="\\")


def _row(statement: StatementTable, article: ArticleTable) -> StatementRow:
    return StatementRow(
        id=statement.id,
        article_url=article.url,
        article_title=article.title,
        outlet=article.outlet,
        lang=statement.lang,
        published_at=article.published_at,
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
